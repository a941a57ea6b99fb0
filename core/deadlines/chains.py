"""What follows when a limit passes: the next limit of a chain, the later of several, and the daily surcharge.

Pure, and without a statute of its own: plugins name the links as data (counting rule 27) and bring the rate (rule 25).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from core.deadlines.counting import Deadline, Interval, compute, in_order
from core.deadlines.errors import DeadlineError
from core.deadlines.rules import Catalogue
from core.i18n import N_

FEN = Decimal("0.01")
ONE = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Link:
    """When `rule` has run out, its due day (rolled, where it rolls) is day 0 of `then`, under `article`."""

    rule: str
    then: str
    article: str


def follow(link: Link, lapsed: Deadline, *, catalogue: Catalogue, suspensions: Iterable[Interval] = ()) -> Deadline:
    """The limit that begins when `lapsed` has run out.

    Args:
        suspensions: excluded days of the new limit.

    Raises:
        DeadlineError: `lapsed` has no day, or the new limit can't be counted.
        ValueError: the link belongs to another limit.
    """
    if lapsed.code != link.rule:
        raise ValueError(f"the link from {link.rule} does not follow {lapsed.code}")
    return compute(link.then, latest([lapsed]), catalogue=catalogue, suspensions=suspensions)


def chain(first: Deadline, links: Sequence[Link], *, catalogue: Catalogue) -> tuple[Deadline, ...]:
    """`first` and all that follows while nobody acts, in order; where two links leave one limit, both are followed."""
    found = [first]
    for deadline in found:
        if deadline.due is not None:
            found += [follow(link, deadline, catalogue=catalogue) for link in links if link.rule == deadline.code]
    return tuple(found)


def latest(deadlines: Iterable[Deadline]) -> dt.date:
    """The day on which the last of several limits has run out; an act that waits for all is allowed from the next.

    Raises:
        DeadlineError: one of them has no day, so nobody can say when all have passed.
    """
    days = []
    for deadline in deadlines:
        if deadline.due is None:
            raise DeadlineError(N_("“%(code)s”没有届满日，不能据以起算。"), code=deadline.code)
        days.append(deadline.due)
    return max(days)


def surcharge(
    fine: Decimal,
    due: dt.date,
    on: dt.date,
    suspensions: Iterable[Interval] = (),
    *,
    rate: Decimal,
) -> Decimal:
    """What is added to a fine that was due on `due` and is paid on `on`, in yuan, never more than the fine.

    Fractions of a fen are dropped, to the payer's benefit.

    Args:
        suspensions: (first, last) days for which nothing is added, both inclusive, in any order.
        rate: the share of the fine added for each day after `due`, the day of payment included.

    Raises:
        DeadlineError: a suspension ends before it begins.
    """
    days = max(0, (on - due).days)
    counted_to = due
    for first, last in sorted(suspensions):
        in_order(first, last)
        begin, end = max(first, counted_to + ONE), min(last, on)
        if begin <= end:
            days -= (end - begin).days + 1
            counted_to = end
    return min(fine, days * rate * fine).quantize(FEN, ROUND_DOWN)
