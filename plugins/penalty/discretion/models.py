"""The table of discretion: the standard 裁量基准 of an offence, drawn up by one person and published by another."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Publishable, pk, same_tenant
from plugins.penalty.catalogue.library import tiers_of
from plugins.penalty.discretion.rules import Tier


class Standard(Publishable, Base):
    """The tiers of one edition of an offence; a draft is used by nobody, a published one never changes."""

    __tablename__ = "penalty_standard"
    __table_args__ = (
        same_tenant("offence_id", "penalty_offence"),
        UniqueConstraint("tenant_id", "offence_id", "edition"),
        CheckConstraint("published = (published_on is not null)", name="published_on"),
    )

    id: Mapped[UUID] = pk()
    offence_id: Mapped[UUID]
    edition: Mapped[int] = mapped_column(default=1)
    # Drawn up here, or the superior's that was adopted, with its number.
    source: Mapped[str] = mapped_column(default="")
    tiers: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    made_by: Mapped[UUID | None]
    maker: Mapped[str] = mapped_column(default="")
    reviewer: Mapped[str] = mapped_column(default="")
    published_on: Mapped[dt.date | None]
    sample: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def steps(self) -> tuple[Tier, ...]:
        """The tiers as rules read them."""
        return tiers_of(self.tiers)
