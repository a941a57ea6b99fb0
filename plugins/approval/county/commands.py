"""What each act on an application sent on is told."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.approval.commands import Act, Decision, Relay


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeReview(Act):
    """What is proposed 拟办意见: ``grant`` or ``refuse``, why, and under which article.

    Attributes:
        substance: the substance was verified here too, by two who were named and signed (许可法 34③).
    """

    decision: str
    reasons: str
    article: str
    substance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnReview(Act):
    """The head returns a proposal, with the reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideReview(Decision):
    """The decision of the organ above, with its article (许可法 38); `on_record` says how it follows the record of a
    hearing (48②)."""

    article: str
    on_record: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerReview(Act):
    """The decision is sent to the township that serves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DropReview(Act):
    """The application was taken back below."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDecision(Relay):
    """In the township: the decision of the organ above came back; `paper` is its frozen content, as JSON."""

    paper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOn(Act):
    """In the township: a paper of the organ above for the applicant; `code` is its code, `paper` its frozen content."""

    code: str
    paper: str
