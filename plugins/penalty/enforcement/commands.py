"""What the acts after a decision of the ordinary procedure are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from plugins.penalty.fines.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve(Act):
    """The decision was handed over, or served within seven days (61)."""

    way: str
    served_on: dt.date
    signed_by: str = ""
    detail: str = ""
    consented_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Defer(Act):
    """The organ lets the fine be paid later or in parts 暂缓或者分期缴纳, as the party asked (66②).

    Attributes:
        until: the last day of all.
        parts: the instalments as (last day, yuan), in their order; none where all is paid later at once.
    """

    until: dt.date
    reasons: str
    parts: tuple[tuple[dt.date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Urge(Act):
    """催告书 was served (行政强制法 54): ten working days to do what was decided."""

    served_on: dt.date
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyToCourt(Act):
    """The organ asks the court to execute the decision (行政强制法 53, 55)."""

    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtSaid(Act):
    """What the court made of the application (行政强制法 56–58); `executed`: nothing of the decision is left to do."""

    granted: bool
    document: str
    on: dt.date
    result: str
    executed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndExecution(Act):
    """Execution is at an end 终结执行 (行政强制法 40): on which ground, and why."""

    ground: str
    reasons: str
