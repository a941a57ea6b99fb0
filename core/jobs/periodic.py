"""Periodic jobs: one run for each job, tenant and slot of time, leased by one worker that shows it is alive."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from sqlalchemy import delete, select

from core import clock as time
from core import plugins
from core.contracts import Job
from core.db import Database, Scope
from core.jobs.models import JobRun
from core.jobs.services import KEPT, TRIES
from core.tenancy.models import Tenant
from core.tenancy.services import enabled_plugins

log = logging.getLogger("xiaoneng.jobs")

LEASE = dt.timedelta(minutes=2)
BEAT = 30.0


def run_due(database: Database) -> int:
    """Run every job whose slot has not run yet, tenant by tenant, where its measure is on.

    Returns:
        How many runs were made.
    """
    made = 0
    registry = plugins.registry()
    for tenant, is_county, enabled in _tenants(database):
        for job in registry.jobs.values():
            owner = registry.owner[job.name]
            if (owner == plugins.CORE or owner in enabled) and (is_county or not job.whole):
                made += _run(database, job, tenant)
    return made


def _tenants(database: Database) -> list[tuple[int, bool, frozenset[str]]]:
    with database.read(Scope.system("the tenants for which jobs run")) as session:
        rows = session.scalars(select(Tenant).order_by(Tenant.id)).all()
        return [(row.id, row.is_county, enabled_plugins(session, row.id)) for row in rows]


def _run(database: Database, job: Job, tenant: int) -> int:
    number = int(time.now().timestamp() // job.every.total_seconds())
    run_id = _claim(database, job.name, f"{job.name}@{tenant}@{number}")
    if run_id is None:
        return 0
    error = ""
    try:
        with _alive(database, run_id):
            job.run(database, tenant)
    except Exception as problem:
        log.exception("job %s of tenant %s", job.name, tenant)
        error = f"{type(problem).__name__}: {problem}"[:500]
    with database.write(Scope.system("a job ended")) as session:
        run = session.get_one(JobRun, run_id)
        run.finished_at, run.error, run.lease_until = time.now(), error, None
        run.state = "failed" if error else "done"
    return 1


def _claim(database: Database, name: str, slot: str) -> UUID | None:
    now = time.now()
    with database.read(Scope.system("whether a job's slot has run")) as session:
        run = session.scalar(select(JobRun).where(JobRun.slot == slot))
        if run is not None and not _free(run, now):
            return None
    with database.write(Scope.system("lease a job")) as session:
        run = session.scalar(select(JobRun).where(JobRun.slot == slot))
        if run is None:
            session.execute(delete(JobRun).where(JobRun.name == name, JobRun.started_at < now - KEPT))
            run = JobRun(slot=slot, name=name, state="running", started_at=now)
            session.add(run)
        elif not _free(run, now):
            return None
        run.state, run.attempts, run.lease_until = "running", (run.attempts or 0) + 1, now + LEASE
        session.flush()
        return run.id


def _free(run: JobRun, now: dt.datetime) -> bool:
    abandoned = run.state == "running" and run.lease_until is not None and run.lease_until < now
    return (abandoned or run.state == "failed") and run.attempts < TRIES


@contextmanager
def _alive(database: Database, run_id: UUID) -> Iterator[None]:
    """Renew the lease while the block runs, so that another worker takes over only after a death."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT):
            with database.write(Scope.system("a job is alive")) as session:
                session.get_one(JobRun, run_id).lease_until = time.now() + LEASE

    thread = threading.Thread(target=beat, name="lease", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
