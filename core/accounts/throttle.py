"""Tries are slowed, never blocked: one office is one address, and a blocked account is a way to harm its owner.

Five tries are free, then each waits twice as long as the one before, up to a minute: a thousand guesses take a day.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import delete

from core import clock as time
from core.accounts.models import Throttle
from core.db import Database, Scope, ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Problem
from core.i18n import N_

TOO_MANY = N_("尝试次数太多，请%(seconds)d秒后再试。")
T = TypeVar("T")
FREE = 5
LONGEST = 60
FORGOTTEN_AFTER = dt.timedelta(hours=24)


class TooMany(DomainError):
    """A try that came too early, with the seconds to wait before the next."""

    def __init__(self, seconds: int, field: str | None = None) -> None:
        super().__init__(Problem(TOO_MANY, field, {"seconds": seconds}))
        self.seconds = seconds


def wait(session: ScopedSession, key: str) -> int:
    """Seconds until the next try under `key` is looked at; 0 for at once."""
    row = session.get(Throttle, key)
    left = (row.wait_until - time.now()).total_seconds() if row is not None else 0
    return max(0, math.ceil(left))


def enter(session: ScopedSession, key: str) -> int:
    """Count a try before it is looked at, so that a burst of them is slowed like a row; `clear` forgets it again.

    Returns:
        Seconds to wait where it comes too early; it is neither counted nor to be looked at then.
    """
    queue(session, f"throttle:{key}")
    left = wait(session, key)
    if left == 0:
        fail(session, key)
    return left


def fail(session: ScopedSession, key: str) -> None:
    """Count a failed try."""
    now = time.now()
    row = session.get(Throttle, key)
    if row is None:
        row = Throttle(key=key, failures=0, last_at=now, wait_until=now)
        session.add(row)
    elif now - row.last_at > FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_at = now
    row.wait_until = now + dt.timedelta(seconds=delay(row.failures))


def clear(session: ScopedSession, key: str) -> None:
    """Forget the failed tries after one that was right."""
    session.execute(delete(Throttle).where(Throttle.key == key))


def slowed(
    database: Database,
    scope: Scope,
    key: str,
    field: str,
    look: Callable[[], T],
    failed: Callable[[ScopedSession], None],
) -> T:
    """One try at a proof, in its own write turns: counted, looked at, and forgotten or audited.

    Args:
        field: where the form asks for it.
        look: gives what a good proof brings; outside any turn, for a hash takes long.
        failed: audits a wrong one.

    Raises:
        DomainError: it is wrong, as `look` says; `TooMany` where it came too early and was not looked at.
    """
    with database.write(scope) as session:
        left = enter(session, key)
    if left:
        raise TooMany(left, field)
    try:
        found = look()
    except DomainError:
        with database.write(scope) as session:
            failed(session)
        raise
    with database.write(scope) as session:
        clear(session, key)
    return found


def delay(failures: int) -> int:
    """Seconds to wait after so many failed tries."""
    return 0 if failures < FREE else int(min(LONGEST, 2 ** (failures - FREE + 1)))
