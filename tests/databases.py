"""Which database a run of the tests is on, and a database for each data folder: a file in it, or one on the run's server.

``pytest --database postgresql`` starts a private server for the run. A folder's database is named after its path, so
that a process of its own finds it too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import MetaData

from core.config import Config
from core.db import walls
from core.db.base import Base
from core.db.engine import Database
from core.db.tree import TenantTree
from scripts.postgres import Cluster

SOCKET = "XIAONENG_TEST_SERVER"  # the folder of the server's socket, for the run's processes


def on_postgresql() -> bool:
    """Whether this run is on PostgreSQL."""
    return SOCKET in os.environ


def server() -> Cluster:
    """The run's PostgreSQL."""
    return Cluster(Path(os.environ[SOCKET]))


def _name(folder: Path) -> str:
    return "xn_" + hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:20]


def url(folder: Path) -> str:
    """The URL of a folder's database for `Config`: empty, which means its own file, on SQLite."""
    return server().url(_name(folder)) if on_postgresql() else ""


def installation(folder: Path, **settings: Any) -> Config:
    """The settings of an installation whose database is new and empty; asked again, of the same one."""
    if on_postgresql() and not server().has(_name(folder)):
        server().create(_name(folder))
    return Config(data=folder, database_url=url(folder), **settings)


def copied(source: Path, folder: Path, **settings: Any) -> Config:
    """The settings of an installation that is a copy of another, which nobody uses meanwhile."""
    shutil.copytree(source, folder)
    if on_postgresql():
        server().create(_name(folder), template=_name(source))
    return Config(data=folder, database_url=url(folder), **settings)


def environment(config: Config) -> dict[str, str]:
    """The environment of a process over an installation."""
    return {**os.environ, "XIAONENG_DATA": str(config.data), "XIAONENG_DATABASE_URL": config.url}


def make(folder: Path, metadata: MetaData = Base.metadata) -> Database:
    """A database with the tables of `metadata` and every wall around them; the tree of tenants is always there."""
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
    """Let a folder's database go from the server."""
    if on_postgresql():
        server().drop(_name(folder))


def rows_of(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.owner() as connection:
        names = sa.inspect(connection).get_table_names()
        return {n: connection.exec_driver_sql(f"SELECT count(*) FROM {n}").scalar_one() for n in names}
