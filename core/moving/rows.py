"""The rows of a tenant, table by table, in an order in which they can be inserted, and as lines of JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, func, inspect, select
from sqlalchemy.orm import Mapper

from core import plugins
from core.accounts.models import Account
from core.db import Base, ScopedSession, Tenanted
from core.db.order import insertable
from core.db.types import Instant, Uid

Row = dict[str, Any]


def models() -> list[type[Base]]:
    """Every class whose rows belong to tenants, a table before those that point at it."""
    order = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    found = [model for model in plugins.registry().models if issubclass(model, Tenanted) and issubclass(model, Base)]
    return sorted(found, key=lambda model: order[model.__tablename__])


def read(session: ScopedSession, model: type[Base]) -> Iterator[Row]:
    """The rows of the session's tenant, each after the row of its own table that it points at."""
    mapper = inspect(model)
    columns = [getattr(model, name) for name in _names(mapper)]
    query = select(*columns).order_by(*mapper.primary_key)
    rows: Iterable[Row] = (dict(zip(_names(mapper), row, strict=True)) for row in session.execute(query))
    return insertable(Base.metadata.tables[model.__tablename__], rows)


def count(session: ScopedSession, model: type[Base]) -> int:
    """How many rows of a table are the session's tenant's."""
    return session.scalar(select(func.count()).select_from(model)) or 0


def accounts(session: ScopedSession) -> Select[Account]:
    """The accounts that rows of the session's tenant point at."""
    ids: set[UUID] = set()
    for model in models():
        for column in inspect(model).columns:
            if any(key.target_fullname == f"{Account.__tablename__}.id" for key in column.foreign_keys):
                attribute = getattr(model, str(column.key))
                ids |= set(session.scalars(select(attribute).where(attribute.is_not(None)).distinct()))
    return select(Account).where(Account.id.in_(ids)).order_by(Account.id)


def to_line(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON.

    Raises:
        TypeError: a value of a type that no table had when this was written.
    """
    return json.dumps(row, ensure_ascii=False, default=_plain)


def from_line(model: type[Base], line: str | bytes) -> Row:
    """A row as it was before `to_line`."""
    columns = inspect(model).columns
    return {name: _typed(columns[name].type, value) for name, value in json.loads(line).items()}


def _names(mapper: Mapper[Any]) -> list[str]:
    return [attribute.key for attribute in mapper.column_attrs]


def _plain(value: Any) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Uid):
        return UUID(value)
    if isinstance(kind, Instant):
        return dt.datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return dt.date.fromisoformat(value)
    return value
