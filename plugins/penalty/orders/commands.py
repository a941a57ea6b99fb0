"""What the acts on an order are told, where those of a penalty don't fit."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plugins.penalty.fines.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgeOrder(Act):
    """催告书 was served: until when to do what was ordered (强制法 35)."""

    served_on: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideDemolition(Act):
    """强制执行决定 (强制法 37②): why and on what basis, in which way and when."""

    reasons: str
    manner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(Act):
    """公告 that gives a last day to take it down oneself (强制法 44)."""

    until: dt.date
    posted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demolish(Act):
    """It was taken down.

    Attributes:
        at: when it began.
        urgency: what made it urgent, where it was at night or on a public holiday (强制法 43①).
        no_cut: nobody's water, power, heat or gas was cut off to force it (43②).
    """

    at: dt.datetime
    record: str
    no_cut: bool
    urgency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Act):
    """中止执行, on a ground of 强制法 39①."""

    ground: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Act):
    """恢复执行: the ground is gone (强制法 39②)."""

    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp(Act):
    """The order is withdrawn, or its execution ends 终结执行 (强制法 40; 39② after three years)."""

    ground: str
    reasons: str
