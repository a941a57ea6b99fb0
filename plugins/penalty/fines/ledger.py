"""The ledger of a fine, pure: what is owed on a day, with the surcharge of 行政处罚法 72①(一) and its stop in 73③.

What is added is three per cent a day of what is unpaid, from the day after the last day to pay, never more in all than
the fine, and nothing for the days of a review or a lawsuit. A payment goes to the fine first, to the payer's benefit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from core.deadlines.counting import Interval
from plugins.penalty.catalogue.rules import FEN
from plugins.penalty.rules import DAILY_RATE

ONE, NOTHING = dt.timedelta(days=1), Decimal()


@dataclass(frozen=True, slots=True)
class Owed:
    """A fine as it stands on a day, in yuan.

    Attributes:
        added: all that was added so far, paid or not.
        days: for how many days something was added.
    """

    fine: Decimal
    paid: Decimal
    added: Decimal
    days: int

    @property
    def fine_left(self) -> Decimal:
        """What is unpaid of the fine itself."""
        return max(NOTHING, self.fine - self.paid)

    @property
    def added_left(self) -> Decimal:
        """What is unpaid of what was added."""
        return self.left - self.fine_left

    @property
    def left(self) -> Decimal:
        """What is unpaid in all."""
        return max(NOTHING, self.fine + self.added - self.paid)

    @property
    def capped(self) -> bool:
        """Nothing is added any more: it reached the fine."""
        return self.fine > 0 and self.added >= self.fine


def owed(
    fine: Decimal,
    due: dt.date | None,
    on: dt.date,
    payments: Iterable[tuple[dt.date, Decimal]] = (),
    stays: Iterable[tuple[dt.date, dt.date | None]] = (),
) -> Owed:
    """What is owed at the end of a day.

    Args:
        due: the last day to pay; None where the fine was taken on the spot.
        payments: (day, yuan); a payment counts from the day after it, so that its own day is still added.
        stays: (first, last) days of reviews and lawsuits, both included; a last day of None is not over.
    """
    made = sorted((day, amount) for day, amount in payments if day <= on)
    paid = sum((amount for _, amount in made), NOTHING)
    if due is None or on <= due:
        return Owed(fine, paid, NOTHING, 0)
    halted: list[Interval] = [(first, last or dt.date.max) for first, last in stays]
    added, days, day = NOTHING, 0, due + ONE
    while day <= on and added < fine:
        before = sum((amount for when, amount in made if when < day), NOTHING)
        unpaid = fine - before
        if unpaid <= 0:
            break  # only what was added is left, and to that nothing is added
        if not any(first <= day <= last for first, last in halted):
            added, days = min(fine, added + unpaid * DAILY_RATE), days + 1
        day += ONE
    return Owed(fine, paid, added.quantize(FEN, ROUND_DOWN), days)
