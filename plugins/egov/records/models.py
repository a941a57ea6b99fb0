"""The table of corrections; state, limits and answers are their cases'."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted


class RecordCorrection(Private, Base):
    """A demand to correct a record about oneself, beyond its case; its words name people."""

    __tablename__ = "egov_record_correction"
    __table_args__ = (same_tenant("case_id", "core_case"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    record: Mapped[str] = mapped_column(Encrypted)
    wrong: Mapped[str] = mapped_column(Encrypted)
    evidence: Mapped[str] = mapped_column(Encrypted)
    organ: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(Encrypted, default="")
