"""What is recorded of a step, and what the acts about a village's opinion are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.files.services import Kept
from plugins.approval.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One entry on a step: what, since when and on which day, in which words, with which proofs in the store."""

    act: str
    began_on: dt.date | None = None
    on: dt.date | None = None
    words: str = ""
    proofs: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepsDone(Act):
    """The last step before the application was recorded: the township receives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskVillage(Act):
    """A village is asked what it says."""

    village: UUID | None
    asked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoOn(Act):
    """The village did not answer in its days: the township goes on, and says why."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerVillage(Act):
    """What a village says: who presided over which meeting, and its proof."""

    agrees: bool
    reasons: str
    presided_by: str
    met_on: dt.date
    proofs: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOpinion(Act):
    """What the village answered is not complete: it is returned, with what is lacking."""

    lacking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenVillage(Act):
    """The village is asked once more, for what its answer lacked."""

    lacking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropVillage(Act):
    """The application went on or ended before the village answered."""
