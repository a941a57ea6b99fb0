"""What is owed: written with the act, had once, tried again when somebody asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import Database, Scope, ScopedSession
from core.db.appending import append
from core.db.queue import add_once
from core.errors import Forbidden
from core.jobs.models import Effect, Outbox
from core.jobs.rules import KEPT

RETRY = "core.job.retry"


def emit(
    session: ScopedSession,
    topic: str,
    key: str,
    payload: dict[str, Any],
    priority: int = 100,
    at: dt.datetime | None = None,
) -> None:
    """Owe an effect: the row is committed with the act or not at all.

    Args:
        at: when it is to be had; now unless told.
    """
    now = time.now()
    append(
        session,
        Outbox,
        topic=topic,
        key=key,
        payload=payload,
        priority=priority,
        created_at=now,
        available_at=now if at is None else at,
    )


def had_effect(session: ScopedSession, handler: str, key: str) -> bool:
    """Whether `handler` had its effect under `key` already; from now on it has."""
    return not add_once(session, Effect, handler=handler, key=key, at=time.now())


def effects_since(session: ScopedSession, handler: str, since: dt.datetime) -> set[str]:
    """The keys under which `handler` had its effect since an instant."""
    return set(session.scalars(select(Effect.key).where(Effect.handler == handler, Effect.at >= since)))


def retry(session: ScopedSession, actor: Actor, wanted: Collection[UUID] | None = None) -> int:
    """Owe parked effects of the session's tenant again, with all their tries before them.

    Args:
        wanted: their ids; all of them unless told. One that is not parked any more stays as it is.

    Returns:
        How many are owed again.

    Raises:
        Forbidden: the actor manages the jobs neither of this tenant nor of all.
    """
    own = actor.tenant == session.tenant and actor.may(Perm.JOBS)
    if not (own or actor.is_system or actor.may(Perm.JOBS_OF_ALL)):
        raise Forbidden(Perm.JOBS)
    query = select(Outbox).where(Outbox.parked == True)  # noqa: E712 - the partial index
    rows = session.scalars(query if wanted is None else query.where(Outbox.id.in_(wanted))).all()
    if not rows:
        return 0
    session.execute(
        update(Outbox)
        .where(Outbox.id.in_([row.id for row in rows]))
        .values(parked=False, is_open=True, attempts=0, available_at=time.now())
    )
    record(session, actor, RETRY, str(rows[0].id) if len(rows) == 1 else "", {"effects": len(rows)})
    return len(rows)


def prune(database: Database, tenant: int) -> None:
    """Forget effects that were had 30 days ago; what is parked waits for somebody, however long."""
    before = time.now() - KEPT
    with database.write(Scope.one(tenant)) as session:
        session.execute(
            delete(Outbox).where(Outbox.is_open.is_(False), Outbox.parked.is_(False), Outbox.created_at < before)
        )
        session.execute(delete(Effect).where(Effect.at < before))
