"""Tables of the diary and of planned visits; entries are written once and not changed."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.frontline.diary.rules import PLANNED, STAGES, TAGS


class PlannedVisit(Private, Base):
    """A visit 领导走访 that a leader is to make; done when its entry is written."""

    __tablename__ = "frontline_visit"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("village_id", "core_unit"),
        Index(None, "tenant_id", "planned_on", "id"),
        CheckConstraint(f"stage in {tuple(STAGES)}", name="stage"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    leader_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    leader: Mapped[str]
    village_id: Mapped[UUID]
    planned_on: Mapped[dt.date]
    purpose: Mapped[str]
    stage: Mapped[str] = mapped_column(default=PLANNED)
    # Why it was called off.
    reason: Mapped[str] = mapped_column(default="")


class DiaryEntry(Private, Base):
    """An entry of the diary 民情日记: where, with whom, what was seen, raised and promised."""

    __tablename__ = "frontline_diary"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        same_tenant("village_id", "core_unit"),
        same_tenant("visit_id", "frontline_visit"),
        Index(None, "tenant_id", "unit_id", "visited_on"),
        Index("ix_frontline_diary_day", "tenant_id", "visited_on", "id"),
        CheckConstraint(f"kind in {tuple(TAGS)}", name="kind"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    by_id: Mapped[UUID]
    by_name: Mapped[str]
    visited_on: Mapped[dt.date]
    kind: Mapped[str]
    village_id: Mapped[UUID | None]
    place: Mapped[str]
    led_by: Mapped[str]
    people: Mapped[str] = mapped_column(Encrypted)
    witness: Mapped[str] = mapped_column(Encrypted)
    words: Mapped[str] = mapped_column(Encrypted)
    problem: Mapped[str] = mapped_column(Encrypted)
    matter: Mapped[str]
    promise: Mapped[str] = mapped_column(Encrypted)
    visit_id: Mapped[UUID | None]
