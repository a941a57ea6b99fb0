"""Pages of rows by time: each begins behind the last row of the one before, however many came or went meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from core.db.guard import ScopedSession
from core.db.ids import PageKey

Row = TypeVar("Row")


def newest_first(
    session: ScopedSession,
    query: Select[Row],
    at: InstrumentedAttribute[dt.datetime],
    row_id: InstrumentedAttribute[UUID],
    after: PageKey | None,
    size: int,
) -> tuple[Sequence[Row], PageKey | None]:
    """A page of at most `size` rows of one table, the newest first, and the key of the next page; None on the last.

    Args:
        query: of the table's rows, without order and limit.
        at, row_id: the columns of the order, of which `after` is the last pair that was shown.
    """
    if after is not None:
        query = query.where(tuple_(at, row_id) < tuple_(*after))
    rows: Sequence[Any] = session.scalars(query.order_by(at.desc(), row_id.desc()).limit(size + 1)).all()
    last = rows[size - 1] if len(rows) > size else None
    return rows[:size], (getattr(last, at.key), getattr(last, row_id.key)) if last is not None else None
