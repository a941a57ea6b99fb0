"""A whole installation from SQLite to PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from core.accounts.actor import Actor
from core.audit.services import record
from core.backup import restoring, services
from core.calendar import rules
from core.calendar import services as calendars
from core.cases.models import Case
from core.cli import main
from core.config import Config
from core.db import Database, Scope
from core.db.carry import NotFresh
from core.db.order import insertable
from core.moving.exporting import Refused
from core.moving.installation import carry_installation
from core.tenancy.models import Unit
from tests import databases
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import MENGYUE

pytestmark = pytest.mark.only_on("sqlite", "an installation moves from SQLite; its tests start a PostgreSQL to move to")


@pytest.fixture(scope="module")
def create() -> Iterator[Any]:
    with databases.apart() as made:
        yield made


@pytest.fixture
def postgres(create: Any, config: Config, request: pytest.FixtureRequest) -> Iterator[Database]:
    database = Database(create(f"x{abs(hash(request.node.name))}"), config.data)
    yield database
    database.dispose()


def test_everything_is_carried_and_goes_on(here: Database, postgres: Database) -> None:
    done = carry_installation(here, postgres)
    assert done.counts["core_case"] > 10
    assert len(done.heads) == 4
    with here.read(Scope.one(MENGYUE)) as old, postgres.read(Scope.one(MENGYUE)) as new:
        assert [case.code for case in old.scalars(select(Case).order_by(Case.id))] == [
            case.code for case in new.scalars(select(Case).order_by(Case.id))
        ]
    with postgres.write(Scope.one(MENGYUE)) as session:
        record(session, Actor.system(MENGYUE), "core.test.act", "x", {})
        notice = rules.read(PASTED, calendars.current(session), SOURCE)
        calendars.add(session, notice, imported_by="a", confirmed_by="b")  # its number is given by the database


def test_what_holds_rows_is_left_alone(here: Database, postgres: Database) -> None:
    carry_installation(here, postgres)
    with pytest.raises(NotFresh):
        carry_installation(here, postgres)


def test_a_backup_of_postgresql_is_restored_into_an_empty_database(
    here: Database, postgres: Database, config: Config, create: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry_installation(here, postgres)
    made = services.make(config, postgres, config.backup_folder, config.backup_key)
    with pytest.raises(restoring.NeedsDatabase):
        restoring.restore(made.path, config.backup_key, tmp_path / "back")
    empty = create("empty")
    restoring.restore(made.path, config.backup_key, tmp_path / "back", empty)
    with pytest.raises(ValueError, match="not empty"):
        restoring.restore(made.path, config.backup_key, tmp_path / "again", empty)
    restored = Database(empty, tmp_path / "back")
    with restored.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(Case)).first().code
    restored.dispose()
    monkeypatch.setenv("XIAONENG_DATA", str(config.data))
    restoring.drill(postgres, 0)


def test_only_from_sqlite_to_postgresql(here: Database, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused):
        carry_installation(here, here)
    monkeypatch.setenv("XIAONENG_DATA", str(config.data))
    done = CliRunner().invoke(main, ["db", "move", "--to", f"sqlite:///{config.data / 'other.db'}"])
    assert done.exit_code == 1


def test_rows_that_point_at_rows_of_their_table_come_after_them() -> None:
    tree = {"a": "b", "b": "c", "c": None, "d": "a"}
    order = [row["id"] for row in insertable(Unit.__table__, ({"id": k, "parent_id": v} for k, v in tree.items()))]
    assert order == ["c", "b", "a", "d"]
    with pytest.raises(ValueError, match="not there"):
        list(insertable(Unit.__table__, [{"id": "a", "parent_id": "a2"}]))
