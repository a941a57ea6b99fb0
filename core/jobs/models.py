"""Tables of the worker: effects owed and had, runs of the periodic jobs, and how far long work has come."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk


class Outbox(Private, Base):
    """An effect that is owed: written with the act, drained by the worker, parked after five failures."""

    __tablename__ = "core_outbox"

    id: Mapped[UUID] = pk()
    topic: Mapped[str]
    key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    priority: Mapped[int] = mapped_column(default=100)
    created_at: Mapped[dt.datetime]
    available_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)
    parked: Mapped[bool] = mapped_column(default=False)
    error: Mapped[str] = mapped_column(default="")


# The tenant first: a township is asked whether it owes anything without a look at what the others owe.
Index(
    "ix_core_outbox_todo",
    Outbox.tenant_id,
    Outbox.priority,
    Outbox.available_at,
    sqlite_where=Outbox.is_open == True,  # noqa: E712 - the planner needs the literal
    postgresql_where=Outbox.is_open == True,  # noqa: E712
)
Index(
    "ix_core_outbox_parked",
    Outbox.tenant_id,
    Outbox.created_at,
    sqlite_where=Outbox.parked == True,  # noqa: E712
    postgresql_where=Outbox.parked == True,  # noqa: E712
)


class Effect(Private, Base):
    """An effect that was had, under a key: the same event never has it twice."""

    __tablename__ = "core_effect"

    handler: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]


class JobRun(Private, Base):
    """One run of a periodic job for a tenant, unique by ``name@slot``, leased by one worker with a heartbeat.

    Until `lease_until` nobody else takes it: a running one because its worker lives, a failed one because it rests.
    `error` of one that is done is what somebody should know all the same.
    """

    __tablename__ = "core_job"
    __table_args__ = (UniqueConstraint("tenant_id", "slot"), Index(None, "tenant_id", "name", "started_at"))

    id: Mapped[UUID] = pk()
    slot: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    error: Mapped[str] = mapped_column(default="")


class Progress(Private, Base):
    """How far a long work has come, one row for each name: it outlives the page that shows it."""

    __tablename__ = "core_job_progress"

    name: Mapped[str] = mapped_column(primary_key=True)
    words: Mapped[str]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[dt.datetime]
    moved_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    error: Mapped[str] = mapped_column(default="")
