"""When papers count as come and when an act was in time. Pure; instants are aware and read in Asia/Shanghai."""

from __future__ import annotations

import datetime as dt

from core.clock import SHANGHAI, local_date

NOTICE_DAYS = dt.timedelta(days=30)


def served_by_notice(published_on: dt.date) -> dt.date:
    """The day of service where papers are served by public notice: thirty days have gone by (民事诉讼法 95①)."""
    return published_on + NOTICE_DAYS


def in_time(
    due: dt.date, done: dt.datetime, *, posted_on: dt.date | None = None, closes: dt.time | None = None
) -> bool:
    """Whether an act was done by the last day of its limit (counting rule 10).

    Args:
        done: when it was done, or when its papers arrived.
        posted_on: the postmark, which counts instead of the arrival (民事诉讼法 85④).
        closes: when a counter ends its hours on the last day; None where papers are taken at any hour.
    """
    if posted_on is not None:
        return posted_on <= due
    if local_date(done) != due or closes is None:
        return local_date(done) <= due
    return done.astimezone(SHANGHAI).time() <= closes
