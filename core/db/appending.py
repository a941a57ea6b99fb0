"""Rows that are only ever added and that nobody holds as objects: traces, what is owed, what is told.

An act leaves half a dozen of them. As objects each cost the session's whole book-keeping; here the next flush sends all
rows of a table with one statement that was made once, behind the objects it writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect

from core.db.base import Base
from core.db.bulk import Encoder
from core.db.guard import APPENDED, ScopedSession
from core.db.ids import new_id
from core.db.scope import ScopeError


def append(session: ScopedSession, model: type[Base], **values: Any) -> UUID:
    """Add a row of the session's tenant with the next flush; it goes with the transaction or not at all.

    Args:
        values: by the names of the columns; one that is not given holds its default, or nothing.

    Returns:
        The row's id.

    Raises:
        ScopeError: the session writes no tenant, or not this one.
    """
    tenant, row_id = session.tenant, values.get("id") or new_id()
    if values.get("tenant_id", tenant) != tenant:
        raise ScopeError(f"row of tenant {values['tenant_id']} in a session of {tenant}")
    session.append(_rows(session.get_bind().dialect, model), {**values, "id": row_id, "tenant_id": tenant})
    return row_id


class Appended:
    """Writes the rows of one table on one database."""

    def __init__(self, dialect: Dialect, model: type[Base]) -> None:
        self.table = Base.metadata.tables[model.__tablename__]
        self._encoder = Encoder(dialect, model)
        defaults = {name: getattr(self.table.columns[name].default, "arg", None) for name in self._encoder.names}
        self._plain = {name: default for name, default in defaults.items() if not callable(default)}

    def send(self, session: ScopedSession, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows, which name every column that has no plain default."""
        encoded = [self._encoder.encode({**self._plain, **row}) for row in rows]
        self._encoder.send(session.connection(raw=APPENDED), encoded)


@lru_cache(maxsize=64)
def _rows(dialect: Dialect, model: type[Base]) -> Appended:
    return Appended(dialect, model)
