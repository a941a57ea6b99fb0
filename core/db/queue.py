"""For transactions that would do one thing twice: the later one waits, and sees what the first has done.

On SQLite the write turn is that queue already.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.db.base import Base, Tenanted
from core.db.guard import ScopedSession

Row = TypeVar("Row", bound=Base)


def queue(session: ScopedSession, name: str) -> None:
    """Wait until no other transaction of the session's tenant is under way with this name; ends with the transaction.

    What is read afterwards is what the one before has written.
    """
    if session.get_bind().dialect.name == "postgresql":
        place = f"{session.scope.write or 0} {name}"
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(place, 0))))
        session.forget()


def add_once(session: ScopedSession, model: type[Base], **values: Any) -> bool:
    """Add a row, of the session's tenant where its table has one, unless its key is taken.

    Whoever is just adding it is waited for.

    Returns:
        Whether this session added it.
    """
    return session.execute(_once(session, model, values).returning(*model.__mapper__.primary_key)).scalar() is not None


def added_once(session: ScopedSession, model: type[Row], **values: Any) -> Row | None:
    """As `add_once`, with the row that was added; None where its key was taken."""
    return session.scalars(_once(session, model, values).returning(model)).first()


def _once(session: ScopedSession, model: type[Base], values: dict[str, Any]) -> Any:
    insert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    own = {"tenant_id": session.tenant} if issubclass(model, Tenanted) else {}
    return insert(model).values(**own, **values).on_conflict_do_nothing()
