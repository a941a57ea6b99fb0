"""Tables of the guidance log and of briefs."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.supervision.guidance.rules import OUTCOMES


class Visit(Private, Base):
    """One visit to a unit 检查指导 (实施方案五(二)): what was found, what help was given, and when it was solved."""

    __tablename__ = "supervision_visit"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "on", "id"),
        Index(None, "tenant_id", "unit_id", "on"),
        CheckConstraint('solved_on is null or solved_on >= "on"', name="solved"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    on: Mapped[dt.date]
    by: Mapped[str]
    problem: Mapped[str]
    help: Mapped[str]
    solved_on: Mapped[dt.date | None]
    solution: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[dt.datetime]


class Brief(Private, Base):
    """One brief to the county 信息报送 (实施方案五(二)), and what the county made of it."""

    __tablename__ = "supervision_brief"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "sent_on", "id"),
        CheckConstraint(f"outcome in {tuple(OUTCOMES)}", name="outcome"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]
    sent_to: Mapped[str]
    sent_on: Mapped[dt.date]
    outcome: Mapped[str] = mapped_column(default="waiting")
    outcome_on: Mapped[dt.date | None]
    outcome_note: Mapped[str] = mapped_column(default="")
    entered_by: Mapped[str]
    entered_at: Mapped[dt.datetime]


"""What is entered stays; only what becomes of it is added later, each act with its row in the audit."""
