"""Migrations make the tables of the models, plugin by plugin, in one transaction, whatever happens meanwhile."""

from __future__ import annotations

import ast
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from core import plugins
from core.calendar.models import CalendarVersion
from core.commands import prepare
from core.config import Config
from core.db import Database, Scope, migrations
from tests import databases
from tests.processes import Child, run_processes

assert plugins.registry().models  # every plugin's tables are mapped by now
EXTRA = """
import time
from alembic import op
import sqlalchemy as sa
revision = "extra_0001"
down_revision = None
branch_labels = ("extra",)
depends_on = None
def upgrade():
    for number in range({tables}):
        op.create_table(f"extra_{{number}}", sa.Column("id", sa.Integer))
        op.execute(f"INSERT INTO extra_{{number}} VALUES (1)")
        print(number, flush=True)
    {end}
"""


def extra(folder: Path, *, tables: int = 1, end: str = "") -> dict[str, Path]:
    """The branches of the product with that of one plugin more."""
    place = folder / "extra"
    place.mkdir(exist_ok=True)
    (place / "extra_0001.py").write_text(EXTRA.format(tables=tables, end=end))
    return {**plugins.registry().migrations, "extra": place}


def extra_rows(database: Database) -> list[str]:
    return sorted(name for name in databases.rows_of(database) if name.startswith("extra_"))


@pytest.fixture
def config(tmp_path: Path) -> Iterator[Config]:
    """A new installation."""
    yield databases.installation(tmp_path / "data")
    databases.drop(tmp_path / "data")


def test_migrated_tables_and_models_agree(config: Config) -> None:
    database = prepare(config)
    assert migrations.differences(database) == []
    assert migrations.is_current(database, plugins.registry().migrations)
    prepare(config)
    assert migrations.differences(database) == []


def test_each_plugins_branch_is_one_revision_as_its_models_would_write_it(tmp_path: Path) -> None:
    registry = plugins.registry()
    folders = {name: tmp_path / name for name in registry.migrations}
    for path in migrations.rewrite(folders, registry.models):
        kept = registry.migrations[path.parent.name] / path.name
        assert ast.dump(ast.parse(path.read_text())) == ast.dump(ast.parse(kept.read_text()))


def test_a_migration_that_fails_leaves_the_database_as_it_was(config: Config, tmp_path: Path) -> None:
    database = prepare(config)
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(database, extra(tmp_path, end="raise ZeroDivisionError"))
    assert migrations.differences(database) == []
    assert extra_rows(database) == []


@pytest.mark.parametrize(
    ("sqlite", "words"),
    [
        ("CREATE INDEX odd ON core_case (title)", "odd"),
        ("ALTER TABLE core_case ADD COLUMN odd INTEGER", "odd"),
        ("DROP TABLE core_counter", "core_counter"),
        ("CREATE TABLE core_odd (id INTEGER)", "core_odd"),
        ("DROP TRIGGER core_audit_no_update", "no trigger core_audit_no_update"),
    ],
)
def test_a_planted_difference_is_named(config: Config, sqlite: str, words: str) -> None:
    database = prepare(config)
    with database.owner() as connection:
        on_table = " ON core_audit" if "TRIGGER" in sqlite and databases.on_postgresql() else ""
        connection.exec_driver_sql(sqlite + on_table)
    assert any(words in line for line in migrations.differences(database))


def applied(database: Database) -> dict[str, set[str]]:
    """The revisions that count, and those that are set aside."""
    with database.owner() as connection:
        return {
            name: set(connection.exec_driver_sql(f"SELECT {column} FROM {name}").scalars())
            for name, column in (("core_revision", "version_num"), ("core_parked_revision", "revision"))
        }


def test_a_plugin_that_is_taken_away_keeps_its_tables_and_comes_back(config: Config, tmp_path: Path) -> None:
    database = prepare(config)
    ours, more = plugins.registry().migrations, extra(tmp_path)
    migrations.upgrade(database, more)
    whole = applied(database)["core_revision"]
    assert "extra_0001" in whole
    migrations.upgrade(database, ours)
    assert applied(database) == {"core_revision": whole - {"extra_0001"}, "core_parked_revision": {"extra_0001"}}
    assert databases.rows_of(database)["extra_0"] == 1
    assert migrations.differences(database) == []  # its tables are nobody's business
    assert migrations.is_current(database, ours)
    migrations.upgrade(database, more)
    assert applied(database) == {"core_revision": whole, "core_parked_revision": set()}
    assert databases.rows_of(database)["extra_0"] == 1


def test_core_stands_when_every_plugin_is_taken_away(config: Config) -> None:
    database = prepare(config)
    core = {"core": plugins.registry().migrations["core"]}
    migrations.upgrade(database, core)
    assert applied(database)["core_revision"] == {"core_0001"}
    migrations.upgrade(database, plugins.registry().migrations)
    assert migrations.differences(database) == []


def _upgrade(folder: Path) -> None:
    prepare(Config(data=folder, database_url=databases.url(folder))).dispose()


def test_upgraders_at_once_all_end_well_and_keep_one_calendar(config: Config) -> None:
    run_processes(_upgrade, [(config.data,)] * 3)
    database = databases.of(config.data)
    assert migrations.differences(database) == []
    assert migrations.is_current(database, plugins.registry().migrations)
    with database.read(Scope.system("calendars kept")) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CalendarVersion)) == 1


def upgrade_extra(folder: Path) -> None:
    """What the process that is killed does: a long upgrade of an installation."""
    branches = {**plugins.registry().migrations, "extra": folder.parent / "extra"}
    migrations.upgrade(databases.of(folder), branches)


def killed(config: Config, branches: dict[str, Path], tables: int, chance: random.Random) -> None:
    """Kill an upgrade with -9 after some of its steps; the database is the old one or, too late, the new one."""
    with Child(upgrade_extra, config.data, environment=os.environ) as process:
        for _ in range(chance.randrange(tables + 1)):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
    database = databases.of(config.data)
    assert len(extra_rows(database)) in (0, tables)
    assert migrations.differences(database) == []
    assert migrations.is_current(database, branches) == bool(extra_rows(database))
    database.dispose()


FEW = pytest.param(2, marks=pytest.mark.only_on("postgresql", "the long run kills twelve on SQLite"))
MANY = pytest.param(12, marks=pytest.mark.deep)


@pytest.mark.parametrize("kills", [FEW, MANY])
def test_a_killed_upgrade_is_undone_and_the_next_completes_it(config: Config, tmp_path: Path, kills: int) -> None:
    prepare(config).dispose()
    tables = 8
    branches = extra(tmp_path, tables=tables)
    chance = random.Random(kills)
    for _ in range(kills):
        killed(config, branches, tables, chance)
    database = databases.of(config.data)
    migrations.upgrade(database, branches)
    assert len(extra_rows(database)) == tables
    assert migrations.is_current(database, branches)
    with database.owner() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(sa.table("extra_0"))).scalar() == 1
    database.dispose()
