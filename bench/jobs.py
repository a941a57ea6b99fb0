"""How long people's writes wait while the worker drains a backlog, against the same writes with none in the same run.

Prints the figures and is exit 1 where the wait for the write turn is over 200 ms at p99:  python bench/jobs.py
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from core import clock
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.services import Party
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, bulk
from core.db.ids import new_id
from core.jobs.models import Outbox
from plugins.approval import services
from plugins.approval.models import Item

TENANT = 533124205
BACKLOG = 50_000
WRITES = 300
PAUSE = 0.03  # seconds between two writes
LIMIT_MS = 200
PARTY = Party("applicant", "样丙", "110101199003070011", "13800000001", "样址")


@dataclass(frozen=True)
class Figures:
    """Milliseconds of the wait for the write turn and of the whole write, sorted."""

    waits: list[float]
    wholes: list[float]

    def __str__(self) -> str:
        return (
            f"wait p50 {at(self.waits, 0.5):.1f} p99 {at(self.waits, 0.99):.1f} max {self.waits[-1]:.1f} ms, "
            f"whole write p50 {at(self.wholes, 0.5):.1f} p99 {at(self.wholes, 0.99):.1f} ms"
        )


def at(sorted_values: list[float], share: float) -> float:
    """The value below which a share of them lies."""
    return sorted_values[min(int(len(sorted_values) * share), len(sorted_values) - 1)]


def owe(database: Database, count: int) -> None:
    """Owe the index a look at cases, of which one in ten is there and the others are gone."""
    with database.write(Scope.one(TENANT)) as session:
        there, now = session.scalars(select(Case.id)).all(), clock.now()
        ids = (there[number // 10 % len(there)] if number % 10 == 0 else new_id() for number in range(count))
        rows = [
            {
                "id": new_id(),
                "topic": "search",
                "key": f"case:{case_id}",
                "payload": {"searchable": "case", "id": str(case_id)},
                "created_at": now,
                "available_at": now,
            }
            for case_id in ids
        ]
        bulk.insert(session, Outbox, rows)


def owed(database: Database) -> int:
    """How many effects are open."""
    with database.read(Scope.one(TENANT)) as session:
        return session.scalar(select(func.count()).where(Outbox.is_open == True)) or 0  # noqa: E712


def write(database: Database, run: str, count: int = WRITES) -> Figures:
    """Hand in applications one by one, as the portal does."""
    waits, wholes = [], []
    for number in range(count):
        began = time.monotonic()
        with database.write(Scope.one(TENANT)) as session:
            waits.append((time.monotonic() - began) * 1000)
            item = session.scalars(select(Item).where(Item.code == "MY-XK-01")).one()
            actor, submission = Actor.party(TENANT, PARTY.name), services.Submission(item, (PARTY,), {"place": "样地"})
            services.submit(session, actor, submission, f"{run}-{number}")
        wholes.append((time.monotonic() - began) * 1000)
        time.sleep(PAUSE)
    return Figures(sorted(waits), sorted(wholes))


def measure(data: Path, backlog: int) -> Figures:
    """The writes of one run, with a worker beside them."""
    database = open_database(Config(data=data))
    write(database, "warm", 5)
    owe(database, backlog)
    environment = {**os.environ, "XIAONENG_DATA": str(data)}
    worker = subprocess.Popen([sys.executable, "-m", "core.cli", "worker"], env=environment)
    try:
        before = owed(database)
        while owed(database) >= before > 1:
            time.sleep(0.1)
        began, before = time.monotonic(), owed(database)
        found = write(database, str(backlog))
        left, lasted = owed(database), time.monotonic() - began
        if backlog:
            print(f"drained meanwhile: {(before + WRITES - left) / lasted:.0f} effects/s, {left} left")
            if not left:
                raise SystemExit("the backlog was gone before the writes were: nothing was measured")
    finally:
        worker.terminate()
        worker.wait()
        database.dispose()
    return found


def main() -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        environment = {**os.environ, "XIAONENG_DATA": str(data)}
        subprocess.run([sys.executable, "-m", "core.cli", "demo", "--no-serve"], env=environment, check=True)
        shutil.copytree(data, Path(folder) / "quiet")
        quiet, busy = measure(Path(folder) / "quiet", 0), measure(data, BACKLOG)
    print(f"no backlog:      {quiet}")
    print(f"{BACKLOG} owed:     {busy}")
    print(f"ratio of whole writes at p50: {at(busy.wholes, 0.5) / at(quiet.wholes, 0.5):.2f}")
    if at(busy.waits, 0.99) > LIMIT_MS:
        raise SystemExit(f"the wait is over {LIMIT_MS} ms at p99")


if __name__ == "__main__":
    main()
