"""A queue for transactions that would do one thing twice; on SQLite the write turn is that queue already."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db.guard import ScopedSession


def queue(session: ScopedSession, name: str) -> None:
    """Wait until no other transaction of the session's tenant is under way with this name; ends with the transaction.

    What is read afterwards is what the one before has written.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{session.tenant} {name}", 0))))
