"""Periodic jobs: one run for each job, tenant and slot of time, leased by one worker that shows it is alive."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from core import clock as time
from core import plugins
from core.contracts import Job
from core.db import Database, Scope, WriteBusy
from core.db.queue import queue
from core.jobs.models import JobRun
from core.jobs.rules import KEPT, TRIES, fault, rest, slot_at
from core.tenancy.models import Tenant
from core.tenancy.services import enabled_plugins

log = logging.getLogger("xiaoneng.jobs")

LEASE = dt.timedelta(minutes=2)
BEAT = 30.0


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to run a slot, once: whoever takes it over after a death has the next `attempt`."""

    tenant: int
    run_id: UUID
    attempt: int


def run_due(database: Database) -> int:
    """Run every job whose slot has not run yet, tenant by tenant, where its measure is on.

    Returns:
        How many runs were made.
    """
    return sum(
        _run(database, job, tenant)
        for tenant, is_county, enabled in _tenants(database)
        for job in jobs_of(is_county, enabled)
    )


def jobs_of(is_county: bool, enabled: frozenset[str]) -> list[Job]:
    """The jobs that run for a tenant: those of its measures, and for the county those on the whole installation."""
    registry = plugins.registry()
    return [
        job
        for job in registry.jobs.values()
        if (registry.owner[job.name] in {plugins.CORE, *enabled}) and (is_county or not job.whole)
    ]


def _tenants(database: Database) -> list[tuple[int, bool, frozenset[str]]]:
    with database.read(Scope.system("the tenants for which jobs run")) as session:
        rows = session.scalars(select(Tenant).order_by(Tenant.id)).all()
        return [(row.id, row.is_county, enabled_plugins(session, row.id)) for row in rows]


def _run(database: Database, job: Job, tenant: int) -> bool:
    lease = _claim(database, tenant, job.name, f"{job.name}@{slot_at(time.now(), job.every, job.begins)}")
    if lease is None:
        return False
    error, note = "", None
    try:
        with _alive(database, lease):
            note = job.run(database, tenant)
    except Exception as problem:
        log.exception("job %s of tenant %s", job.name, tenant)
        error = fault(problem)
    _end(database, lease, error, note or "")
    return True


def _claim(database: Database, tenant: int, name: str, slot: str) -> Lease | None:
    now = time.now()
    with database.read(Scope.one(tenant)) as session:
        run = session.scalar(select(JobRun).where(JobRun.slot == slot))
        if run is not None and not _free(run, now):
            return None
    with database.write(Scope.one(tenant)) as session:
        queue(session, f"job:{name}")
        run = session.scalar(select(JobRun).where(JobRun.slot == slot))
        if run is None:
            session.execute(delete(JobRun).where(JobRun.name == name, JobRun.started_at < now - KEPT))
            run = JobRun(slot=slot, name=name, started_at=now, attempts=0)
            session.add(run)
        elif not _free(run, now):
            return None
        run.state, run.attempts, run.lease_until = "running", run.attempts + 1, now + LEASE
        session.flush()
        return Lease(tenant, run.id, run.attempts)


def _free(run: JobRun, now: dt.datetime) -> bool:
    """Whether a slot may be run again: its worker died, or it failed and has rested."""
    let_go = run.lease_until is not None and run.lease_until < now
    return let_go and run.state in {"running", "failed"} and run.attempts < TRIES


def _end(database: Database, lease: Lease, error: str, note: str = "") -> None:
    """Note the end of a run, unless another worker took it over meanwhile."""
    with database.write(Scope.one(lease.tenant)) as session:
        run = session.get_one(JobRun, (lease.tenant, lease.run_id))
        if run.attempts != lease.attempt:
            return
        run.finished_at, run.error = time.now(), error or note
        run.state = "failed" if error else "done"
        run.lease_until = time.now() + rest(run.attempts) if error else None


@contextmanager
def _alive(database: Database, lease: Lease) -> Iterator[None]:
    """Renew the lease while the block runs, so that another worker takes over only after a death."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT):
            try:
                _renew(database, lease)
            except WriteBusy:
                log.warning("lease %s was not renewed: the write turn did not come", lease.run_id)

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _renew(database: Database, lease: Lease) -> None:
    with database.write(Scope.one(lease.tenant)) as session:
        run = session.get_one(JobRun, (lease.tenant, lease.run_id))
        if run.attempts == lease.attempt:
            run.lease_until = time.now() + LEASE
