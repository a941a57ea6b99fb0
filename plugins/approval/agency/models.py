"""What is kept of a registration by a village agent, beside the application it is about."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.approval.agency.rules import CONSENTS


class Agency(Private, Base):
    """代办: who registered for the applicant, where, with which consent, and when the township received it."""

    __tablename__ = "approval_agency"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("village_id", "core_unit"),
        CheckConstraint(f"consent in {tuple(CONSENTS)}", name="consent"),
        Index(None, "tenant_id", "village_id", "registered_on"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    village_id: Mapped[UUID]
    village: Mapped[str]
    agent_id: Mapped[UUID]
    agent: Mapped[str]
    registered_on: Mapped[dt.date]
    # None until the township received it; of a village that is its window the same day.
    reached_on: Mapped[dt.date | None]
    # The village was the township's published window on that day.
    at_window: Mapped[bool] = mapped_column(default=False)
    consent: Mapped[str]
    # What the applicant said, where they agreed by word of mouth; the picture of a signature is a file of the case.
    consent_words: Mapped[str] = mapped_column(Encrypted, default="")
