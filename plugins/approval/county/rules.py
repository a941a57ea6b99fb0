"""The rules of an application that was sent on, pure: who decides what, and how far it has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from core.errors import Problem
from core.i18n import N_
from plugins.approval.county import commands as cmd
from plugins.approval.handling import rules as handling
from plugins.approval.handling.rules import Examined

# Kinds of parcel: up with all papers, up when the applicant took it back, and down with the decision.
# And down on the way, with a paper for the applicant.
UP, TAKEN_BACK, DOWN = "approval.review", "approval.review_taken_back", "approval.review_decided"
TOLD = "approval.review_told"
LONGEST_ARTICLE = 200
# What a township's end shows of it: not sent on yet, on the way, with the organ, sent back, decided, by hand outside.
BEFORE, ON_ITS_WAY, THERE, SENT_BACK, DECIDED, OUTSIDE = (
    "before",
    "on_its_way",
    "there",
    "sent_back",
    "decided",
    "outside",
)


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What guards, clocks and papers know of an application that was sent on.

    Attributes:
        accepted_on: the day on which the township accepted it.
        legal_days, legal_source: the item's own limit, which for anything but a licence holds from first to last.
        decide_due: the last day to decide while that limit runs, else None; `extended` once it was lengthened.
        examined: who was told and heard, and how far a hearing has come.
    """

    licence: bool
    accepted_on: dt.date
    legal_days: int | None
    legal_source: str
    basis: str
    today: dt.date
    decision: str
    reasons: str
    article: str
    proposed_by: UUID | None
    remedies: Mapping[str, str]
    decide_due: dt.date | None = None
    extended: bool = False
    special_told_on: dt.date | None = None
    examined: Examined = field(default_factory=Examined)
    first_review: bool = False  # this is the organ that decides
    links: tuple[str, ...] = ()  # no promise of the township's runs here

    @property
    def reviewed_by(self) -> UUID | None:
        """Who examines it: whoever proposes."""
        return self.proposed_by


@dataclass(frozen=True, slots=True)
class Onward:
    """How far an application of first review has come, as its township and the applicant see it.

    Attributes:
        stage: one of `BEFORE`, `ON_ITS_WAY`, `THERE`, `SENT_BACK`, `DECIDED` and `OUTSIDE`.
        number: of the case above, once it is there.
        due: the last day of the limit above, as that organ counts it; None where it runs none.
        said: why it was sent back.
    """

    organ: str
    stage: str
    sent_on: dt.date | None = None
    arrived_on: dt.date | None = None
    number: str = ""
    due: dt.date | None = None
    said: tuple[Problem, ...] = ()


def copy_of(code: str) -> str:
    """The code of a paper of the organ above where the township hands it on to the applicant."""
    return f"{code}_copy"


def propose(facts: ReviewFacts, command: cmd.ProposeReview) -> list[Problem]:
    """A proposal says which way, why, and under which article; two signed where the substance was checked here too."""
    found = handling.verified(facts, substance=command.substance)
    return [*found, *_decision(command.decision, command.reasons, command.article)]


def send_back(facts: ReviewFacts, command: cmd.ReturnReview) -> list[Problem]:
    """The proposer is told why."""
    return [] if command.reason.strip() else [Problem(N_("请写明退回的理由。"), "reason")]


def decide(facts: ReviewFacts, command: cmd.DecideReview) -> list[Problem]:
    """A decision is written, with reasons and article, also where it grants, and follows a hearing (许可法 38, 48②)."""
    problems = _decision(command.decision, command.reasons, command.article)
    return problems + handling.on_record(facts, command.on_record) + handling.named_ground(facts, command)


def _decision(decision: str, reasons: str, article: str) -> list[Problem]:
    problems = []
    if decision not in {"grant", "refuse"}:
        problems.append(Problem(N_("请选择准予或者不予。"), "decision"))
    if not reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    if not article.strip():
        problems.append(Problem(N_("请写明决定所依据的条款。"), "article"))
    elif len(article.strip()) > LONGEST_ARTICLE:
        problems.append(Problem(N_("不能超过%(max)d个字。"), "article", {"max": LONGEST_ARTICLE}))
    return problems
