"""The one door for many rows at once: every row's tenant is checked, batches are bounded and sorted."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Connection, Dialect
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from core.db.base import Base, Tenanted
from core.db.guard import ScopedSession
from core.db.scope import ScopeError
from core.db.types import Uid

BATCH = 1_000


def insert(session: ScopedSession, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert `rows`, batch by batch; a row of a tenant table that names no tenant gets the session's.

    Returns:
        how many rows were inserted.

    Raises:
        ScopeError: a row belongs to another tenant, or the session writes none.
    """
    return sum(_execute(session, sql_insert(model), batch) for batch in _batches(_own(session, model, rows)))


def copy(session: ScopedSession, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows as they were elsewhere: every column given, none counted from the start, its version neither.

    Returns:
        how many rows were inserted.

    Raises:
        ScopeError: as `insert`.
    """
    statement = sql_insert(model).execution_options(dml_strategy="raw")
    return sum(_execute(session, statement, batch) for batch in _batches(_own(session, model, rows)))


def update(session: ScopedSession, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> int:
    """Update by primary key: each row holds its key and the new values.

    The rows are sorted by `id` when they have one: unsorted batches cost three times as much (tenancy.md §3).

    Returns:
        how many rows were named.

    Raises:
        ScopeError: a row belongs to another tenant, or the session writes none.
    """
    own = _own(session, model, rows)
    ordered = sorted(own, key=lambda row: row["id"].bytes if hasattr(row.get("id"), "bytes") else b"")
    return sum(_execute(session, sql_update(model), batch) for batch in _batches(ordered))


class Encoder:
    """The short road for very many rows of a table: one is encoded, changed in places, and handed to the driver.

    Rows are lists in the order of `names`, of what the driver takes; an id may be given as its 16 bytes.

    Attributes:
        names: every column of the table, as it is called there.
    """

    def __init__(self, dialect: Dialect, model: type[Base]) -> None:
        table = Base.metadata.tables[model.__tablename__]
        compiled = sql_insert(table).compile(dialect=dialect, column_keys=[column.name for column in table.columns])
        processors: Mapping[str, Any] = compiled._bind_processors
        self.names: list[str] = list(compiled.positiontup or [column.name for column in table.columns])
        self._statement = str(compiled)
        self._positional = compiled.positiontup is not None
        self._encode = [_written(table.columns[name].type, processors.get(name)) for name in self.names]
        self._tenant = self.names.index("tenant_id")
        self._ids = [] if self._positional else [n for n, c in enumerate(self.names) if _is_id(table.columns[c].type)]

    def encode(self, row: Mapping[str, Any]) -> list[Any]:
        """A row of every column, as the driver takes it; what it takes as a view of memory is bytes, to be sent on."""
        values = [
            row[name] if process is None else process(row[name])
            for name, process in zip(self.names, self._encode, strict=True)
        ]
        return [bytes(value) if isinstance(value, memoryview) else value for value in values]

    def insert(self, session: ScopedSession, rows: Sequence[list[Any]]) -> None:
        """Insert encoded rows.

        Raises:
            ScopeError: a row belongs to another tenant, or the session writes none.
        """
        tenant, at = session.tenant, self._tenant
        if not session.writable or any(row[at] != tenant for row in rows):
            raise ScopeError(f"rows of another tenant than {tenant}")
        if not rows:
            return
        connection = session.connection(raw="rows of one tenant, encoded before, each one's tenant checked above")
        if self._positional:
            raw: Any = connection.connection.driver_connection
            raw.executemany(self._statement, rows)
        else:
            self.send(connection, rows)

    def send(self, connection: Connection, rows: Sequence[list[Any]]) -> None:
        """Insert encoded rows whose tenant was checked, as a statement among the others of a transaction."""
        given = [tuple(row) for row in rows] if self._positional else [self._named(row) for row in rows]
        connection.exec_driver_sql(self._statement, given if len(given) > 1 else given[0])

    def _named(self, row: list[Any]) -> dict[str, Any]:
        for at in self._ids:
            if isinstance(row[at], bytes):
                row[at] = UUID(bytes=row[at])
        return dict(zip(self.names, row, strict=True))


def _written(kind: Any, process: Any) -> Any:
    """How a value is encoded; JSON as its text, which can be changed in places, where a driver has its own object."""
    if process is None or not isinstance(kind, JSON):
        return process

    def text(value: Any) -> Any:
        done = process(value)
        return done if done is None or isinstance(done, str) else json.dumps(done.obj)

    return text


def _is_id(kind: Any) -> bool:
    return isinstance(kind, Uid)


def _own(session: ScopedSession, model: type[Base], rows: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    if not issubclass(model, Tenanted):
        return map(dict, rows)
    tenant = session.tenant
    return (_checked(row, tenant) for row in rows)


def _checked(row: Mapping[str, Any], tenant: int) -> dict[str, Any]:
    if row.get("tenant_id", tenant) != tenant:
        raise ScopeError(f"row of tenant {row['tenant_id']} in a session of {tenant}")
    return {"tenant_id": tenant, **row}


def _execute(session: ScopedSession, statement: Any, batch: list[dict[str, Any]]) -> int:
    session.execute(statement, batch)
    return len(batch)


def _batches(rows: Iterable[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    iterator = iter(rows)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch
