"""Document numbers without gaps: a counter row taken inside the business transaction (党政机关公文格式 7.2.5)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private
from core.db.guard import ScopedSession


class Counter(Private, Base):
    """The last number given out in a series (发文机关代字) and year."""

    __tablename__ = "core_counter"
    __table_args__ = (CheckConstraint("n > 0", name="positive"),)

    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


def take(session: ScopedSession, series: str, year: int) -> int:
    """The next number of the session's tenant in `series` and `year`, from 1.

    Call it as the last statement before the commit: the counter row is a queue for all who number in the series.
    A transaction that rolls back gives its number back, so there are no gaps; a withdrawn document keeps its number
    as a voided row.

    Raises:
        ScopeError: the session writes no tenant.
    """
    dialect = session.get_bind().dialect.name
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = (
        insert(Counter)
        .values(tenant_id=session.tenant, series=series, year=year, n=1)
        .on_conflict_do_update(index_elements=["tenant_id", "series", "year"], set_={"n": Counter.n + 1})
        .returning(Counter.n)
    )
    return int(session.execute(statement).scalar_one())
