"""The table of an application taken in for the county."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.reconsideration.intake.rules import ROLES


class Intake(Private, Base):
    """An application taken in 代收的行政复议申请, kept as it goes to the county."""

    __tablename__ = "reconsideration_intake"
    __table_args__ = (same_tenant("case_id", "core_case"), CheckConstraint(f"role in {tuple(ROLES)}", name="role"))

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str]
    # A JSON object of what the application says, encrypted whole.
    application: Mapped[str] = mapped_column(Encrypted)
    note: Mapped[str] = mapped_column(Encrypted, default="")
    forwarded_on: Mapped[dt.date | None]
    changed: Mapped[str] = mapped_column(Encrypted, default="")
