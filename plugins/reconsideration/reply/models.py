"""The table of the respondent's end: what the county sent, what was answered, and what the decision asks for."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted


class Answer(Private, Base):
    """The answer to a review 行政复议答复, in the tenant of the respondent."""

    __tablename__ = "reconsideration_answer"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("parcel_id", "core_parcel_received"),
        Index(None, "tenant_id", "parcel_id", unique=True),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    parcel_id: Mapped[UUID]
    # A JSON object of what the county sent, encrypted whole: `review.sending.copy` makes it.
    dossier: Mapped[str] = mapped_column(Encrypted)
    reply: Mapped[str] = mapped_column(Encrypted, default="")
    evidence: Mapped[str] = mapped_column(Encrypted, default="")
    drafted_by: Mapped[UUID | None]
    replied_on: Mapped[dt.date | None]
    outcome: Mapped[str] = mapped_column(default="")
    ruling: Mapped[str] = mapped_column(Encrypted, default="")
    owed: Mapped[bool] = mapped_column(default=False)
    redo_days: Mapped[int | None]
    opinion: Mapped[str] = mapped_column(Encrypted, default="")
    performed_on: Mapped[dt.date | None]
    performance: Mapped[str] = mapped_column(Encrypted, default="")
