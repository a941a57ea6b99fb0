"""Tables of consultations; what the public reads of them stands in the publications and in the comments shown."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.frontline.consult.rules import GROUNDS, SHOWN, TAKEN, WAITING, WITHHELD


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


class Comment(Private, Base):
    """What somebody said; nobody but the staff reads it before it is looked at."""

    __tablename__ = "frontline_comment"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("consultation_id", "frontline_consultation"),
        Index(None, "tenant_id", "consultation_id", "standing"),
        CheckConstraint(f"standing in {(WAITING, SHOWN, WITHHELD)}", name="standing"),
        CheckConstraint(f"ground in {('', *GROUNDS)}", name="ground"),
        CheckConstraint(f"taken in {('', *TAKEN)}", name="taken"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    consultation_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    # With numbers of people masked, as it is shown.
    words: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Encrypted)
    phone: Mapped[str] = mapped_column(Encrypted)
    standing: Mapped[str] = mapped_column(default=WAITING)
    ground: Mapped[str] = mapped_column(default="")
    moderated_by: Mapped[str] = mapped_column(default="")
    taken: Mapped[str] = mapped_column(default="")
    why: Mapped[str] = mapped_column(default="")
