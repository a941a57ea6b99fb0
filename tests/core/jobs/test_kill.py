"""kill -9 of servers and workers at any moment, while people post: what was acknowledged is there, nothing is twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.audit import chain
from core.cases.models import Case
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope
from core.jobs.models import JobRun, Outbox
from core.search.whoosh_backend import WhooshBackend
from core.tenancy.queries import every
from tests.core.jobs.visitor import Told, Visitor
from tests.plugins.approval.test_kill import sound, whole
from tests.processes import Server, serving, until

VISITORS = 2
# How many processes of each sort are killed: workers, the server that has one, and the server beside it.
WORKERS, HEADS, SECONDS = 100, 12, 90


class Killer:
    """Kills one sort of process again and again, each at a moment of its own after it is there.

    Args:
        kill: kills one and says whether there was one to kill.
        paced: whether the next may be killed already: a slow machine has fewer kills a minute, not fewer receipts.
    """

    def __init__(self, times: int, wait: float, kill: Callable[[], bool], paced: Callable[[], bool]) -> None:
        self.times, self.wait, self.kill, self.paced = times, wait, kill, paced
        self.chance = random.Random(times)
        self.done = 0

    def run(self, there: Callable[[], object], stop: threading.Event) -> None:
        """Until so many are dead."""
        while self.done < self.times and not stop.is_set():
            if not (self.paced() and there()):
                time.sleep(0.05)
                continue
            time.sleep(self.chance.uniform(0, self.wait))
            self.done += self.kill()


class Workers:
    """The workers of a server, one after another."""

    def __init__(self, head: Server) -> None:
        self.head = head
        self.killed = 0

    def now(self) -> int:
        """The process id of the one that lives, or 0."""
        for file in Path(f"/proc/{self.head.process.pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):  # the thread, or its server, ended while it was looked at
                for pid in map(int, file.read_text().split()):
                    return pid if pid != self.killed else 0
        return 0

    def kill(self) -> bool:
        """SIGKILL for the one that lives; False where there is none, or it ended with its server meanwhile."""
        with contextlib.suppress(ProcessLookupError):
            if worker := self.now():
                os.kill(worker, signal.SIGKILL)
                self.killed = worker
                return True
        return False


def again(server: Server) -> bool:
    """Kill a server and start it anew."""
    server.kill()
    server.start()
    return True


def kill_all(config: Config, workers: int, heads: int, seconds: int) -> tuple[Told, int]:
    """Let visitors hand in applications at two servers over the same data, and kill what serves them."""
    folder = config.data.parent
    with (
        serving(config, folder / "head.log") as head,
        serving(config, folder / "second.log", "--no-worker") as second,
    ):
        until(lambda: head.port and second.port)
        told, kills = visits_and_kills(head, second, workers, heads, seconds)
        second.kill()
        database = open_database(config)
        try:
            until(lambda: owed(database) == 0)
        finally:
            database.dispose()
    return told, kills


def visits_and_kills(head: Server, second: Server, workers: int, heads: int, seconds: int) -> tuple[Told, int]:
    """What the visitors know when so many of each sort are dead, and how many are; whatever fails ends it all."""
    told, stop, serial = Told(), threading.Event(), Workers(head)

    def ports() -> list[int]:
        return [port for port in (head.port, second.port) if port]

    def kills() -> int:
        return sum(killer.done for killer, _ in killers)

    def paced() -> bool:
        return len(told.receipts) >= kills()

    killers = [
        (Killer(workers, 2.2, serial.kill, paced), serial.now),
        (Killer(heads, 20, lambda: again(head), paced), lambda: head.port),
        (Killer(seconds, 1, lambda: again(second), paced), lambda: second.port),
    ]
    visitors = [Visitor(f"来人{number}号", ports, told, stop) for number in range(VISITORS)]
    with ThreadPoolExecutor(len(killers) + len(visitors)) as pool:
        killing = [pool.submit(killer.run, there, stop) for killer, there in killers]
        visiting = [pool.submit(visitor.run) for visitor in visitors]
        for each in (*killing, *visiting):
            each.add_done_callback(lambda done: stop.set() if done.exception() else None)
        try:
            while not (stop.is_set() or (all(one.done() for one in killing) and len(told.receipts) > kills())):
                await_receipt(told, stop)
        finally:
            stop.set()
    for each in (*killing, *visiting):
        each.result()
    return told, kills()


def await_receipt(told: Told, stop: threading.Event) -> None:
    """Until one receipt more came, or something failed."""
    before = len(told.receipts)
    until(lambda: stop.is_set() or len(told.receipts) > before, lambda: f"no receipt after {before}: {told}")


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
