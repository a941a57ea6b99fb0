"""The worker process: drains the outbox, runs the periodic jobs, and is the only writer of the search index."""

from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from core import clock, plugins
from core.audit import chain
from core.config import Config
from core.contracts import Owed
from core.db import Database, ScopedSession, WriteBusy, crypto
from core.documents import fonts
from core.exchange import delivery
from core.exchange.services import ANSWERS, PARCELS
from core.jobs import drain, periodic
from core.jobs.models import Outbox
from core.mail import services as mail
from core.notices.sending import Post
from core.search import service as search
from core.search.backend import IndexUnusable
from core.search.whoosh_backend import WhooshBackend
from core.tenancy.queries import every

log = logging.getLogger("xiaoneng.worker")

PAUSE = 0.5
JOBS_EVERY = 20.0
SEAL_EVERY = 10.0


class Worker:
    """One worker over one installation."""

    def __init__(self, config: Config) -> None:
        crypto.load_keys(config.keys)
        fonts.look_in(config.font_dir)
        self.database = Database(config.url, config.data)
        self.index = WhooshBackend(config.index)
        self.algorithm = config.audit_hash
        self.sealed_on: dt.date | None = None
        self.handlers: dict[str, drain.Handler] = {
            search.TOPIC: drain.Outside(self._index),
            PARCELS: drain.Outside(partial(delivery.deliver, self.database)),
            ANSWERS: drain.Outside(partial(delivery.bring_back, self.database)),
            mail.MAIL: drain.Outside(partial(mail.send, config)),
            **Post(self.database, config).handlers,
            **{topic: _handler(self.database, effect) for topic, effect in plugins.registry().effects.items()},
        }

    def prepare(self) -> None:
        """Make the index anew where there is none, or it does not open: it is rebuilt, never restored."""
        search.ensure(self.index, self.database, plugins.registry())

    def run_dry(self) -> None:
        """Run the jobs that are due and drain what is owed, until nothing is."""
        self.prepare()
        periodic.run_due(self.database)
        while self.drain():
            pass
        self.seal()

    def drain(self) -> int:
        """One batch of every tenant to which something is owed."""
        closed = 0
        for tenant in drain.owing(self.database):
            began = time.monotonic()
            closed += drain.drain(self.database, tenant, self.handlers)
            # As long a rest as the work took, so that people's own writes always come between.
            time.sleep(min(time.monotonic() - began, PAUSE))
        return closed

    def seal(self) -> None:
        """Put every tenant's new audit rows into its chain; once a day those whose commit came very late, too."""
        today = clock.today()
        for tenant in every(self.database):
            chain.extend(self.database, tenant, self.algorithm, whole=self.sealed_on != today)
        self.sealed_on = today

    def run(self, stop: threading.Event, parent: int) -> None:
        """Work until `stop` is set, or until the process `parent` that started this one is gone."""
        self.prepare()
        next_jobs = next_seal = 0.0
        while not stop.is_set() and os.getppid() == parent:
            try:
                busy = self.drain()
                if time.monotonic() >= next_jobs:
                    self.prepare()  # a reader may have found the index broken
                    periodic.run_due(self.database)
                    next_jobs = time.monotonic() + JOBS_EVERY
                if time.monotonic() >= next_seal:
                    self.seal()
                    next_seal = time.monotonic() + SEAL_EVERY
            except WriteBusy:
                busy = 0
            if not busy:
                stop.wait(PAUSE)

    def _index(self, session: ScopedSession, rows: Sequence[Outbox]) -> None:
        wanted: dict[str, set[UUID]] = {}
        for row in rows:
            wanted.setdefault(str(row.payload["searchable"]), set()).add(UUID(row.payload["id"]))
        for kind, ids in wanted.items():
            try:
                search.index(self.index, session, plugins.registry().searchables, kind, ids)
            except IndexUnusable:
                # The rows are not to blame; what is built anew holds them.
                self.prepare()


def _handler(database: Database, effect: Owed) -> drain.Handler:
    if effect.apart is not None:
        return drain.Outside(partial(_have_apart, database, effect.apart))
    assert effect.run is not None
    return drain.Inside(partial(_have, effect.run))


def _have_apart(
    database: Database,
    run: Callable[[Database, int, Mapping[str, Any]], None],
    session: ScopedSession,
    rows: Sequence[Outbox],
) -> Mapping[UUID, Exception]:
    """Long work, one row after the other; one that fails has no part in the others."""
    failed: dict[UUID, Exception] = {}
    for row in rows:
        try:
            run(database, row.tenant_id, row.payload)
        except WriteBusy:
            raise
        except Exception as error:
            failed[row.id] = error
    return failed


def _have(run: Callable[[ScopedSession, Mapping[str, Any]], None], session: ScopedSession, row: Outbox) -> None:
    run(session, row.payload)


def main(config: Config, parent: int | None = None) -> None:
    """Run a worker until SIGTERM or Ctrl-C; a batch that was begun is finished first.

    Args:
        parent: the server it belongs to, said by the server: one that died while the worker was starting is no longer
            its parent when it looks.
    """
    stop = threading.Event()

    def ask(number: int, frame: Any) -> None:
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, ask)
    found = Worker(config)
    # What was loaded is never garbage: looked through in a write turn, it would keep people waiting.
    gc.freeze()
    found.run(stop, parent or os.getppid())
