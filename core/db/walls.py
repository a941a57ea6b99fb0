"""What the database itself refuses, whoever asks: changes to append-only rows, and on PostgreSQL rows out of scope."""

from __future__ import annotations

from sqlalchemy import Connection, MetaData

from core.db import append_only, rls


def protect(connection: Connection, metadata: MetaData) -> None:
    """Make the triggers, policies and grants that are missing or were altered."""
    append_only.protect(connection, metadata)
    rls.protect(connection, metadata)


def unprotected(connection: Connection, metadata: MetaData) -> list[str]:
    """Each trigger, policy and grant that is missing or was altered."""
    triggers = [f"no trigger {name}" for name in append_only.unprotected(connection, metadata)]
    return triggers + rls.unprotected(connection, metadata)
