"""Whose hands a matter went through, pure: from its timeline, in working days, without the pauses the law gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

Working = Callable[[dt.date, dt.date], int]
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Event:
    """An act on a matter; `to` is who had it from then on, where the act gave it to somebody."""

    on: dt.date
    label: str
    by: str
    to: UUID | None = None
    to_name: str = ""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who had it: from one day to another, for how many working days that count, and what was done meanwhile.

    Attributes:
        account_id: the person; None while it lay with the unit and nobody had it.
        acts: (day, what, by whom).
    """

    account_id: UUID | None
    name: str
    since: dt.date
    until: dt.date
    days: int
    paused: int
    acts: tuple[tuple[dt.date, str, str], ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return asdict(self)


def hands(
    start: dt.date, end: dt.date, unit: str, events: Sequence[Event], pauses: Sequence[Span], working: Working
) -> list[Hand]:
    """The hands of a matter in their order; together they hold every working day after `start`, to `end`, once.

    Args:
        start: the day from which the limit was counted; it does not count itself.
        end: the day on which it ended, or the day of the look at it.
        unit: who has it before it is given to anybody.
        events: in the order in which they happened.
        pauses: first and last day of each pause, both inclusive.
        working: how many working days lie after one day, up to and with another.
    """
    turns: list[tuple[dt.date, UUID | None, str]] = [(start, None, unit)]
    for event in events:
        if event.to is not None:
            turns.append((min(max(event.on, start), end), event.to, event.to_name))
    found = []
    for at, (since, account_id, name) in enumerate(turns):
        last = at == len(turns) - 1
        until = end if last else turns[at + 1][0]
        if until == since and not last and account_id is None:
            continue  # given to somebody at once
        acts = tuple(
            (event.on, event.label, event.by)
            for event in events
            if event.to is None and _turn_of(event.on, turns) == at
        )
        all_days, paused = working(since, until), _paused(since, until, pauses, working)
        found.append(Hand(account_id, name, since, until, all_days - paused, paused, acts))
    return found


def _turn_of(day: dt.date, turns: Sequence[tuple[dt.date, UUID | None, str]]) -> int:
    """Whose day it was: the last who had it by then."""
    return max((at for at, turn in enumerate(turns) if turn[0] <= day), default=0)


def _paused(since: dt.date, until: dt.date, pauses: Sequence[Span], working: Working) -> int:
    """The working days of a turn that fall into pauses, each day once."""
    one, total, reached = dt.timedelta(days=1), 0, since
    for first, last in sorted(pauses):
        begin, stop = max(first - one, reached), min(last, until)
        if stop > begin:
            total += working(begin, stop)
            reached = stop
    return total
