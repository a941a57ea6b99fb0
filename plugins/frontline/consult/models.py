"""The table of consultations; what the public reads of them stands in the publications and in the comments shown."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant


class Consultation(Private, Base):
    """A consultation 公开征求意见; it is open from the day its notice is published."""

    __tablename__ = "frontline_consultation"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "unit_id"),
        Index(None, "tenant_id", "notice_id"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    title: Mapped[str]
    draft: Mapped[str] = mapped_column(Text)
    explanation: Mapped[str] = mapped_column(Text)
    how: Mapped[str]
    major: Mapped[bool]
    days: Mapped[int]
    reason: Mapped[str]
    # The publications that ask, and that tell what was taken up; a draft of one may be thrown away.
    notice_id: Mapped[UUID]
    report_id: Mapped[UUID | None]
