"""The day of an entry that arrives later, pure."""

from __future__ import annotations

import datetime as dt

from core.clock import SHANGHAI

# A telephone's clock may be wrong, and nothing waits in its pocket for longer.
OLDEST = dt.timedelta(days=30)


def raised_on(at: str, now: dt.datetime) -> dt.date:
    """The day in Shanghai on which an entry was written down; today where the telephone says none that can be.

    Args:
        at: milliseconds since 1970 by the telephone's clock, as it sends them.
    """
    if not (at.isascii() and at.isdecimal() and len(at) < 15):
        return now.astimezone(SHANGHAI).date()
    moment = dt.datetime.fromtimestamp(int(at) / 1000, dt.UTC)
    return (moment if now - OLDEST <= moment <= now else now).astimezone(SHANGHAI).date()
