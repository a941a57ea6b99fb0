"""The table of tickets; none names anybody."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk
from plugins.egov.windows.rules import PRIORITIES, STATES, WAITING


class Ticket(Private, Base):
    """A number in the queue 排队号 of one day, taken at the counter, without a telephone and without a name."""

    __tablename__ = "egov_ticket"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        UniqueConstraint("tenant_id", "day", "no"),
        Index(None, "tenant_id", "day", "state"),
        CheckConstraint(f"state in {tuple(STATES)}", name="state"),
        CheckConstraint(f"priority in {('', *PRIORITIES)}", name="priority"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    day: Mapped[dt.date]
    no: Mapped[int]
    errand: Mapped[str]
    priority: Mapped[str]
    state: Mapped[str] = mapped_column(default=WAITING)
    desk: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[dt.datetime]
    called_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    # Who called it.
    served_by: Mapped[UUID | None]
