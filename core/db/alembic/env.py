"""Alembic's entry: it runs on the connection core.db.migrations hands over, never on one of its own."""

from __future__ import annotations

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    version_table="core_revision",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
