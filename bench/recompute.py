"""How long a new notice keeps an installation busy: counting 100,000 open limits anew, on SQLite and on PostgreSQL.

Prints the counting, the whole, and the longest turn in which others can't write, beside one transaction that updates
the same rows with one executemany:  python bench/recompute.py [LIMITS]
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import bindparam, func, select, update

import tenants
from core.accounts.actor import SYSTEM_ID
from core.calendar import rules
from core.calendar import services as calendars
from core.cases import clocks
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock, ClockEntry
from core.cases.recompute import COLUMNS, recompute_open
from core.clock import SHANGHAI, moved
from core.commands import load_tenants, prepare
from core.config import Config
from core.db import Database, Scope, ScopedSession, bulk, new_id
from core.deadlines.counting import many
from core.deadlines.rules import Catalogue
from core.tenancy.models import Tenant, Unit
from scripts.postgres import cluster

LIMITS = 100_000
TODAY = dt.datetime(2026, 12, 29, 9, tzinfo=SHANGHAI)
NOTICE = """2027-01-01 off 元旦
2027-01-04 off 元旦
2027-01-09 work 元旦
2027-02-05 off 春节
2027-02-06 off 春节
2027-02-07 off 春节
2027-02-08 off 春节
2027-04-05 off 清明节
2027-05-01 off 劳动节
2027-05-02 off 劳动节
2027-06-09 off 端午节
2027-09-15 off 中秋节
2027-10-01 off 国庆节
2027-10-02 off 国庆节
2027-10-03 off 国庆节
"""
CODES = ("licensing.decide", "petition.handle", "disclosure.reply", "reconsideration.decide", "penalty.decide")


class Timed(Database):
    """A database that measures how long each write holds its turn, and how much of that is CPU of its own.

    What the machine does besides lengthens a turn, but not its CPU.
    """

    held: list[tuple[float, float]]

    @contextmanager
    def write(self, scope: Scope) -> Iterator[ScopedSession]:
        with self.write_turn():
            began, cpu = time.perf_counter(), time.process_time()
            with super().write(scope) as session:
                yield session
            self.held.append((time.perf_counter() - began, time.process_time() - cpu))


def fill(database: Database, tenant: int, count: int) -> None:
    """Open `count` cases, each with one running limit of some sort and its entry."""
    pick, known = random.Random(1), catalogue()
    with database.write(Scope.one(tenant)) as session:
        unit = session.scalars(select(Unit.id)).first()
        for _ in range(0, count, bulk.BATCH):
            made = [_case(pick, known, unit) for _ in range(bulk.BATCH)]
            for model, at in ((Case, 0), (Clock, 1), (ClockEntry, 2)):
                bulk.insert(session, model, [rows[at] for rows in made])


def _case(pick: random.Random, known: Catalogue, unit: object) -> tuple[dict, dict, dict]:
    case_id, clock_id, code = new_id(), new_id(), pick.choice(CODES)
    start = dt.date(2026, 9, 1) + dt.timedelta(days=pick.randrange(115))
    clock = Clock(rule=code, start_on=start, state=clocks.RUNNING, extension=0)
    clocks.settle(clock, clocks.compute(clock, (), known))
    limit = {name: getattr(clock, name) for name in clocks.settled(clock.state, clocks.compute(clock, (), known))}
    case = {
        "id": case_id,
        "kind": "bench",
        "title": "样事",
        "party": "样甲",
        "unit_id": unit,
        "state": "open",
        "code": "",
        "code_index": case_id.hex,
        "opened_at": TODAY,
        "received_on": start,
        "due_on": clock.due_on,
        "safe_due_on": clock.safe_due_on,
        "due_rule": code,
        "clock_state": clock.state,
    }
    own = {"id": clock_id, "case_id": case_id, "rule": code, "bearer": "organ", "state": clock.state, "start_on": start}
    entry = {"clock_id": clock_id, "act": "start", "on": start, "article": "", "actor_id": SYSTEM_ID, "at": TODAY}
    return case, {**own, **limit}, {**entry, "due_on": clock.due_on}


def measure(name: str, url: str, folder: Path, count: int) -> None:
    """Import a notice into an installation with `count` open limits and print what it costs."""
    config = Config(data=folder, database_url=url)
    prepare(config).dispose()
    database = Timed(config.url, folder)
    database.held = []
    load_tenants(database, tenants.folder())
    with database.read(Scope.system("a township for the bench")) as session:
        tenant = session.scalars(select(Tenant.id).where(Tenant.tier == "township").order_by(Tenant.id)).first()
        calendars.current(session)  # count on this installation's calendar, not on one met before
    assert tenant is not None
    fill(database, tenant, count)
    with database.write(Scope.system("the notice")) as session:
        notice = rules.read(NOTICE, calendars.current(session), "国办发明电〔2026〕1号")
        calendar = calendars.add(session, notice, imported_by="a", confirmed_by="b")
    print(f"{name}: counting {count:,} limits {_counting(database, tenant, catalogue(calendar)):.2f} s")
    database.held.clear()
    gc.freeze()  # as the worker does when it has started
    began, cpu = time.perf_counter(), time.process_time()
    changed = recompute_open(database, tenant)
    whole, cpu = time.perf_counter() - began, time.process_time() - cpu
    turns = len(database.held)
    length, own = (sorted(seconds * 1000 for seconds in each) for each in zip(*database.held, strict=True))
    with database.read(Scope.one(tenant)) as session:
        left = session.scalar(select(func.count()).select_from(Clock).where(Clock.calendar_version != calendar.version))
    assert not left
    peer = one_transaction(database, tenant)
    print(
        f"{name}: {changed:,} moved with ledger, notice and case; {whole:.1f} s ({cpu:.1f} s of CPU) in {turns} turns, "
        f"the usual one {length[turns // 2]:.0f} ms ({own[turns // 2]:.0f} ms of CPU), "
        f"the longest {length[-1]:.0f} ms ({own[-1]:.0f} ms of CPU)"
    )
    print(f"{name}: one executemany of the same limits alone: {peer:.1f} s in one turn; ratio {peer / whole:.2f}")
    database.dispose()


def _counting(database: Database, tenant: int, known: Catalogue) -> float:
    with database.read(Scope.one(tenant)) as session:
        rows = session.execute(select(*COLUMNS)).all()
    began = time.process_time()
    for _ in many([clocks.request(row, ()) for row in rows], catalogue=known):
        pass
    return time.process_time() - began


def one_transaction(database: Database, tenant: int) -> float:
    """Seconds to write the same limits with one executemany in one transaction, and nothing else."""
    with database.read(Scope.one(tenant)) as session:
        rows = session.execute(select(*COLUMNS)).all()
    names = ("due_on", "unrolled_on", "safe_due_on", "provisional", "rule_version")
    table = Clock.__table__
    statement = update(table).where(table.c.tenant_id == tenant, table.c.id == bindparam("key"))
    statement = statement.values(calendar_version="peer", **{name: bindparam(f"new_{name}") for name in names})
    given = [{"key": row.id, **{f"new_{name}": getattr(row, name) for name in names}} for row in rows]
    with database.write_turn():
        began = time.perf_counter()
        with database.engine.begin() as connection:
            connection.execute(statement, given)
        return time.perf_counter() - began


def main() -> None:
    """Measure both databases."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else LIMITS
    with tempfile.TemporaryDirectory() as folder, moved(TODAY):
        measure("SQLite", "", Path(folder) / "sqlite", count)
        with cluster() as server:
            measure("PostgreSQL", server.create("bench"), Path(folder) / "postgresql", count)


if __name__ == "__main__":
    main()
