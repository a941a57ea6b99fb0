"""The table of orders: what is demanded of whom, what it is about, and the last answer."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from plugins.supervision.orders.rules import KINDS


class Order(Private, Base):
    """An order or finding; unit, responsible person, number, limit and state are its case's."""

    __tablename__ = "supervision_order"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("issuer_id", "core_unit"),
        same_tenant("about_case_id", "core_case"),
        same_tenant("about_duty_id", "core_duty"),
        same_tenant("draw_id", "core_draw"),
        same_tenant("visit_id", "supervision_visit"),
        CheckConstraint(f"kind in {tuple(KINDS)}", name="kind"),
        Index(None, "tenant_id", "visit_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    # The office that issued it: leadership, general office or supervision office.
    issuer_id: Mapped[UUID]
    issued_by: Mapped[str]
    matter: Mapped[str]
    demand: Mapped[str]
    person: Mapped[str]
    # The limit that counts now, and its working days from the day it was set; a return sets another.
    limit_on: Mapped[dt.date]
    days: Mapped[int]
    # What it is about, or where it was found.
    about_case_id: Mapped[UUID | None]
    about_duty_id: Mapped[UUID | None]
    draw_id: Mapped[UUID | None]
    visit_id: Mapped[UUID | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    answered_by: Mapped[str] = mapped_column(default="")
    answered_on: Mapped[dt.date | None]
    checked: Mapped[str] = mapped_column(default="")
    checked_by: Mapped[str] = mapped_column(default="")
    ended_reason: Mapped[str] = mapped_column(default="")
