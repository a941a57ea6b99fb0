"""What is kept of a complaint, encrypted wherever it is words; and of a tip about discipline in the county."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.supervision.complaint.rules import FOUND, KINDS


class Complaint(Private, Base):
    """A complaint 作风问题投诉; of one that went on to the county nothing of what was told stays here."""

    __tablename__ = "supervision_complaint"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("about_id", "core_unit"),
        same_tenant("campaign_id", "supervision_campaign"),
        CheckConstraint(f"kind in ({', '.join(map(repr, ('', *KINDS)))})", name="kind"),
        CheckConstraint(f"founded in ({', '.join(map(repr, ('', *FOUND)))})", name="founded"),
        Index(None, "tenant_id", "about_id"),
        Index(None, "tenant_id", "campaign_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    told_on: Mapped[dt.date]
    # The campaign 专项整治 that ran on that day; None where it stands alone.
    campaign_id: Mapped[UUID | None]
    # What was asked for; empty where it went on.
    kind: Mapped[str] = mapped_column(default="")
    # The unit complained of: who works there never sees the case.
    about_id: Mapped[UUID | None]
    person: Mapped[str] = mapped_column(Encrypted, default="")
    happened_on: Mapped[dt.date | None]
    words: Mapped[str] = mapped_column(Encrypted, default="")
    # Only where they were given.
    name: Mapped[str] = mapped_column(Encrypted, default="")
    contact: Mapped[str] = mapped_column(Encrypted, default="")
    founded: Mapped[str] = mapped_column(default="")
    findings: Mapped[str] = mapped_column(Encrypted, default="")
    measures: Mapped[str] = mapped_column(Encrypted, default="")
    # It went to the county's 纪检监察: how many parcels were sent, and what came back for whoever complained.
    sent: Mapped[int] = mapped_column(default=0)
    county_answer: Mapped[str] = mapped_column(Encrypted, default="")


class Tip(Private, Base):
    """A tip about discipline 问题线索 in the county, as the parcel brought it."""

    __tablename__ = "supervision_tip"
    __table_args__ = (same_tenant("case_id", "core_case"), same_tenant("parcel_id", "core_parcel_received"))

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    parcel_id: Mapped[UUID]
    # A JSON object of what was told, encrypted whole.
    told: Mapped[str] = mapped_column(Encrypted)
