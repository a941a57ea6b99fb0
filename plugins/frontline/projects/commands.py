"""What is told of a project."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.files.services import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A project as it is planned.

    Attributes:
        led_by, watched_by: 领衔主办 and 挂牌督办.
        money: in words, with where it comes from.
        stages: (goal, day) in their order.
    """

    name: str
    purpose: str
    led_by: str
    watched_by: str
    money: str
    begins_on: dt.date
    ends_on: dt.date
    stages: tuple[tuple[str, dt.date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDone:
    """When a stage was done, what shows it, and photos in the store."""

    done_on: dt.date
    proof: str
    photos: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A record of the work; `public` lets everybody read it."""

    kind: str
    noted_on: dt.date
    words: str
    place: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How it ended."""

    outcome: str
    words: str
