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


class OverlayVersion(Base):
    """One state of a county's or township's own rest days; each tenant's highest number holds.

    The county's are `whole`: they hold in every township. Only the county says whether they count for limits.
    """

    __tablename__ = "core_overlay_version"
    __global__ = "which days are local rest days is public, and read by every request before a scope exists"

    number: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[int] = mapped_column(ForeignKey("core_tenant.id"))
    whole: Mapped[bool]
    version: Mapped[str] = mapped_column(unique=True)
    counts: Mapped[bool] = mapped_column(default=False)
    # The document that made this state, and for counting what it says in support.
    document: Mapped[str]
    basis: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    # The names of the two people who answer for it.
    proposed_by: Mapped[str]
    confirmed_by: Mapped[str]


class OverlayDay(Base):
    """A local rest day of one state, with the document that ordered it."""

    __tablename__ = "core_overlay_day"
    __global__ = "belongs to a state of a tenant's rest days"

    number: Mapped[int] = mapped_column(ForeignKey("core_overlay_version.number"), primary_key=True)
    date: Mapped[dt.date] = mapped_column(primary_key=True)
    name: Mapped[str]
    document: Mapped[str]
    basis: Mapped[str]
