"""The tables of tickets, none of which names anybody, and of booked visits."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.egov.windows.rules import BOOKINGS, EXPECTED, HOURS, PRIORITIES, STATES, WAITING


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


class Booking(Private, Base):
    """A visit that somebody booked 预约: a day and an hour of it; at the counter it becomes a ticket."""

    __tablename__ = "egov_booking"
    __table_args__ = (
        same_tenant("ticket_id", "egov_ticket"),
        UniqueConstraint("tenant_id", "form_key"),
        UniqueConstraint("tenant_id", "day", "no"),
        Index(None, "tenant_id", "day", "hour"),
        CheckConstraint(f"hour in {tuple(HOURS)}", name="hour"),
        CheckConstraint(f"state in {tuple(BOOKINGS)}", name="state"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    day: Mapped[dt.date]
    no: Mapped[int]
    hour: Mapped[str]
    errand: Mapped[str] = mapped_column(Encrypted)
    name: Mapped[str] = mapped_column(Encrypted)
    phone: Mapped[str] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(default=EXPECTED)
    booked_at: Mapped[dt.datetime]
    ticket_id: Mapped[UUID | None]
