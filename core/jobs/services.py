"""The outbox and the periodic jobs: what is owed is written with the act, and had by the worker, at least once.

Effects are idempotent: the index takes the newest row, and `had_effect` keeps a key in the tenant's own tables.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select, update

from core import clock as time
from core.db import Database, Scope, ScopedSession
from core.db.queue import add_once
from core.jobs.models import Effect, Outbox

log = logging.getLogger("xiaoneng.jobs")

BATCH = 100
TRIES = 5
KEPT = dt.timedelta(days=30)

Handler = Callable[[ScopedSession, Sequence[Outbox]], None]


def emit(session: ScopedSession, topic: str, key: str, payload: dict[str, Any], priority: int = 100) -> None:
    """Owe an effect: the row is committed with the act or not at all."""
    now = time.now()
    session.add(
        Outbox(
            tenant_id=session.tenant,
            topic=topic,
            key=key,
            payload=payload,
            priority=priority,
            created_at=now,
            available_at=now,
        )
    )


def had_effect(session: ScopedSession, handler: str, key: str) -> bool:
    """Whether `handler` had its effect under `key` already; from now on it has."""
    return not add_once(session, Effect, handler=handler, key=key, at=time.now())


def owing(database: Database) -> list[int]:
    """The tenants to which an effect is owed now."""
    with database.read(Scope.system("which tenants have something in the outbox")) as session:
        query = (
            select(Outbox.tenant_id)
            .where(Outbox.is_open == True, Outbox.available_at <= time.now())  # noqa: E712 - the partial index
            .distinct()
        )
        return list(session.scalars(query))


def drain(database: Database, tenant: int, handlers: Mapping[str, Handler]) -> int:
    """Have the effects of one batch of a tenant; one that fails is tried again later, and parked after five times.

    Returns:
        How many rows were closed.
    """
    closed = 0
    with database.read(Scope.one(tenant)) as session:
        rows = session.scalars(
            select(Outbox)
            .where(Outbox.is_open == True, Outbox.available_at <= time.now())  # noqa: E712
            .order_by(Outbox.priority, Outbox.available_at)
            .limit(BATCH)
        ).all()
        results: dict[Any, str] = {}
        for topic in {row.topic for row in rows}:
            results |= _handle(session, handlers.get(topic), [row for row in rows if row.topic == topic])
    if results:
        with database.write(Scope.one(tenant)) as session:
            closed = _settle(session, results)
    return closed


def prune(database: Database, tenant: int) -> None:
    """Forget closed rows and effects after 30 days."""
    before = time.now() - KEPT
    with database.write(Scope.one(tenant)) as session:
        session.execute(delete(Outbox).where(Outbox.is_open.is_(False), Outbox.created_at < before))
        session.execute(delete(Effect).where(Effect.at < before))


def _handle(session: ScopedSession, handler: Handler | None, rows: Sequence[Outbox]) -> dict[Any, str]:
    """Row id → error, empty where it went well; a batch that fails is tried row by row to find the one to blame."""
    try:
        if handler is None:
            raise LookupError(f"nobody handles {rows[0].topic}")
        handler(session, rows)
    except Exception as error:
        log.exception("effects of %s in tenant %s", rows[0].topic, rows[0].tenant_id)
        if len(rows) > 1:
            found: dict[Any, str] = {}
            for row in rows:
                found |= _handle(session, handler, [row])
            return found
        return {rows[0].id: f"{type(error).__name__}: {error}"[:500]}
    return {row.id: "" for row in rows}


def _settle(session: ScopedSession, results: Mapping[Any, str]) -> int:
    well = [row_id for row_id, error in results.items() if not error]
    session.execute(update(Outbox).where(Outbox.id.in_(well)).values(is_open=False))
    failed = [row_id for row_id, error in results.items() if error]
    for row in session.scalars(select(Outbox).where(Outbox.id.in_(failed))):
        row.attempts += 1
        row.error = results[row.id]
        row.available_at = time.now() + dt.timedelta(seconds=2**row.attempts)
        if row.attempts >= TRIES:
            row.is_open, row.parked = False, True
    return len(well)
