"""The table of the county's end: what came from below, and what was made of it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted


class Review(Private, Base):
    """An application sent on for decision 转报件, in the tenant of the organ that decides."""

    __tablename__ = "approval_review"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("parcel_id", "core_parcel_received"),
        Index(None, "tenant_id", "parcel_id", unique=True),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    parcel_id: Mapped[UUID]
    # A JSON object of what the township sent, encrypted whole: `plugins.approval.county.sending.dossier` makes it.
    dossier: Mapped[str] = mapped_column(Encrypted)
    decision: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    article: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[UUID | None]
    # The notice and the result of a special link (许可法 45): ISO days as text.
    special: Mapped[dict[str, Any]] = mapped_column(default=dict)
    decided_on: Mapped[dt.date | None]
