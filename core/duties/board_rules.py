"""The duties board, pure: which periods and columns there are, and how one cell is marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.contracts import DutyRule
from core.deadlines.rules import SPANS, Fixed
from core.duties import rules
from core.duties.rules import NEXT_YEAR_FROM, Period
from core.i18n import N_

Measures = Iterable[tuple[DutyRule, Fixed]]
YEARS_BACK = 1
# How a cell looks: mark → (its word, the tone and the icon of its badge); the first three are gaps.
MARKS: Mapping[str, tuple[str, str, str]] = {
    "late": (N_("已超期"), "late", "exclamation-octagon-fill"),
    "returned": (N_("已退回"), "stop", "arrow-counterclockwise"),
    "open": (N_("待报送"), "wait", "inbox"),
    "submitted": (N_("已报送"), "busy", "hourglass-split"),
    "nil": (N_("零报告"), "busy", "dash-circle"),
    "accepted": (N_("已接收"), "done", "check2-circle"),
}
# Which units a board shows: name in the address → label.
SHOWN: Mapping[str, str] = {
    "owed": N_("有未报送的"),
    "late": N_("有已超期的"),
    "submitted": N_("有等待接收的"),
    "settled": N_("已全部报送的"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A period that a board can show, and the codes of the rules that have a duty in it, its columns."""

    period: Period
    codes: tuple[str, ...]


def choices(measures: Measures, today: dt.date) -> list[Choice]:
    """The periods of last and this year and, once its duties are made, the next: the newest first, short before long.

    A duty that is owed once stands among those of the year it began in.
    """
    given = list(measures)
    last = today.year + (1 if today.month >= NEXT_YEAR_FROM else 0)
    found: dict[str, tuple[Period, int, list[str]]] = {}
    for year in range(last, today.year - YEARS_BACK - 1, -1):
        for duty, fixed in given:
            whole = [Period(str(year), dt.date(year, 1, 1))]
            for period in whole if duty.once else rules.periods(fixed, year):
                span = SPANS["year" if duty.once else fixed.every]
                found.setdefault(period.name, (period, span, []))[2].append(duty.code)
    ordered = sorted(found.values(), key=lambda each: (-each[0].first.toordinal(), each[1]))
    return [Choice(period, tuple(codes)) for period, _, codes in ordered]


def chosen(offered: Iterable[Choice], name: str, today: dt.date) -> Choice | None:
    """The choice of that name, else the newest that has begun; None where there is none."""
    given = list(offered)
    named = next((choice for choice in given if choice.period.name == name), None)
    return named or next((choice for choice in given if choice.period.first <= today), None)


def mark(state: str, *, nil: bool, late: bool) -> str:
    """The key in `MARKS` of a duty; `late` is whether its day has passed and it can be late at all."""
    if state in rules.OWED:
        return "late" if late else state
    return "nil" if nil and state == rules.SUBMITTED else state
