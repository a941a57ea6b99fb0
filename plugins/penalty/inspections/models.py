"""Tables of inspections: the plan everybody reads, and each of those that were drawn."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Publishable, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.penalty.inspections.rules import RESULTS


class InspectionPlan(Publishable, Base):
    """An inspection 抽查计划 with its matters 抽查事项; public from its first moment.

    Attributes:
        objects_id, officers_id: the draws that gave whom to inspect, and who does.
    """

    __tablename__ = "penalty_inspection_plan"
    __table_args__ = (
        same_tenant("objects_id", "core_draw"),
        same_tenant("officers_id", "core_draw"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "year"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    year: Mapped[int]
    title: Mapped[str]
    matters: Mapped[str] = mapped_column(Text)
    basis: Mapped[str]
    planned_on: Mapped[dt.date]
    planned_by: Mapped[str]
    objects_id: Mapped[UUID | None]
    officers_id: Mapped[UUID | None]


class Inspected(Publishable, Base):
    """One of those that were drawn: its two officers, what they found, and the case that followed.

    Attributes:
        place: in the order of the draw, from 1.
        record: what was seen and said, for the office; `result` is what everybody reads once it is published.
    """

    __tablename__ = "penalty_inspected"
    __table_args__ = (
        same_tenant("plan_id", "penalty_inspection_plan"),
        same_tenant("first_id", "penalty_officer"),
        same_tenant("second_id", "penalty_officer"),
        same_tenant("case_id", "core_case"),
        UniqueConstraint("tenant_id", "plan_id", "code"),
        CheckConstraint(f"result in {('', *RESULTS)}", name="result"),
        CheckConstraint("not published or result <> ''", name="published"),
    )

    id: Mapped[UUID] = pk()
    plan_id: Mapped[UUID]
    place: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    first_id: Mapped[UUID | None]
    second_id: Mapped[UUID | None]
    held_on: Mapped[dt.date | None]
    result: Mapped[str] = mapped_column(default="")
    record: Mapped[str] = mapped_column(Encrypted, default="")
    recorded_by: Mapped[UUID | None]
    case_id: Mapped[UUID | None]
    published_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
