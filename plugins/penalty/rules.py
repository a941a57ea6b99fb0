"""Pure rules of penalty: what is added to a fine that is paid late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from core.deadlines import chains
from core.deadlines.counting import Interval

DAILY_RATE = Decimal("0.03")  # 处罚法 72①(一)


def surcharge(fine: Decimal, pay_due: dt.date, paid_on: dt.date, suspended: Iterable[Interval] = ()) -> Decimal:
    """What is added by `paid_on` to a fine due on `pay_due`: 3 % a day, at most the fine (处罚法 72①, 强制法 45②).

    Args:
        suspended: the days of reconsideration and lawsuit, for which nothing is added (处罚法 73③).
    """
    return chains.surcharge(fine, pay_due, paid_on, suspended, rate=DAILY_RATE)
