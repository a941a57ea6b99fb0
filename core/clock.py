"""The one clock: every instant and every legal date is asked here, so that tests and the demo can move it.

Instants are aware UTC datetimes; legal dates are calendar dates in Asia/Shanghai (电子签名法 11).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WHOLE = re.compile(r"(\d{4})(?:[-./年](\d{1,2})[-./月](\d{1,2})|(\d{2})(\d{2}))日?")

_moved: ContextVar[timedelta] = ContextVar("xiaoneng_clock_moved", default=timedelta(0))
_stopped: ContextVar[datetime | None] = ContextVar("xiaoneng_clock_stopped", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    if (stopped := _stopped.get()) is not None:
        return stopped
    return datetime.now(UTC) + _moved.get()  # noqa: TID251 - this is the clock


def today() -> date:
    """The current legal date: the calendar date in Asia/Shanghai."""
    return local_date(now())


def local_date(instant: datetime) -> date:
    """The legal date on which `instant` (aware) falls."""
    return instant.astimezone(SHANGHAI).date()


def read_day(words: str) -> date:
    """A day written with its year, as people and spreadsheets write it: 2027-02-05, 2027/2/5, 2027年2月5日, 20270205.

    Raises:
        ValueError: it is none.
    """
    found = WHOLE.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", words)))
    if found is None:
        raise ValueError(words)
    year, month, day = (int(part) for part in found.groups() if part)
    return date(year, month, day)


def midnight(day: date) -> datetime:
    """The instant at which `day` begins in Asia/Shanghai."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


@contextmanager
def moved(to: datetime) -> Iterator[None]:
    """Run a block as if it began at `to` (aware); time goes on from there. For tests and the demo only."""
    token = _moved.set(to - datetime.now(UTC))  # noqa: TID251
    going_on = _stopped.set(None)
    try:
        yield
    finally:
        _stopped.reset(going_on)
        _moved.reset(token)


@contextmanager
def stopped(at: datetime | None = None) -> Iterator[None]:
    """Run a block in which it is `at` (aware; now unless told) all the time, however long the block takes."""
    token = _stopped.set((at or now()).astimezone(UTC))
    try:
        yield
    finally:
        _stopped.reset(token)
