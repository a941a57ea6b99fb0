"""Tables of duties. Only core/duties assigns their states and dates or makes their rows."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.duties.rules import STATES


class Duty(Private, Base):
    """What one unit owes for one period of a duty rule, and what it handed in."""

    __tablename__ = "core_duty"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        same_tenant("receiver_id", "core_unit"),
        UniqueConstraint("tenant_id", "rule", "unit_id", "period"),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index("ix_core_duty_unit", "tenant_id", "unit_id", "due_on", "id"),
        Index("ix_core_duty_receiver", "tenant_id", "receiver_id", "due_on", "id"),
        Index("ix_core_duty_due", "tenant_id", "state", "due_on"),
        # The board of a period.
        Index("ix_core_duty_period", "tenant_id", "period", "rule", "unit_id", "state", "due_on"),
    )

    id: Mapped[UUID] = pk()
    rule: Mapped[str]
    unit_id: Mapped[UUID]
    # None where nobody of the tenant receives it: nobody at all, or someone outside.
    receiver_id: Mapped[UUID | None]
    period: Mapped[str]
    start_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    safe_due_on: Mapped[dt.date]
    provisional: Mapped[bool]
    rule_version: Mapped[dt.date | None]
    calendar_version: Mapped[str]
    state: Mapped[str]
    nil: Mapped[bool] = mapped_column(default=False)
    # What was handed in last: ``{"text": …, "parts": {code: [line, …]}, "files": [{"id", "name", "sha256"}, …]}``.
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    late_reason: Mapped[str] = mapped_column(default="")
    # Of a filing 备案: its number and the receiver's opinion, from its acceptance on.
    number: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(default="")
    submitted_by: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    submitted_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DutyEntry(Private, Base):
    """One act on a duty: who, when, what was said and handed in, on which due day; rows are only ever added."""

    __tablename__ = "core_duty_entry"
    __table_args__ = (
        same_tenant("duty_id", "core_duty"),
        # The key of the form that was carried out: a second click finds the first.
        UniqueConstraint("tenant_id", "key"),
        Index(None, "tenant_id", "duty_id"),
    )

    id: Mapped[UUID] = pk()
    duty_id: Mapped[UUID]
    key: Mapped[str]
    act: Mapped[str]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    at: Mapped[dt.datetime]
    due_on: Mapped[dt.date]
    note: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)


class DutyReport(Private, Base):
    """A compiled report 汇总材料 of one duty of a period, and what it was compiled from; a newer one replaces none."""

    __tablename__ = "core_duty_report"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        # The key of the form that made it: a second click finds the first.
        UniqueConstraint("tenant_id", "key"),
        Index("ix_core_duty_report_made", "tenant_id", "made_at", "id"),
    )

    id: Mapped[UUID] = pk()
    key: Mapped[str]
    rule: Mapped[str]
    period: Mapped[str]
    # Whose report it is: the unit that compiled it.
    unit_id: Mapped[UUID]
    title: Mapped[str]
    # As `core.duties.compiling.content` makes it.
    content: Mapped[dict[str, Any]]
    # What went into it: ``{"duties": [{"id": …, "unit": name, "key": of the handing in, "files": […]}, …]}``.
    sources: Mapped[dict[str, Any]]
    # The document 公文 with which it is circulated 通报, from its draft on.
    document_id: Mapped[UUID | None]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    made_by_name: Mapped[str]
    made_at: Mapped[dt.datetime]
