"""What diary and visits are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """An entry of the diary.

    Attributes:
        people: whom was spoken to; where there is a problem, whose it is.
        problem, matter: what was raised and of which kind; empty where nothing was.
        promise: what was answered or promised.
        visit_id: the planned visit that this is.
    """

    visited_on: dt.date
    kind: str
    words: str
    village_id: UUID | None = None
    place: str = ""
    people: str = ""
    led_by: str = ""
    witness: str = ""
    problem: str = ""
    matter: str = ""
    promise: str = ""
    visit_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who visits which village when, and what for."""

    leader_id: UUID
    village_id: UUID
    planned_on: dt.date
    purpose: str
