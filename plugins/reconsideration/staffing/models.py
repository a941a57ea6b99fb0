"""The table of what the office has in a year."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk


class Staffing(Private, Base):
    """Staff, funds, rooms and devices of the reconsideration office in a year."""

    __tablename__ = "reconsideration_staffing"
    __table_args__ = (
        UniqueConstraint("tenant_id", "year"),
        CheckConstraint("staff >= 0 and newcomers <= staff and qualified <= newcomers", name="staff"),
    )

    id: Mapped[UUID] = pk()
    year: Mapped[int]
    staff: Mapped[int]
    # Of them, those who began this work since 2024, and those of these with the legal qualification and training (6②).
    newcomers: Mapped[int]
    qualified: Mapped[int]
    # Fen.
    funds: Mapped[int] = mapped_column(BigInteger)
    rooms: Mapped[str]
    devices: Mapped[str]
    entered_on: Mapped[dt.date]
    entered_by: Mapped[str]
