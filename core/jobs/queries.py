"""What the consoles show of the worker: what waits, what is parked, how far long work is, when each job ran."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from core import clock as time
from core.db import ScopedSession
from core.jobs.models import JobRun, Outbox, Progress

# Long work that said nothing for as long was cut off.
SILENT = dt.timedelta(minutes=5)
# How long a bar that came to its end stays on the page.
SHOWN = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many effects are owed in the session's scope, and since when the oldest could have been had."""

    count: int
    since: dt.datetime | None


def waiting(session: ScopedSession) -> Waiting:
    """What is owed and not parked."""
    owed = select(func.count(), func.min(Outbox.available_at)).where(Outbox.is_open == True)  # noqa: E712
    count, since = session.execute(owed).one()
    return Waiting(count, since)


def parked(session: ScopedSession, limit: int) -> Sequence[Outbox]:
    """The effects nobody will have until somebody asks, the oldest first."""
    query = select(Outbox).where(Outbox.parked == True)  # noqa: E712
    return session.scalars(query.order_by(Outbox.created_at, Outbox.id).limit(limit)).all()


def parked_by_tenant(session: ScopedSession) -> dict[int, int]:
    """Tenant → number of its parked effects, where there are any."""
    query = select(Outbox.tenant_id, func.count()).where(Outbox.parked == True)  # noqa: E712
    return {row[0]: row[1] for row in session.execute(query.group_by(Outbox.tenant_id))}


def last_runs(session: ScopedSession, names: Collection[str]) -> dict[str, list[JobRun]]:
    """Job → its newest run for each tenant in the session's scope."""
    newest = (
        select(JobRun.tenant_id, JobRun.name, func.max(JobRun.started_at).label("at"))
        .where(JobRun.name.in_(names))
        .group_by(JobRun.tenant_id, JobRun.name)
        .subquery()
    )
    query = select(JobRun).join(
        newest,
        (newest.c.tenant_id == JobRun.tenant_id) & (newest.c.name == JobRun.name) & (newest.c.at == JobRun.started_at),
    )
    found: dict[str, list[JobRun]] = {name: [] for name in names}
    for run in session.scalars(query.order_by(JobRun.tenant_id)):
        found[run.name].append(run)
    return found


def state_of_run(run: JobRun) -> str:
    """``running``, ``done`` or ``failed``; a running one whose worker gave no sign of life is ``stopped``."""
    dead = run.state == "running" and run.lease_until is not None and run.lease_until < time.now()
    return "stopped" if dead else run.state


def in_progress(session: ScopedSession) -> Sequence[Progress]:
    """Long work that goes on or ended lately, the newest first."""
    query = select(Progress).where(Progress.moved_at > time.now() - SHOWN)
    return session.scalars(query.order_by(Progress.started_at.desc())).all()


def state_of_progress(row: Progress) -> str:
    """``running``, ``done``, ``failed`` or, when it said nothing for long, ``stopped``."""
    if row.finished_at is not None:
        return "failed" if row.error else "done"
    return "running" if row.moved_at > time.now() - SILENT else "stopped"
