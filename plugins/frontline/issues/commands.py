"""What the acts on issues are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.files.services import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """What somebody raised, and who.

    Attributes:
        source: a key of `rules.SOURCES`.
        led_by, witness: who led the visit, and who was there, where it was raised on one.
        on_spot: it was settled at once by the unit that collects it; `measures` say how, and are the answer.
        entry_id: the entry of the diary it is raised from.
        files: photos in the store.
        on: the day on which it was raised, where that is not the day on which it arrives.
    """

    source: str
    name: str
    matter: str
    place: str
    problem: str
    phone: str = ""
    village_id: UUID | None = None
    led_by: str = ""
    witness: str = ""
    on_spot: bool = False
    measures: str = ""
    entry_id: UUID | None = None
    files: tuple[Kept, ...] = ()
    on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSpot(Act):
    """What was done at once, which is the answer."""

    measures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort(Act):
    """What it is about, where, and which unit leads."""

    matter: str
    place: str
    lead: UUID
    village_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Act):
    """The number of the open issue it is the same as."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect(Act):
    """Another lead, and why."""

    lead: UUID
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PassBack(Act):
    """Why it is not the lead's."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareOut(Act):
    """Which units take part, what they do, and within how many working days."""

    units: tuple[UUID, ...]
    asked: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Act):
    """What was done."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chase(Act):
    """What is asked of lead and partners."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Act):
    """How it ended, and the answer that everybody who raised it reads."""

    result: str
    measures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerJoined(Answer):
    """The same answer to whoever raised the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirm(Act):
    """The person says that it is solved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Veto(Act):
    """The person says that it is not solved, and what is missing."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPart(Act):
    """What a partner did."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DropPart(Act):
    """The lead answered without the partner."""
