"""How far long work has come: a row the worker or a command moves on, and any page may show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from core import clock
from core.db import Database, Scope, WriteBusy
from core.db.queue import queue
from core.jobs.models import Progress
from core.jobs.rules import fault

EVERY = 1.0  # seconds between two writes: the bar is for eyes


class Step(Protocol):
    """Says that so many more were done; outside a write session, because it may open its own."""

    def __call__(self, count: int = 1, /) -> None: ...


@contextmanager
def progress(database: Database, tenant: int, name: str, total: int, words: str) -> Iterator[Step]:
    """Show how far the block has come, until it ends or fails; a later one of the same name takes its row.

    The bar never stops the work: where the write turn does not come, it stays behind.

    Args:
        tenant: whose console shows it; the county's for work on the whole installation.
        name: ``<plugin>.<work>``.
        total: how many steps there are.
        words: what is being done (marked ``N_``).
    """
    done, moved = 0, time.monotonic()

    def step(count: int = 1, /) -> None:
        nonlocal done, moved
        done += count
        if time.monotonic() - moved >= EVERY:
            moved = time.monotonic()
            _move(database, tenant, name, done)

    _begin(database, tenant, name, total, words)
    try:
        yield step
    except BaseException as error:
        _move(database, tenant, name, done, ended=True, error=fault(error))
        raise
    _move(database, tenant, name, done, ended=True)


def _begin(database: Database, tenant: int, name: str, total: int, words: str) -> None:
    now = clock.now()
    with suppress(WriteBusy), database.write(Scope.one(tenant)) as session:
        queue(session, f"progress:{name}")
        session.merge(
            Progress(
                tenant_id=tenant,
                name=name,
                words=words,
                total=total,
                done=0,
                started_at=now,
                moved_at=now,
                finished_at=None,
                error="",
            )
        )


def _move(database: Database, tenant: int, name: str, done: int, *, ended: bool = False, error: str = "") -> None:
    now = clock.now()
    with suppress(WriteBusy), database.write(Scope.one(tenant)) as session:
        row = session.get(Progress, (tenant, name))
        if row is not None:
            row.done, row.moved_at, row.error = done, now, error
            row.finished_at = now if ended else None
