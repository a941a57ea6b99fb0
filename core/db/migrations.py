"""Migrations: one branch of revisions for each plugin, all brought up to date in one transaction, core's first.

A branch rests on no other, so that the applied revisions name every branch: a plugin that is taken away takes nothing
of core's history with it.

Before the first release a branch is one revision, written anew by `rewrite` whenever its models change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata, render_python_code
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import ops
from alembic.script import ScriptDirectory
from sqlalchemy.dialects import postgresql

from core.db import parked, walls
from core.db.base import Base
from core.db.engine import Database
from core.db.guard import ScopedSession

ALEMBIC = Path(__file__).parent / "alembic"
VERSION_TABLE = parked.VERSION_TABLE
UPGRADERS = 0x786E6462  # the number of the lock for which upgraders queue on PostgreSQL
POSTGRESQL: sa.Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]

HEAD = '''"""{title}."""

import sqlalchemy as sa
from alembic import op

import core.db.crypto
import core.db.types

revision = "{name}_0001"
down_revision = None
branch_labels = ("{name}",)
depends_on = None


def upgrade() -> None:
{body}


def downgrade() -> None:
    raise NotImplementedError("a backup is the way back")
'''


def upgrade(database: Database, branches: Mapping[str, Path]) -> None:
    """Create or update every branch's tables in one transaction: after a crash the database is the old or the new.

    Upgraders queue: by the write turn on SQLite, by a lock of the transaction on PostgreSQL.

    Args:
        branches: branch name → folder of its revisions.
    """
    with database.owner() as connection:
        if not database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(UPGRADERS)))
        config = _config(branches)
        config.attributes.update(connection=connection, metadata=Base.metadata)
        parked.settle(connection, ScriptDirectory.from_config(config))
        command.upgrade(config, "core@head")
        command.upgrade(config, "heads")
        walls.protect(connection, Base.metadata)


def is_current(database: Database, branches: Mapping[str, Path]) -> bool:
    """Whether every branch is at its newest revision."""
    script = ScriptDirectory.from_config(_config(branches))
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        applied = list(context.get_current_heads())
    done: set[str] = set()
    while applied:  # a revision stands for all it rests on, in its own branch and in others
        revision = script.get_revision(applied.pop())
        done.add(revision.revision)
        applied += [*revision._versioned_down_revisions, *revision._resolved_dependencies]
    return done >= set(script.get_heads())


def applied(session: ScopedSession) -> tuple[str, ...]:
    """The applied revisions, as a session sees them."""
    return revisions(session.connection(raw="the applied revisions"))


def revisions(connection: sa.Connection) -> tuple[str, ...]:
    """The applied revisions."""
    return tuple(
        sorted(MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_heads())
    )


def differences(database: Database) -> list[str]:
    """Where tables, triggers, policies and grants differ from the models; empty when they agree.

    Tables of plugins that are not installed are nobody's business.
    """
    known = {_prefix(name) for name in Base.metadata.tables}

    def is_known(item: object, name: str | None, kind: str, reflected: bool, beside: object) -> bool:
        return kind != "table" or not reflected or _prefix(name or "") in known

    options = {"version_table": VERSION_TABLE, "compare_type": True, "include_object": is_known}
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        found = [str(item) for item in compare_metadata(context, Base.metadata)]
        return found + walls.unprotected(connection, Base.metadata)


def rewrite(branches: Mapping[str, Path], models: Iterable[type]) -> list[Path]:
    """Write each branch's one revision from the models.

    Returns:
        The files written.
    """
    names = {getattr(model, "__tablename__", "") for model in models}
    written = []
    for branch, folder in branches.items():
        tables = [t for t in Base.metadata.sorted_tables if t.name in names and _prefix(t.name) == branch]
        steps: list[Any] = []
        for table in tables:
            steps.append(ops.CreateTableOp.from_table(table))
            steps += [_index(index) for index in _ordered(table)]
        body = render_python_code(ops.UpgradeOps(steps), migration_context=_offline())
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{branch}_0001.py"
        text = HEAD.format(title=f"The tables of {branch}", name=branch, body=_indented(body))
        path.write_text(text, encoding="utf-8")
        written.append(path)
    return written


def _prefix(table: str) -> str:
    """The plugin a table belongs to."""
    return table.split("_", 1)[0]


def _ordered(table: sa.Table) -> list[sa.Index]:
    return sorted(table.indexes, key=lambda index: str(index.name))


def _index(index: sa.Index) -> ops.CreateIndexOp:
    """The step that makes an index; PostgreSQL reads its condition as written for it, not for SQLite (`= true`)."""
    step = ops.CreateIndexOp.from_index(index)
    condition = step.kw.get("postgresql_where")
    if condition is not None:
        options = {"literal_binds": True, "include_table": False}
        written = condition.compile(dialect=POSTGRESQL, compile_kwargs=options)
        step.kw["postgresql_where"] = sa.text(str(written))
    return step


def _offline() -> MigrationContext:
    return MigrationContext.configure(
        dialect_name="sqlite", opts={"target_metadata": Base.metadata, "user_module_prefix": None}
    )


def _indented(body: str) -> str:
    lines = [line.strip("\n") for line in body.splitlines() if not line.strip().startswith("#")]
    return "\n".join(f"    {line}" if line and not line.startswith("    ") else line for line in lines)


def _config(branches: Mapping[str, Path]) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ALEMBIC))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(str(folder) for folder in branches.values()))
    return config
