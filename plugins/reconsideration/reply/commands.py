"""What the acts at the respondent's desk are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.files.services import Kept
from plugins.reconsideration.review.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Act):
    """The answer, and the evidence and rules on which the act rested, one a line (48)."""

    reply: str
    evidence: str
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Return(Act):
    """The head gives a draft back, with the reason."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Act):
    """The head signs; the answer goes to the county."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNews(Act):
    """The county tells how its review goes on."""

    what: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOutcome(Act):
    """The review ended: how, what it says, whether something is to be done, and within how many days."""

    outcome: str
    on: dt.date
    words: str
    owed: bool
    redo_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOpinion(Act):
    """A letter about unlawful or improper acts came (76)."""

    on: dt.date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Act):
    """What was done, reported to the county (76, 77)."""

    performed_on: dt.date
    words: str
