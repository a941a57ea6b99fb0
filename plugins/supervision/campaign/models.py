"""A campaign 专项整治, and what was found and done in it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.supervision.campaign.rules import STATES


class Campaign(Private, Base):
    """A campaign: planned, signed by government and supervision, running, closed with its report."""

    __tablename__ = "supervision_campaign"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "form_key"),
        CheckConstraint("from_on <= to_on", name="period"),
        CheckConstraint(f"stage in ({', '.join(map(repr, STATES))})", name="stage"),
        CheckConstraint("government_id is null or government_id <> supervision_id", name="two"),
        Index(None, "tenant_id", "from_on"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    title: Mapped[str]
    subject: Mapped[str]
    plan: Mapped[str]
    leader: Mapped[str]
    # The body responsible for it.
    unit_id: Mapped[UUID]
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date]
    stage: Mapped[str] = mapped_column(default="plan")
    by: Mapped[str]
    at: Mapped[dt.datetime]
    government_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    government: Mapped[str] = mapped_column(default="")
    supervision_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    supervision: Mapped[str] = mapped_column(default="")
    # What is said beside the figures, and these as they were counted on the day of the report.
    report: Mapped[str] = mapped_column(default="")
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    over_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class CampaignEntry(Private, Base):
    """A finding in a campaign, and what was done about it once that is known."""

    __tablename__ = "supervision_campaign_entry"
    __table_args__ = (
        same_tenant("campaign_id", "supervision_campaign"),
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "campaign_id"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    campaign_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    found: Mapped[str]
    found_on: Mapped[dt.date]
    by: Mapped[str]
    done: Mapped[str] = mapped_column(default="")
    done_on: Mapped[dt.date | None]
    done_by: Mapped[str] = mapped_column(default="")
