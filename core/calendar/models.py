"""Tables of the calendar. Every version is kept whole, so that a limit counted on it can be proved years later."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base


class CalendarVersion(Base):
    """One state of the calendar; the one with the highest number counts."""

    __tablename__ = "core_calendar_version"
    __global__ = "the State Council's calendar holds for the whole country"

    number: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(unique=True)
    published_to: Mapped[int]
    # The year that was imported, none where the version came with the software; and its notice, or the last year's.
    year: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    # The logins of the two people who answer for it.
    imported_by: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[str] = mapped_column(default="")


class CalendarDay(Base):
    """A day of one version that differs from the plain week."""

    __tablename__ = "core_calendar_day"
    __global__ = "belongs to a version of the calendar"
    __table_args__ = (CheckConstraint("kind in ('off', 'work')", name="kind"),)

    number: Mapped[int] = mapped_column(ForeignKey("core_calendar_version.number"), primary_key=True)
    date: Mapped[dt.date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    source: Mapped[str]
