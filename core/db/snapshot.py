"""One moment of the whole database as a file, while people go on writing; and the check of such a file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, func, inspect, make_url, select, table
from sqlalchemy.engine import URL

from core.db import rls
from core.db.engine import Database
from core.db.guard import ScopedSession
from core.db.migrations import VERSION_TABLE, revisions
from core.db.scope import Scope

SQLITE, POSTGRESQL = "database.sqlite", "database.pgdump"
DRILL = "_restore_drill"
LONGEST_NAME = 63  # bytes of a name in PostgreSQL, in which ours are ASCII


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A moment of the database.

    Attributes:
        path: the file that holds it, named `SQLITE` or `POSTGRESQL`.
        session: reads that same moment, every tenant's rows.
        counts: rows by table, of plugins that are not installed too.
        revisions: the applied revisions.
    """

    path: Path
    session: ScopedSession
    counts: Mapping[str, int]
    revisions: tuple[str, ...]


class MayNotCreate(RuntimeError):
    """The login of the database may not make another one beside it."""


class ProgramMissing(RuntimeError):
    """A program of PostgreSQL's client is not on this machine."""


@contextmanager
def snapshot(database: Database, folder: Path, reason: str) -> Iterator[Snapshot]:
    """Take a snapshot into `folder`.

    Args:
        reason: why every tenant's rows are read.

    Raises:
        ProgramMissing: PostgreSQL without `pg_dump`.
    """
    if database.is_sqlite:
        path = folder / SQLITE
        with closing(sqlite3.connect(f"{database.path.as_uri()}?mode=ro", uri=True)) as raw:
            raw.execute("VACUUM INTO ?", (str(path),))
        copy = Database(f"sqlite:///{path}", folder, database.metadata)
        try:
            with copy.read(Scope.system(reason)) as session:
                yield _described(path, session, session.connection(raw=reason))
        finally:
            copy.dispose()
        return
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with database.engine.connect().execution_options(**options) as connection, connection.begin():
        rls.enter_as_owner(connection)
        moment = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar_one())
        path = folder / POSTGRESQL
        words = ("--format=custom", "--no-owner", f"--snapshot={moment}", f"--file={path}")
        _run("pg_dump", database.url, *words, "--enable-row-security", PGOPTIONS="-c app.owner=on")
        with ScopedSession(connection, Scope.system(reason), writable=False) as session:
            yield _described(path, session, connection)


def counted(connection: Connection) -> dict[str, int]:
    """Rows by table, whether or not this process knows the table's model."""
    names = sorted(set(inspect(connection).get_table_names()) - {VERSION_TABLE})
    return {name: connection.execute(select(func.count()).select_from(table(name))).scalar_one() for name in names}


def problems(database: Database, counts: Mapping[str, int], applied: tuple[str, ...]) -> list[str]:
    """What is wrong with a restored database; empty where it is whole and as the manifest says."""
    found = _sqlite_problems(database.path) if database.is_sqlite else []
    if found:
        return found
    with database.owner() as connection:
        there = counted(connection)
        if revisions(connection) != applied:
            found.append("the schema is not that of the manifest")
    return found + [
        f"{name}: {there.get(name, 0)} rows, the manifest says {counts.get(name, 0)}"
        for name in sorted({*counts, *there})
        if there.get(name) != counts.get(name)
    ]


def load_dump(path: Path, url: str) -> None:
    """Put a PostgreSQL dump into an empty database, as a whole or not at all.

    Raises:
        ValueError: the database is not empty, or refuses the dump.
        ProgramMissing: no `pg_restore`.
    """
    database = Database(url, path.parent)
    try:
        with database.engine.connect() as connection:
            if inspect(connection).get_table_names():
                raise ValueError("the PostgreSQL database is not empty")
    finally:
        database.dispose()
    _run("pg_restore", make_url(url), "--no-owner", "--exit-on-error", "--single-transaction", str(path))


def may_create(database: Database) -> bool:
    """Whether the login of a PostgreSQL database may make another one beside it."""
    query = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = session_user"
    with database.engine.connect() as connection:
        return bool(connection.exec_driver_sql(query).scalar())


@contextmanager
def beside(database: Database) -> Iterator[str]:
    """The URL of an empty PostgreSQL database beside this one, which goes when the block ends.

    It always has the same name, so that what a death left behind is cleared away by the next.

    Raises:
        MayNotCreate: the login may not make databases.
    """
    if not may_create(database):
        raise MayNotCreate(f"{database.url.username} may not create databases")
    name = f"{database.url.database}"[: LONGEST_NAME - len(DRILL)] + DRILL
    quoted = database.engine.dialect.identifier_preparer.quote_identifier(name)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        connection.exec_driver_sql(f"CREATE DATABASE {quoted} TEMPLATE template0")
        try:
            yield database.url.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")


def read_dump(path: Path) -> None:
    """Read a PostgreSQL dump from end to end without a server.

    Raises:
        ValueError: it can't be read.
        ProgramMissing: no `pg_restore`.
    """
    _run("pg_restore", None, "--file=/dev/null", str(path))


def _described(path: Path, session: ScopedSession, connection: Connection) -> Snapshot:
    return Snapshot(path, session, counted(connection), revisions(connection))


def _sqlite_problems(path: Path) -> list[str]:
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as raw:
            found = [str(row[0]) for row in raw.execute("PRAGMA quick_check(10)") if row[0] != "ok"]
            orphans = raw.execute("PRAGMA foreign_key_check").fetchmany(10)
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found + [f"{row[0]}: row {row[1]} points at no row of {row[2]}" for row in orphans]


def _run(program: str, url: URL | None, *words: str, **more: str) -> None:
    """Run a program of PostgreSQL's client; the password goes by the environment, where other users don't read it."""
    place = shutil.which(program)
    if place is None:
        raise ProgramMissing(f"{program} is not installed: it comes with PostgreSQL's client")
    command, environment = [place, *words], {**os.environ, **more}
    if url is not None:
        plain = url.set(drivername="postgresql", password=None)
        command.append(f"--dbname={plain.render_as_string()}")
        if url.password:
            environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ValueError(f"{program}: {done.stderr.strip()}")
