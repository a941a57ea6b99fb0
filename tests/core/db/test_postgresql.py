"""The same tables, guard, sweep and recount on PostgreSQL, on a private server of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import tenants
from core import clock, plugins
from core.calendar import services as calendars
from core.cases import recompute
from core.cases.models import Case, Timeline
from core.cases.sweep import sweep
from core.commands import load_tenants, prepare
from core.config import Config
from core.db import Database, Scope, migrations
from core.tenancy.models import Unit
from tests.core.cases import toys
from tests.core.cases.test_recompute import LATE, imported
from tests.core.cases.toys import NOTICE, Desk, on
from tests.sample import MENGYUE, NOON, TODAY

pytest.importorskip("psycopg")
from scripts import postgres

pytestmark = pytest.mark.skipif(postgres.binaries() is None, reason="PostgreSQL's server is not installed")


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Cluster]:
    with postgres.cluster() as made:
        yield made
    assert not made.socket.exists()


@pytest.fixture(scope="module")
def database(server: postgres.Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("postgresql")
    with clock.moved(NOON):
        made = prepare(Config(data=folder, database_url=server.create("sample")))
        load_tenants(made, tenants.folder())
    yield made
    made.dispose()


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    token = calendars._counts.set(None)
    with plugins.using({"toy": toys}), clock.moved(NOON):
        with database.read(Scope.one(MENGYUE)) as session:
            unit = session.scalars(select(Unit.id).where(Unit.code == "NYZ")).one()
        yield Desk(database, unit)
    calendars._counts.reset(token)


def test_the_migrations_make_the_tables_of_the_models(database: Database) -> None:
    assert migrations.differences(database) == []


def test_the_law_acts_on_its_own_day(desk: Desk) -> None:
    case = desk.open(kind="toy.still", series="静", clocks={"toy.papers": TODAY, "toy.reply": TODAY})
    with on(TODAY.replace(month=12, day=2)):
        sweep(desk.database, MENGYUE)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        query = select(Timeline.code).where(Timeline.case_id == case.id).order_by(Timeline.id)
        assert list(session.scalars(query)) == ["open", "flag", "take", "review"]


def test_a_notice_moves_limits_cases_and_ledgers(desk: Desk) -> None:
    with on(LATE):
        case = desk.open(clocks=(NOTICE,))
    imported(desk)
    assert recompute.recompute_open(desk.database, MENGYUE) >= 1
    ((found, entries),) = desk.clocks(case)[NOTICE]
    assert (str(found.due_on), entries[-1].act) == ("2027-01-06", "recompute")
    assert desk.case(case).due_on == found.due_on
    assert desk.count(Case, Case.due_on == found.due_on) >= 1
