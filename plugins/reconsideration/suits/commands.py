"""What the acts of a court case are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugins.reconsideration.review.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """A copy of the complaint came (行政诉讼法67①)."""

    plaintiff: str
    court: str
    court_number: str
    review_number: str
    claim: str
    copied_on: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defend(Act):
    """Answer and evidence went to the court (67①)."""

    defended_on: dt.date
    defence: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appear(Act):
    """The hearing in court: whether the head came, and who did (3③)."""

    by_head: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge(Act):
    """What the court decided."""

    result: str
    judged_on: dt.date
    words: str
