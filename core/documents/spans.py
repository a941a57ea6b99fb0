"""The places of a schedule 进度图 on paper, pure: bars by day between the first day and the last, and the months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """A span; `at` and `wide` are shares of the whole, from 0 to 1."""

    label: str
    first: str
    last: str
    at: float
    wide: float


@dataclass(frozen=True, slots=True)
class Month:
    """Where a month begins, the first at the very left; its name is its number."""

    number: int
    at: float


@dataclass(frozen=True, slots=True)
class Schedule:
    """Bars in their order, and the months under them."""

    bars: tuple[Bar, ...]
    months: tuple[Month, ...]


def schedule(rows: Sequence[Sequence[str]]) -> Schedule:
    """The places of rows (label, first day, last day), days as ISO dates.

    Raises:
        ValueError: a day is none.
    """
    spans = [(label, dt.date.fromisoformat(first), dt.date.fromisoformat(last)) for label, first, last in rows]
    if not spans:
        return Schedule((), ())
    first, last = min(span[1] for span in spans), max(span[2] for span in spans)
    days = (last - first).days + 1

    def place(day: dt.date) -> float:
        return round((day - first).days / days, 4)

    bars = (
        Bar(label, str(begins), str(ends), place(begins), round(max((ends - begins).days + 1, 1) / days, 4))
        for label, begins, ends in spans
    )
    return Schedule(tuple(bars), tuple(Month(day.month, place(day)) for day in _months(first, last)))


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    day = first
    while day <= last:
        yield day
        day = dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
