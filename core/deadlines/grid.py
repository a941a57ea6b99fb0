"""The days of a receipt or a year as calendar months, weeks from Monday, for readers who think in a calendar."""

from __future__ import annotations

import datetime as dt
from calendar import Calendar
from dataclasses import dataclass

from core.deadlines.calendar import Day, WorkCalendar
from core.deadlines.receipt import Line, Mark, Receipt

WEEKS = Calendar()


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the month; `mark` is None outside the limit, ``due`` on its last day whatever else that day is."""

    date: dt.date
    mark: Mark | None
    line: Line | None


@dataclass(frozen=True, slots=True)
class Month:
    """Seven places a week, from Monday; None where another month's day would stand."""

    year: int
    month: int
    weeks: tuple[tuple[Cell | None, ...], ...]


def months(receipt: Receipt) -> list[Month]:
    """Every month that the receipt walks through, in the order of the calendar."""
    lines = {line.date: line for line in receipt.days}
    if not lines:
        return []
    first, last = min(lines), max(lines)
    span = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [_month(receipt, lines, at // 12, at % 12 + 1) for at in span]


def year_months(calendar: WorkCalendar, year: int) -> list[tuple[int, tuple[tuple[Day | None, ...], ...]]]:
    """The twelve months of a year, each with its weeks of days; None where another month's day would stand."""

    def week_of(month: int, week: list[dt.date]) -> tuple[Day | None, ...]:
        return tuple(calendar.day(date) if date.month == month else None for date in week)

    return [
        (month, tuple(week_of(month, week) for week in WEEKS.monthdatescalendar(year, month))) for month in range(1, 13)
    ]


def _month(receipt: Receipt, lines: dict[dt.date, Line], year: int, month: int) -> Month:
    def cell(date: dt.date) -> Cell | None:
        line = lines.get(date)
        mark = Mark.DUE if date == receipt.due else line.mark if line else None
        return Cell(date, mark, line) if date.month == month else None

    return Month(year, month, tuple(tuple(map(cell, week)) for week in WEEKS.monthdatescalendar(year, month)))
