"""The table of joint handling: what a unit taking part was asked, and what it answered."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted


class Part(Private, Base):
    """A part of an application; the application is its case's parent."""

    __tablename__ = "approval_part"
    __table_args__ = (same_tenant("case_id", "core_case"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(Encrypted)
    agrees: Mapped[bool | None]
    opinion: Mapped[str] = mapped_column(Encrypted, default="")
    answered_by: Mapped[str] = mapped_column(default="")
