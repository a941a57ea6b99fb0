"""The database: the only owner of engines, and the only maker of sessions.

SQLite: one write engine (write turn, then BEGIN IMMEDIATE) and read-only engines whose connections show one scope.
PostgreSQL: one engine; each transaction takes its scope for row-level security, a reading one is read-only.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, make_url
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from core.db import rls, shadow
from core.db.base import Base
from core.db.guard import ScopedSession
from core.db.scope import Scope, ScopeError
from core.db.steady import Steady
from core.db.turn import WriteBusy, WriteTurn

BUSY_TIMEOUT_MS = 10_000
READ_PRAGMAS = (
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "cache_size=-16384",
    "mmap_size=1073741824",
    "temp_store=MEMORY",
)
# recursive_triggers: without it INSERT OR REPLACE slips past the append-only triggers of the audit.
WRITE_PRAGMAS = (
    *READ_PRAGMAS,
    "journal_mode=WAL",
    "synchronous=FULL",
    "recursive_triggers=ON",
    "wal_autocheckpoint=4000",
)
# While an empty file is filled: whoever is cut off begins anew.
LOAD_PRAGMAS = ("synchronous=OFF", "cache_size=-262144", "wal_autocheckpoint=20000")


# PostgreSQL let another transaction through and undid this one: serialization, deadlock, lock not available.
GAVE_WAY = {"40001", "40P01", "55P03"}


class Database:
    """One installation's database.

    Args:
        url: ``sqlite:////path/xiaoneng.db`` or ``postgresql+psycopg://…``; ``:memory:`` is refused, because the
            read-only engines need a file.
        data_dir: the data directory, home of ``write.lock``; made when absent.
        metadata: the tables the shadow views know by kind; others with a ``tenant_id`` count as private.
    """

    def __init__(self, url: str, data_dir: Path, metadata: MetaData = Base.metadata) -> None:
        self.url = make_url(url)
        self.data_dir = Path(data_dir)
        self.metadata = metadata
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self._turn = WriteTurn(self.data_dir / "write.lock")
        self.clock = Steady(self.data_dir / "clock")
        self._open = threading.local()
        self._readers: dict[str, Engine] = {}
        self._write_pragmas: tuple[str, ...] = WRITE_PRAGMAS
        if self.is_sqlite:
            if self.url.database in (None, "", ":memory:"):
                raise ValueError("the database must be a file")
            self.path = Path(str(self.url.database)).absolute()
            self.engine = self._sqlite_writer()
            self._readers = {kind: self._sqlite_reader(kind) for kind in ("staff", "public", "system")}
        else:
            self.engine = create_engine(self.url, pool_pre_ping=True, hide_parameters=True)
            event.listen(self.engine, "begin", _enter)
            event.listen(self.engine, "handle_error", _leave_out_detail)

    @contextmanager
    def read(self, scope: Scope) -> Iterator[ScopedSession]:
        """A session that sees `scope` and cannot write; closed at the end, which rolls its transaction back."""
        with ScopedSession(self._read_bind(scope), scope, writable=False) as session:
            yield session

    @contextmanager
    def write(self, scope: Scope) -> Iterator[ScopedSession]:
        """A session in one write transaction: committed once at the end, rolled back on any exception.

        Raises:
            ScopeError: `scope` writes nothing (tree, public).
            WriteBusy: the write turn did not come within its limit, or two transactions waited for each other.
            ClockBack: the machine's clock went back.
            RuntimeError: this thread is already inside a write session.
        """
        with self._writing(scope) as session:
            yield session
            session.commit()

    @contextmanager
    def trial(self, scope: Scope) -> Iterator[ScopedSession]:
        """A session like that of `write` whose work is always undone: what an act would do, without doing it.

        Raises:
            ScopeError, WriteBusy, RuntimeError: as `write`.
        """
        with self._writing(scope) as session:
            yield session

    @contextmanager
    def _writing(self, scope: Scope) -> Iterator[ScopedSession]:
        """The write turn and its session; what was not committed in the block is rolled back."""
        if scope.kind not in ("one", "system"):
            raise ScopeError(f"the {scope.kind} scope writes nothing")
        if getattr(self._open, "write", False):
            raise RuntimeError("a write session is already open in this thread")
        self.clock.check()
        with self.write_turn():
            self._open.write = True
            try:
                with ScopedSession(self._write_bind(scope), scope, writable=True) as session:
                    try:
                        yield session
                    finally:
                        session.rollback()
            except OperationalError as error:
                if getattr(error.orig, "sqlstate", None) in GAVE_WAY:
                    raise WriteBusy("another transaction was let through first") from error
                raise
            finally:
                self._open.write = False

    @contextmanager
    def write_both(self, first: int, second: int) -> Iterator[tuple[ScopedSession, ScopedSession]]:
        """The sessions of two tenants in one transaction, for joining them: both are committed, or neither.

        Raises:
            WriteBusy: the write turn did not come within its limit.
        """
        with (
            self.owner() as connection,
            ScopedSession(connection, Scope.one(first), writable=True) as one,
            ScopedSession(connection, Scope.one(second), writable=True) as other,
        ):
            yield one, other
            one.flush()
            other.flush()

    def write_turn(self, limit: float | None = None) -> AbstractContextManager[None]:
        """The write turn alone, for backups and migrations; on PostgreSQL there is no such queue.

        Raises:
            WriteBusy: it did not come within `limit` seconds (default 10).
        """
        return self._turn.take(limit) if self.is_sqlite else nullcontext()

    @contextmanager
    def owner(self) -> Iterator[Connection]:
        """One transaction that sees and changes everything, tables too: for migrations, backups and moves.

        Raises:
            WriteBusy: the write turn did not come within its limit.
        """
        with self.write_turn(), self.engine.begin() as connection:
            if not self.is_sqlite:
                rls.enter_as_owner(connection)
            yield connection

    @contextmanager
    def loading(self) -> Iterator[None]:
        """A block that fills an empty database: SQLite does not wait for the disk until its end, then all is there.

        A crash within may leave a broken file. At the end the planner learns what the tables hold, on both databases.
        """
        if not self.is_sqlite:
            yield
        else:
            self._write_pragmas = (*WRITE_PRAGMAS, *LOAD_PRAGMAS)
            self.engine.dispose()
            try:
                yield
            finally:
                self._write_pragmas = WRITE_PRAGMAS
                self.engine.dispose()
                with self.engine.connect() as connection:
                    connection.rollback()
                    raw = connection.connection.driver_connection
                    assert isinstance(raw, sqlite3.Connection)
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self.learn()

    def learn(self) -> None:
        """Let the planner learn how many rows the tables hold; without it one page took 240 ms (tenancy.md §3)."""
        with self.owner() as connection:
            connection.exec_driver_sql("ANALYZE")

    def dispose(self) -> None:
        """Close every pooled connection."""
        for engine in (self.engine, *self._readers.values()):
            engine.dispose()

    def _read_bind(self, scope: Scope) -> Engine:
        if not self.is_sqlite:
            # One moment for the whole session, as SQLite gives it by itself.
            options = {"postgresql_readonly": True, "isolation_level": "REPEATABLE READ", "xn_scope": scope}
            return self.engine.execution_options(**options)
        kind = scope.kind if scope.kind in ("public", "system") else "staff"
        return self._readers[kind].execution_options(xn_scope=scope)

    def _write_bind(self, scope: Scope) -> Engine:
        return self.engine if self.is_sqlite else self.engine.execution_options(xn_scope=scope, xn_writes=True)

    def _sqlite_writer(self) -> Engine:
        options = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
        engine = create_engine(self.url, connect_args=options, hide_parameters=True)
        event.listen(engine, "connect", lambda raw, _record: _set_pragmas(raw, self._write_pragmas))
        event.listen(engine, "begin", lambda conn: conn.exec_driver_sql("BEGIN IMMEDIATE"))
        return engine

    def _sqlite_reader(self, kind: str) -> Engine:
        """A read-only engine; public and system have their own, because their views differ."""
        uri = f"{self.path.as_uri()}?mode=ro"

        def connect() -> sqlite3.Connection:
            return sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=BUSY_TIMEOUT_MS / 1000)

        def begin(conn: Connection) -> None:
            scope: Scope | None = conn.get_execution_options().get("xn_scope")
            if scope is None:
                raise ScopeError("a read connection needs a scope")
            raw = conn.connection.driver_connection
            assert isinstance(raw, sqlite3.Connection)
            if kind != "system":
                shadow.prepare(raw, conn.connection.info, self.metadata, scope)
            raw.execute("BEGIN")

        engine = create_engine(self.url, creator=connect, hide_parameters=True)
        event.listen(engine, "connect", lambda raw, _record: _set_pragmas(raw, READ_PRAGMAS))
        event.listen(engine, "begin", begin)
        return engine


def _enter(conn: Connection) -> None:
    """Without a scope a transaction is the owner's, to whom forced row-level security shows no tenant's row."""
    options = conn.get_execution_options()
    scope: Scope | None = options.get("xn_scope")
    if scope is not None:
        rls.enter(conn, scope, writes=bool(options.get("xn_writes")))


def _leave_out_detail(context: ExceptionContext) -> None:
    """Keep what the server adds to an error out of logs and job pages: its detail is the refused row, word by word."""
    for error in (context.original_exception, context.sqlalchemy_exception):
        if error is not None and error.args:
            error.args = (str(error.args[0]).partition("\nDETAIL:")[0], *error.args[1:])


def _set_pragmas(raw: Any, pragmas: tuple[str, ...]) -> None:
    raw.isolation_level = None  # the driver begins nothing by itself: `begin` above does
    for pragma in pragmas:
        raw.execute(f"PRAGMA {pragma}").fetchall()
