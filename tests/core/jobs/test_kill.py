"""kill -9 of servers and workers at any moment, while people post: what was acknowledged is there, nothing is twice."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit import chain
from core.cases.models import Case
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, numbers
from core.jobs.models import Effect, JobRun, Outbox
from core.search.whoosh_backend import WhooshBackend
from core.tenancy.queries import every
from tests import databases
from tests.core.jobs.effects import SERIES, emit_many
from tests.core.jobs.test_serve import until
from tests.core.jobs.visitor import Told, Visitor
from tests.plugins.approval.test_kill import sound, started, whole
from tests.sample import MENGYUE

VISITORS = 2
# How many processes of each sort are killed: workers, the server that has one, and the server beside it.
WORKERS, HEADS, SECONDS = 100, 12, 90


class Served:
    """`xiaoneng serve`, killed and started anew, always on the same port."""

    def __init__(self, config: Config, *words: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.command = [sys.executable, "-W", "ignore", "-m", "core.cli", "serve", "--port", str(self.port), *words]
        self.environment = {**databases.environment(config), "PYTHONPATH": os.pathsep.join(sys.path)}
        self.start()

    def start(self) -> None:
        """A new process."""
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def up(self) -> bool:
        """Whether it takes connections."""
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def kill(self) -> None:
        """SIGKILL."""
        self.process.kill()
        self.process.wait()

    def worker(self) -> int:
        """The process id of its worker, or 0."""
        lines = [file.read_text() for file in Path(f"/proc/{self.process.pid}/task").glob("*/children")]
        return next((int(pid) for line in lines for pid in line.split()), 0)


class Killer:
    """Kills one sort of process again and again, each at a moment of its own after it is there."""

    def __init__(self, times: int, wait: float, there: Callable[[], object], kill: Callable[[], None]) -> None:
        self.times, self.wait, self.there, self.kill = times, wait, there, kill
        self.chance = random.Random(times)
        self.done = 0
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self) -> None:
        """Until so many are dead."""
        while self.done < self.times:
            if not self.there():
                time.sleep(0.05)
                continue
            time.sleep(self.chance.uniform(0, self.wait))
            self.kill()
            self.done += 1


def kill_all(config: Config, workers: int, heads: int, seconds: int) -> tuple[Told, int]:
    """Let visitors hand in applications at two servers over the same data, and kill what serves them."""
    head, second = Served(config), Served(config, "--no-worker")
    told, stop, killed_worker = Told(), threading.Event(), 0

    def again(served: Served) -> Callable[[], None]:
        def kill() -> None:
            served.kill()
            served.start()

        return kill

    def next_worker() -> bool:
        return head.worker() not in {0, killed_worker}

    def kill_worker() -> None:
        nonlocal killed_worker
        if worker := head.worker():
            killed_worker = worker
            os.kill(worker, 9)

    until(lambda: head.up() and second.up(), 120)
    visitors = [
        Visitor(f"来人{number}号", lambda: [each.port for each in (head, second) if each.up()], told, stop)
        for number in range(VISITORS)
    ]
    people = [threading.Thread(target=visitor.run) for visitor in visitors]
    killers = [
        Killer(workers, 2.2, next_worker, kill_worker),
        Killer(heads, 20, head.up, again(head)),
        Killer(seconds, 1, second.up, again(second)),
    ]
    for thread in people:
        thread.start()
    for killer in killers:
        killer.thread.join()
    stop.set()
    for thread in people:
        thread.join()
    second.kill()
    database = open_database(config)
    try:
        until(lambda: owed(database) == 0, 120)
    finally:
        head.process.terminate()
        head.process.wait()
        database.dispose()
    return told, sum(killer.done for killer in killers)


def owed(database: Database) -> int:
    """How many effects are open."""
    with database.read(Scope.system("what is owed")) as session:
        return session.scalar(select(func.count()).select_from(Outbox).where(Outbox.is_open.is_(True))) or 0


def check(config: Config, told: Told) -> dict[str, int]:
    """Nothing is lost, half or there twice: cases, their numbers, timelines, audit, effects, index, jobs, chains."""
    sound(config.data)
    database = open_database(config)
    cases = whole(database)
    with database.read(Scope.system("what the visitors know")) as session:
        rows = session.scalars(select(Case)).all()
        by_applicant = Counter(case.party for case in rows if case.party.startswith("来人"))
        ids = {str(case.id): case.party for case in rows}
        effects = session.scalars(select(Outbox)).all()
        bad = [row.key for row in effects if row.is_open or row.parked or row.attempts]
        slots = session.execute(select(JobRun.tenant_id, JobRun.slot)).all()
    for applicant, case_id in told.receipts.items():
        assert ids[case_id] == applicant
        assert by_applicant[applicant] == 1
    assert set(by_applicant.values()) <= {1}
    assert set(by_applicant) <= {*told.receipts, *told.left}
    assert bad == []
    assert len(set(slots)) == len(slots)
    for tenant in every(database):
        with database.read(Scope.one(tenant)) as session:
            assert chain.verify(session).good
    database.dispose()
    assert indexed(config) == Counter(f"case:{case_id}" for case_id in ids)
    return {"cases": len(cases), "effects": len(effects)}


def indexed(config: Config) -> Counter[str]:
    """How often the index holds each case."""
    searcher = WhooshBackend(config.index)._reader()
    assert searcher is not None
    return Counter(row["key"] for row in searcher.documents() if row["key"].startswith("case:"))


@pytest.mark.deep
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the worker in /proc")
def test_two_hundred_kills_lose_nothing_acknowledged_and_double_nothing(
    config: Config, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()
    told, kills = kill_all(config, WORKERS, HEADS, SECONDS)
    lasted = time.monotonic() - began
    found = check(config, told)
    assert kills >= 200
    assert len(told.receipts) > kills
    with capsys.disabled():
        sys.stdout.write(
            f"\n{kills} kills in {lasted:.0f} s: {len(told.receipts)} acknowledged, {len(told.left)} left without an"
            f" answer, {told.lost} connections lost, {found['cases']} cases, {found['effects']} effects\n"
        )


def effects_under_kills(database: Database, config: Config, kills: int, owing: int) -> None:
    """Kill a worker whose effects are in the database, again and again, then let one come to the end."""
    chance = random.Random(kills)
    emit_many(database, owing)
    command = ["-m", "tests.core.jobs.effects"]
    for _ in range(kills):
        with started(command, config) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.3))
    assert had(database) < owing, "some were killed before the end"
    with started(command, config) as process:
        process.communicate(timeout=300)
        assert process.returncode == 0
    assert (had(database), owed(database)) == (owing, 0)


def had(database: Database) -> int:
    """How many effects were had, each of which took one number and left one receipt and one closed row."""
    with database.read(Scope.one(MENGYUE)) as session:
        closed = session.scalar(select(func.count()).where(Outbox.topic == SERIES, Outbox.is_open.is_(False)))
        receipts = session.scalar(select(func.count()).where(Effect.handler == SERIES))
        number = session.scalar(select(numbers.Counter.n).where(numbers.Counter.series == SERIES)) or 0
    assert closed == receipts == number
    return number


@pytest.mark.parametrize(("kills", "owing"), [(3, 5_000), pytest.param(40, 40_000, marks=pytest.mark.deep)])
def test_an_effect_in_the_database_is_had_once_however_often_its_worker_is_killed(
    config: Config, kills: int, owing: int
) -> None:
    database = open_database(config)
    effects_under_kills(database, config, kills, owing)
    database.dispose()
