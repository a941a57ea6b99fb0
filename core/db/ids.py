"""Keys: UUIDv7, so that rows made offline or moved between installations never collide and still sort by time."""

from __future__ import annotations

import datetime as dt
import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, method 3): milliseconds and 12 bits of their fraction, then 62 random bits.

    Within a process each key is greater than the one before, so that rows of one act keep their order.
    """
    global _last
    with _lock:
        nanoseconds = time.time_ns()
        ticks = (nanoseconds // 1_000_000 << 12) | (nanoseconds % 1_000_000 * 4096 // 1_000_000)
        _last = max(ticks, _last + 1)
        ticks = _last
    value = (ticks >> 12 << 80) | (0x7 << 76) | ((ticks & 0xFFF) << 64) | (0b10 << 62) | secrets.randbits(62)
    return UUID(int=value)


def earlier(key: UUID, by: dt.timedelta) -> UUID:
    """The smallest key that may have been made up to `by` before `key`, to bound a search by the time of making."""
    return UUID(int=(key.int >> 80) - int(by.total_seconds() * 1000) << 80)


def read_id(written: str) -> UUID | None:
    """A key as an address or a field carries it; None for none, or for what is no key."""
    try:
        return UUID(written)
    except ValueError:
        return None


PageKey = tuple[dt.datetime, UUID]


def page_key(written: str) -> PageKey | None:
    """The key of a page of rows by time, as an address carries it; None for none, or for what is no key."""
    try:
        at, row_id = written.split("_")
        found = dt.datetime.fromisoformat(at)
        return (found, UUID(row_id)) if found.tzinfo is not None else None
    except ValueError:
        return None
