"""Tables of the worker: events written in the business transaction, their effects, and periodic jobs."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk
from core.db.ids import new_id
from core.db.types import Uid


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


Index(
    "ix_core_outbox_todo",
    Outbox.priority,
    Outbox.available_at,
    sqlite_where=Outbox.is_open == True,  # noqa: E712 - the planner needs the literal
    postgresql_where=Outbox.is_open == True,  # noqa: E712
)


class Effect(Private, Base):
    """An effect that was had, under a key: the same event never has it twice."""

    __tablename__ = "core_effect"

    handler: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]


class JobRun(Base):
    """One run of a periodic job, unique by ``name@slot``, leased by one worker with a heartbeat."""

    __tablename__ = "core_job"
    __global__ = "the worker's loop runs over all tenants"
    __table_args__ = (UniqueConstraint("slot"),)

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True, default=new_id)
    slot: Mapped[str]
    name: Mapped[str]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[dt.datetime | None]
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    error: Mapped[str] = mapped_column(default="")
