"""Revisions of plugins whose code is gone: set aside, so that the others can move on, and taken back with the code."""

from __future__ import annotations

from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, String, Table, delete, insert, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base

VERSION_TABLE = "core_revision"


class ParkedRevision(Base):
    """A revision that was applied and whose plugin is not installed now; its tables stay."""

    __tablename__ = "core_parked_revision"
    __global__ = "says which tables the database has, for all tenants at once"

    revision: Mapped[str] = mapped_column(primary_key=True)


def settle(connection: Connection, script: ScriptDirectory) -> None:
    """Set aside applied revisions nobody knows any more, and take back those that are known again."""
    applied = Table(VERSION_TABLE, MetaData(), Column("version_num", String(32)))
    if not {VERSION_TABLE, ParkedRevision.__tablename__} <= set(inspect(connection).get_table_names()):
        return
    known = {revision.revision for revision in script.walk_revisions()}
    gone = set(connection.scalars(select(applied.c.version_num))) - known
    back = set(connection.scalars(select(ParkedRevision.revision))) & known
    for revision in gone:
        connection.execute(applied.delete().where(applied.c.version_num == revision))
        connection.execute(insert(ParkedRevision).values(revision=revision))
    for revision in back:
        connection.execute(delete(ParkedRevision).where(ParkedRevision.revision == revision))
        connection.execute(applied.insert().values(version_num=revision))
