"""What consultations are told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What people are asked about.

    Attributes:
        draft, explanation: 决策草案 and 说明.
        how: where else comments are taken: an address, a telephone.
        major: it is a major decision 重大行政决策; `days` natural days, `reason` why fewer than thirty.
    """

    title: str
    draft: str
    explanation: str
    how: str
    major: bool
    days: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerComment:
    """Whether a comment is taken up, and why not."""

    taken: str
    why: str = ""
