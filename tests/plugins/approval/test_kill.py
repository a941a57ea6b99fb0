"""kill -9 at any moment: what was acknowledged is there, nothing is half, and running again completes."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Collection
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError, ProgrammingError

from core import clock, demo
from core.audit.models import Audit
from core.cases import papers, queries
from core.cases.models import Case, FormOnce
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, ScopedSession
from core.doctor import examine
from core.jobs.models import Outbox
from core.jobs.rules import KEPT
from plugins.approval import services
from plugins.approval.models import Application, Item
from plugins.approval.workflow import KIND
from tests import databases
from tests.plugins.approval import submitter
from tests.plugins.approval.road import HOUSE, PARTY, actor
from tests.processes import HANGS, Child
from tests.sample import CLERK, MENGYUE, NOON, approving

CASES = 35  # of the sample county


def said_until_killed(child: Child, lines: int, delay: float) -> list[str]:
    """What a process said before it was killed, `delay` seconds after it had said `lines` lines."""
    with child as process:
        said = [process.stdout.readline() for _ in range(lines)]
        time.sleep(delay)
        process.kill()
        return [line.strip() for line in (*said, *process.stdout)]


def cases_in(config: Config) -> int:
    """How many cases are committed; -1 before there is a table of them."""
    database = databases.of(config.data)
    try:
        with database.read(Scope.system("count the cases")) as session:
            return session.scalar(select(func.count()).select_from(Case)) or 0
    except (OperationalError, ProgrammingError):
        return -1
    finally:
        database.dispose()


def sound(data: Path) -> None:
    """The file itself: SQLite finds nothing wrong, and no foreign key points nowhere. PostgreSQL sees to it."""
    if databases.on_postgresql():
        return
    with closing(sqlite3.connect(data / "xiaoneng.db")) as raw:
        assert raw.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert raw.execute("pragma foreign_key_check").fetchall() == []


def whole(database: Database, looked_at: Collection[str] = ()) -> set[str]:
    """The numbers of all cases, none of which is half and none of whose numbers is missing or there twice.

    Args:
        looked_at: numbers of cases that were found whole before and are not looked into again.
    """
    numbers: list[str] = []
    with database.read(Scope.system("look for half cases")) as session:
        for case in session.scalars(select(Case)):
            numbers.append(case.number)
            assert case.number, case.id
            if case.number not in looked_at:
                assert_whole(session, case)
        opened = session.scalar(select(func.count()).select_from(Case))
        forms = session.scalar(select(func.count()).select_from(FormOnce).where(FormOnce.act == "open"))
        rows = session.execute(
            select(Case.tenant_id, Case.series, func.count(), func.max(Case.no_seq)).group_by(
                Case.tenant_id, Case.series
            )
        )
        assert [row for row in rows if row[2] != row[3]] == []
    assert opened == forms == len(numbers)
    return set(numbers)


# What stands on the timeline without a form of its own.
BESIDES = {"assign", "sign_findings", "record_step", "flag"}


def assert_whole(session: ScopedSession, case: Case) -> None:
    """Detail, party, limits with their ledger, timeline, audit, outbox and the receipt paper."""
    application = session.get(Application, (case.tenant_id, case.id))
    assert (application is None) == (case.kind != KIND)
    item = session.get_one(Item, (case.tenant_id, application.item_id)) if application is not None else None
    assert queries.parties_of(session, case)
    clocks = queries.clocks_of(session, case)
    assert bool(clocks) or case.state == "waiting" or (item is not None and not item.is_licence)
    assert all(queries.entries_of(session, row) for row in clocks)
    acts = [line.code for line in queries.timeline_of(session, case)]
    assert acts[0] == "open"
    if case.kind == KIND:
        first = "waiting" if item and item.steps else "slip" if case.state == "registered" else "receipt"
        assert papers.of_case(session, case)[0].code == f"approval.{first}"
    done = session.scalars(select(FormOnce.act).where(FormOnce.case_id == case.id)).all()
    assert sorted(done) == sorted(act for act in acts if act not in BESIDES)
    acted = Audit.action.startswith(f"{case.kind}.")  # letters about the case are in its audit too
    audited = session.scalars(select(Audit.action).where(Audit.subject == str(case.id), acted)).all()
    assert sorted(audited) == sorted(f"{case.kind}.{act}" for act in acts)
    # What was had is forgotten after a while, by the daily job of a worker that ran meanwhile.
    kept = sum(line.at >= clock.now() - KEPT for line in queries.timeline_of(session, case))
    assert kept <= (session.scalar(select(func.count()).where(Outbox.key == f"case:{case.id}")) or 0) <= len(acts)


def submitting(config: Config, kills: int) -> None:
    """Kill a process that hands in applications, again and again over the same data."""
    chance = random.Random(kills)
    acknowledged: set[str] = set()
    found: set[str] = set()
    for trial in range(kills):
        child = Child(submitter.main, f"run{trial}", environment=databases.environment(config))
        ready, *said = said_until_killed(child, 1 + chance.randrange(12), chance.uniform(0, 0.06))
        assert ready == "ready"
        acknowledged |= set(said)
        sound(config.data)
        database = open_database(config)
        found = whole(database, found)
        assert acknowledged <= found, f"trial {trial}"
        again(database, trial)
        database.dispose()
    assert len(acknowledged) > kills


def again(database: Database, trial: int) -> None:
    """Life goes on: the first form of the killed process is carried out once, and the next takes the next number."""
    with database.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
        clerk, submission = actor(session, CLERK), services.Submission(item, (PARTY,), {})
        first = services.submit(session, clerk, submission, f"run{trial}-0")
        assert services.submit(session, clerk, submission, f"run{trial}-0").id == first.id
        last = session.scalar(select(func.max(Case.no_seq)).where(Case.series == "勐约许"))
        assert services.submit(session, clerk, submission, f"after{trial}").no_seq == (last or 0) + 1


@pytest.fixture
def today(config: Config) -> Config:
    """The sample county, whose people hold their posts on the real day too."""
    with clock.moved(NOON):
        return config


@pytest.mark.only_on("postgresql", "the long run kills twenty on SQLite")
def test_a_killed_process_loses_no_number_and_leaves_no_half_case(today: Config) -> None:
    submitting(today, kills=4)


@pytest.mark.deep
def test_twenty_killed_processes_lose_no_number_and_leave_no_half_case(today: Config) -> None:
    submitting(today, kills=20)


def sampling(data: Path, kills: int) -> None:
    """Kill what makes the sample again and again in one folder, then let it finish; approval's cases have limits to
    look for, those of the other measures have none."""
    chance = random.Random(str(data.parent.name))
    config = databases.installation(data)
    tenants, environment = approving(data.parent / "tenants"), databases.environment(config)
    seen: set[str] = set()
    for _ in range(kills):
        with Child(demo.make, config, tenants, environment=environment) as process:
            there = chance.randrange(max(cases_in(config), -1), CASES + 1)
            while process.poll() is None and cases_in(config) < max(there, 0):
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.1))
        sound(data)
        seen |= whole(open_database(config)) if cases_in(config) >= 0 else set()
    with Child(demo.make, config, tenants, environment=environment) as process:
        assert process.wait(HANGS) == 0
    sound(data)
    found = whole(open_database(config))
    assert seen <= found
    assert len(found) == CASES
    assert [finding.words for finding in examine(config) if finding.check != "disk" and not finding.ok] == []


@pytest.mark.deep
def test_a_demo_killed_three_times_is_completed_by_the_next(tmp_path: Path) -> None:
    sampling(tmp_path / "data", kills=3)
