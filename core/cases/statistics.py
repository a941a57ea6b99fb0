"""What figures are counted over and by: a period of legal days, and the median of counted values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Period:
    """From one legal day to another, both inclusive."""

    since: dt.date
    until: dt.date


def median(counts: Iterable[tuple[int, int]]) -> float | None:
    """The median of values given as (value, how often), in order of the values; None of nothing."""
    rows = list(counts)
    total = sum(number for _, number in rows)
    if not total:
        return None
    return (_nth(rows, (total - 1) // 2) + _nth(rows, total // 2)) / 2


def _nth(rows: Iterable[tuple[int, int]], place: int) -> int:
    """The value at a place, counted from 0."""
    for value, number in rows:
        if place < number:
            return value
        place -= number
    raise IndexError(place)
