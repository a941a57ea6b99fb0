"""Which database a run of the tests is on, and a database for each data folder: its own file, or one on the server.

``pytest --database postgresql`` starts a private server for the run. A folder's database is named after its path, so
that a process of its own finds it too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import MetaData

from core import plugins
from core.config import Config
from core.db import append_only, walls
from core.db.base import Base
from core.db.engine import Database
from core.db.tree import TenantTree
from scripts import postgres
from scripts.postgres import Cluster

# Administrators of the sample have no phones; tests/core/accounts/test_factors.py asks them for one.
OFFERED = {"second_factor": "offered"}
SOCKET = "XIAONENG_TEST_SERVER"  # the folder of the server's socket, for the run's processes


def on_postgresql() -> bool:
    """Whether this run is on PostgreSQL."""
    return SOCKET in os.environ


def kind() -> str:
    """What `pytest --database` was given."""
    return "postgresql" if on_postgresql() else "sqlite"


def server() -> Cluster:
    """The run's PostgreSQL."""
    return Cluster(Path(os.environ[SOCKET]))


@contextmanager
def apart() -> Iterator[Callable[[str], str]]:
    """A server beside the run's own: call what is given with a name for the URL of a new database."""
    if postgres.binaries() is None:
        pytest.skip("no PostgreSQL server on this machine")
    with postgres.cluster() as made:
        yield made.create


def _name(folder: Path) -> str:
    return "xn_" + hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:20]


def url(folder: Path) -> str:
    """The URL of a folder's database for `Config`: empty, which means its own file, on SQLite."""
    return server().url(_name(folder)) if on_postgresql() else ""


def installation(folder: Path, **settings: Any) -> Config:
    """The settings of an installation whose database is new and empty; asked again, of the same one."""
    if on_postgresql() and not server().has(_name(folder)):
        server().create(_name(folder))
    return Config(data=folder, database_url=url(folder), **{**OFFERED, **settings})


def copied(source: Path, folder: Path, **settings: Any) -> Config:
    """The settings of an installation that is a copy of another, which nobody uses meanwhile."""
    shutil.copytree(source, folder)
    if on_postgresql():
        server().create(_name(folder), template=_name(source))
    return Config(data=folder, database_url=url(folder), **{**OFFERED, **settings})


def environment(config: Config) -> dict[str, str]:
    """The environment of a process over an installation."""
    return {
        **os.environ,
        "XIAONENG_DATA": str(config.data),
        "XIAONENG_DATABASE_URL": config.database_url,
        "XIAONENG_SECOND_FACTOR": config.second_factor,
    }


def use(monkeypatch: pytest.MonkeyPatch, config: Config) -> None:
    """Let the commands that run in this process be of an installation."""
    monkeypatch.setenv("XIAONENG_DATA", str(config.data))
    monkeypatch.setenv("XIAONENG_DATABASE_URL", config.database_url)


def make(folder: Path, metadata: MetaData = Base.metadata) -> Database:
    """A database with the tables of `metadata` and every wall around them; the tree of tenants is always there."""
    assert plugins.registry().models  # every plugin's tables are mapped by now
    installation(folder)
    database = of(folder, metadata)
    with database.owner() as connection:
        TenantTree.metadata.create_all(connection, tables=[Base.metadata.tables[TenantTree.__tablename__]])
        metadata.create_all(connection)
        walls.protect(connection, Base.metadata)
        walls.protect(connection, metadata)
    return database


def duplicate(source: Path, folder: Path, metadata: MetaData = Base.metadata) -> Database:
    """A copy of a database that nobody uses meanwhile."""
    copied(source, folder)
    return of(folder, metadata)


def of(folder: Path, metadata: MetaData = Base.metadata) -> Database:
    """The database of a folder, from whatever process."""
    return Database(Config(data=folder, database_url=url(folder)).url, folder, metadata)


def drop(folder: Path) -> None:
    """Let a folder go, and its database on the server: a run makes thousands of them, of 15 MB each."""
    if on_postgresql():
        server().drop(_name(folder))
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def tampering(database: Database, *, keep_keys: bool = False) -> Iterator[sa.Connection]:
    """What who owns the machine can do: append-only tables without their triggers, and without foreign keys."""
    if database.is_sqlite:
        plain = sa.create_engine(database.url)  # foreign keys are off unless a connection asks for them
        with plain.begin() as connection:
            _unlock(connection)
            yield connection
        plain.dispose()
        return
    with database.owner() as connection:
        _unlock(connection)
        for table in () if keep_keys else _append_only():
            for key in sa.inspect(connection).get_foreign_keys(table.name):
                connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{key["name"]}"')
        yield connection


# How a database says that a row is never changed: by its trigger, or because nobody has the right.
REFUSED = "append-only|permission denied"


def _append_only() -> list[sa.Table]:
    return [table for table in Base.metadata.sorted_tables if table.info.get("append_only")]


def _unlock(connection: sa.Connection) -> None:
    for table in _append_only():
        place = f" ON {table}" if on_postgresql() else ""
        for act in append_only.ACTS:
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}{place}")


def rows_of(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.owner() as connection:
        names = sa.inspect(connection).get_table_names()
        return {n: connection.exec_driver_sql(f"SELECT count(*) FROM {n}").scalar_one() for n in names}


def stored(database: Database) -> dict[str, bytes]:
    """All that an installation stores, as it lies there: its files, and on PostgreSQL every table's values."""
    found = {str(path): path.read_bytes() for path in database.data_dir.rglob("*") if path.is_file()}
    if on_postgresql():
        with database.owner() as connection:
            for name in sa.inspect(connection).get_table_names():
                rows = connection.exec_driver_sql(f"SELECT * FROM {name}").all()
                found[name] = b"\n".join(v if isinstance(v, bytes) else str(v).encode() for row in rows for v in row)
    return found
