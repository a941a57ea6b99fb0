"""The table of reviews of petitions; state, limits and answers are their cases'."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.egov.reviews.rules import LEVELS, OUTCOMES


class PetitionReview(Private, Base):
    """A review of an opinion on a petition 信访复查、复核, beyond its case; its words name people."""

    __tablename__ = "egov_petition_review"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        CheckConstraint(f"level in {tuple(LEVELS)}", name="level"),
        CheckConstraint(f"outcome in {('', *OUTCOMES)}", name="outcome"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    level: Mapped[str]
    # The township whose opinion it is, by its code, which is told what came of it; 0 where it is another organ's.
    place: Mapped[int] = mapped_column(default=0)
    organ: Mapped[str]
    document: Mapped[str]
    answered_on: Mapped[dt.date]
    late: Mapped[bool]
    words: Mapped[str] = mapped_column(Encrypted)
    heard_since: Mapped[dt.date | None]
    heard_until: Mapped[dt.date | None]
    heard: Mapped[str] = mapped_column(Encrypted, default="")
    outcome: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(Encrypted, default="")
    basis: Mapped[str] = mapped_column(default="")
