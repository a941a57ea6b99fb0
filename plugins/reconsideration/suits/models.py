"""The table of a court case."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.reconsideration.suits.rules import JUDGEMENTS


class Suit(Private, Base):
    """A court case 行政应诉案件: what is contested, what was answered, who came, and what was judged."""

    __tablename__ = "reconsideration_suit"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        CheckConstraint(f"result in {('', *JUDGEMENTS)}", name="result"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    court: Mapped[str]
    court_number: Mapped[str]
    # Number of the review whose decision is contested; empty of a suit without one.
    review_number: Mapped[str] = mapped_column(default="")
    claim: Mapped[str] = mapped_column(Encrypted)
    copied_on: Mapped[dt.date]
    defence: Mapped[str] = mapped_column(Encrypted, default="")
    evidence: Mapped[str] = mapped_column(Encrypted, default="")
    defended_on: Mapped[dt.date | None]
    appeared: Mapped[str] = mapped_column(Encrypted, default="")
    by_head: Mapped[bool] = mapped_column(default=False)
    result: Mapped[str] = mapped_column(default="")
    judgement: Mapped[str] = mapped_column(Encrypted, default="")
    judged_on: Mapped[dt.date | None]
