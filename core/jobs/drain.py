"""Draining the outbox: batch by batch, each effect at least once, and never twice where it is in the database.

One that fails rests and is tried again, and is parked after five times; nobody else waits for it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, select, update

from core import clock
from core.db import Database, Scope, ScopedSession, WriteBusy
from core.jobs.models import Outbox
from core.jobs.rules import TRIES, fault, for_a_turn, rest
from core.jobs.services import had_effect
from core.tenancy.models import Tenant

log = logging.getLogger("xiaoneng.jobs")

BATCH = 100
TURN = 0.02  # seconds of a write turn; what is left of the batch waits for the next


@dataclass(frozen=True, slots=True)
class Outside:
    """Has its effect outside the database, for a batch at once.

    After a death it has it again: it must be idempotent, or give the row's id to those who are. One that can't be
    halved, because what went well would be had twice, answers which rows failed and raises nothing.
    """

    run: Callable[[ScopedSession, Sequence[Outbox]], Mapping[UUID, Exception] | None]


@dataclass(frozen=True, slots=True)
class Inside:
    """Writes in the tenant's database, row by row, each in a savepoint: effect and receipt in one commit."""

    run: Callable[[ScopedSession, Outbox], None]


Handler = Outside | Inside


def owing(database: Database) -> list[int]:
    """The tenants to which an effect is owed now."""
    with database.read(Scope.system("which tenants have something in the outbox")) as session:
        owed = _owed().where(Outbox.tenant_id == Tenant.id)
        return list(session.scalars(select(Tenant.id).where(owed.exists()).order_by(Tenant.id)))


def drain(database: Database, tenant: int, handlers: Mapping[str, Handler]) -> int:
    """Have the effects of one batch of a tenant.

    Returns:
        How many rows were closed.

    Raises:
        WriteBusy: a write turn did not come; no row is blamed for it.
    """
    faults: dict[UUID, str] = {}
    with database.read(Scope.one(tenant)) as session:
        rows = session.scalars(_owed().order_by(Outbox.priority, Outbox.available_at).limit(BATCH)).all()
        inside = [(row.id, handler) for row in rows if isinstance(handler := handlers.get(row.topic), Inside)]
        for topic in sorted({row.topic for row in rows}):
            handler = handlers.get(topic)
            if not isinstance(handler, Inside):
                faults |= _outside(session, handler, [row for row in rows if row.topic == topic])
    closed = 0
    if faults:
        with database.write(Scope.one(tenant)) as session:
            closed += _settle(session, faults)
    if inside:
        with database.write(Scope.one(tenant)) as session:
            closed += sum(_inside(session, row_id, handler) for row_id, handler in for_a_turn(inside, TURN))
    return closed


def _owed() -> Select[Outbox]:
    return select(Outbox).where(Outbox.is_open == True, Outbox.available_at <= clock.now())  # noqa: E712


def _outside(session: ScopedSession, handler: Outside | None, rows: Sequence[Outbox]) -> dict[UUID, str]:
    """Row id → fault, empty where it went well; a batch that fails is halved until the one to blame is found."""
    try:
        with session.begin_nested():
            if handler is None:
                raise LookupError(f"nobody handles {rows[0].topic}")
            failed = handler.run(session, rows) or {}
    except WriteBusy:
        raise
    except Exception as error:
        if len(rows) == 1:
            return {rows[0].id: _told(rows[0], error)}
        half = len(rows) // 2
        return _outside(session, handler, rows[:half]) | _outside(session, handler, rows[half:])
    return {row.id: _told(row, failed[row.id]) if row.id in failed else "" for row in rows}


def _inside(session: ScopedSession, row_id: UUID, handler: Inside) -> bool:
    # With several workers (PostgreSQL) another may have it: then it is skipped, not waited for.
    row = session.scalar(_owed().where(Outbox.id == row_id).with_for_update(skip_locked=True))
    if row is None:
        return False
    try:
        with session.begin_nested():
            if not had_effect(session, row.topic, str(row.id)):
                handler.run(session, row)
    except Exception as error:
        _failed(row, _told(row, error))
        return False
    row.is_open = False
    return True


def _settle(session: ScopedSession, faults: Mapping[UUID, str]) -> int:
    well = [row_id for row_id, words in faults.items() if not words]
    session.execute(update(Outbox).where(Outbox.id.in_(well)).values(is_open=False))
    badly = [row_id for row_id, words in faults.items() if words]
    for row in session.scalars(select(Outbox).where(Outbox.id.in_(badly))):
        _failed(row, faults[row.id])
    return len(well)


def _told(row: Outbox, error: Exception) -> str:
    log.error("effect %s of %s in tenant %s", row.id, row.topic, row.tenant_id, exc_info=error)
    return fault(error)


def _failed(row: Outbox, words: str) -> None:
    row.attempts += 1
    row.error = words
    row.available_at = clock.now() + rest(row.attempts)
    if row.attempts >= TRIES:
        row.is_open, row.parked = False, True
