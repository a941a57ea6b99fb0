"""The table of a case decided on the spot: what it holds beyond its case."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.penalty.summary.rules import PARTIES


class Spot(Private, Base):
    """What a penalty case holds: the act, what the party was told and said, the decision, and what became of it."""

    __tablename__ = "penalty_spot"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("offence_id", "penalty_offence"),
        same_tenant("standard_id", "penalty_standard"),
        same_tenant("first_id", "penalty_officer"),
        same_tenant("second_id", "penalty_officer"),
        Index(None, "tenant_id", "offence_id"),
        CheckConstraint(f"subject in {tuple(PARTIES)}", name="subject"),
        CheckConstraint("first_id <> second_id", name="officers"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    offence_id: Mapped[UUID]
    subject: Mapped[str]
    acted_on: Mapped[dt.date]
    # Where and what names people.
    place: Mapped[str] = mapped_column(Encrypted)
    facts: Mapped[str] = mapped_column(Encrypted)
    evidence: Mapped[str] = mapped_column(Encrypted)
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    # Told 告知: what was intended, and the answers it rested on.
    told_at: Mapped[dt.datetime | None]
    told_warning: Mapped[bool] = mapped_column(default=False)
    told_fine: Mapped[int] = mapped_column(BigInteger, default=0)
    standard_id: Mapped[UUID | None]
    band: Mapped[int | None]
    met: Mapped[list[str]] = mapped_column(default=list)
    grounds: Mapped[list[str]] = mapped_column(default=list)
    # Fen or hundredths of a square metre.
    quantity: Mapped[int | None] = mapped_column(BigInteger)
    reasons: Mapped[str] = mapped_column(Encrypted, default="")
    reviewer: Mapped[str] = mapped_column(default="")
    # Heard 听取陈述申辩.
    said: Mapped[str] = mapped_column(Encrypted, default="")
    examined: Mapped[str] = mapped_column(Encrypted, default="")
    recusal: Mapped[str] = mapped_column(Encrypted, default="")
    recusal_decision: Mapped[str] = mapped_column(Encrypted, default="")
    # Decided.
    decided_at: Mapped[dt.datetime | None]
    warning: Mapped[bool] = mapped_column(default=False)
    fine: Mapped[int] = mapped_column(BigInteger, default=0)
    signed: Mapped[bool] = mapped_column(default=False)
    refusal: Mapped[str] = mapped_column(default="")
    cash: Mapped[str] = mapped_column(default="")
    receipt: Mapped[str] = mapped_column(default="")
    printed: Mapped[str] = mapped_column(default="")
    correct_by: Mapped[dt.date | None]
    # What became of it.
    ground: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(Encrypted, default="")
    reported_on: Mapped[dt.date | None]
    reporter: Mapped[str] = mapped_column(default="")
    handed_in_on: Mapped[dt.date | None]
    banked_on: Mapped[dt.date | None]
    checked_on: Mapped[dt.date | None]
    corrected: Mapped[bool] = mapped_column(default=False)
    checking: Mapped[str] = mapped_column(Encrypted, default="")
