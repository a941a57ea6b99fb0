"""The one door for many rows at once: every row's tenant is checked, batches are bounded and sorted."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from core.db.base import Base, Tenanted
from core.db.guard import ScopedSession
from core.db.scope import ScopeError

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
