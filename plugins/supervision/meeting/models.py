"""A joint meeting 联席会议, its agenda, and its resolutions."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.supervision.meeting.rules import OUTCOMES, STATES


class Meeting(Private, Base):
    """A meeting: called with its agenda, held, closed with its minutes 纪要."""

    __tablename__ = "supervision_meeting"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        CheckConstraint(f"stage in ({', '.join(map(repr, STATES))})", name="stage"),
        same_tenant("minutes_id", "core_document"),
        same_tenant("circular_id", "core_document"),
        Index(None, "tenant_id", "held_on"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    title: Mapped[str]
    held_on: Mapped[dt.date]
    place: Mapped[str]
    chair: Mapped[str]
    # Names, as they stand in the minutes.
    present: Mapped[str] = mapped_column(default="")
    absent: Mapped[str] = mapped_column(default="")
    guests: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(default="called")
    by: Mapped[str]
    at: Mapped[dt.datetime]
    minutes_id: Mapped[UUID | None]
    circular_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class AgendaItem(Private, Base):
    """An item of an agenda: something that waited in a measure, by its key, or a free one without."""

    __tablename__ = "supervision_agenda_item"
    __table_args__ = (
        same_tenant("meeting_id", "supervision_meeting"),
        UniqueConstraint("tenant_id", "meeting_id", "number"),
        CheckConstraint(f"outcome in ({', '.join(map(repr, ('', *OUTCOMES)))})", name="outcome"),
        Index(None, "tenant_id", "key"),
    )

    id: Mapped[UUID] = pk()
    meeting_id: Mapped[UUID]
    number: Mapped[int]
    key: Mapped[str] = mapped_column(default="")
    title: Mapped[str]
    url: Mapped[str] = mapped_column(default="")
    topic: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")


class Resolution(Private, Base):
    """What the meeting resolved that somebody is to do: which unit and person, by when, and what was done."""

    __tablename__ = "supervision_resolution"
    __table_args__ = (
        same_tenant("meeting_id", "supervision_meeting"),
        same_tenant("item_id", "supervision_agenda_item"),
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "meeting_id"),
        Index(None, "tenant_id", "unit_id", "due_on"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    meeting_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    words: Mapped[str]
    unit_id: Mapped[UUID]
    person: Mapped[str]
    due_on: Mapped[dt.date]
    done: Mapped[str] = mapped_column(default="")
    done_on: Mapped[dt.date | None]
    done_by: Mapped[str] = mapped_column(default="")
