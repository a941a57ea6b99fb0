"""The table of a case of an order: what was ordered, each step of 行政强制法 that the law asks for, and its end."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.penalty.summary.rules import PARTIES


class Order(Private, Base):
    """责令停止建设、限期改正, and what follows where nothing is put right.

    Attributes:
        urge_until: the last day that the urging gave (强制法 35(一)).
        leave_until: the last day to take it down oneself, as it was announced (44).
    """

    __tablename__ = "penalty_order"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("offence_id", "penalty_offence"),
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
    found_on: Mapped[dt.date]
    clue: Mapped[str] = mapped_column(Encrypted)
    place: Mapped[str] = mapped_column(Encrypted)
    facts: Mapped[str] = mapped_column(Encrypted)
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    demand: Mapped[str] = mapped_column(Encrypted, default="")
    correct_by: Mapped[dt.date | None]
    ordered_on: Mapped[dt.date | None]
    served_on: Mapped[dt.date | None]
    checked_on: Mapped[dt.date | None]
    corrected: Mapped[bool] = mapped_column(default=False)
    checking: Mapped[str] = mapped_column(Encrypted, default="")
    urged_on: Mapped[dt.date | None]
    urge_until: Mapped[dt.date | None]
    said: Mapped[str] = mapped_column(Encrypted, default="")
    examined: Mapped[str] = mapped_column(Encrypted, default="")
    decided_on: Mapped[dt.date | None]
    reasons: Mapped[str] = mapped_column(Encrypted, default="")
    manner: Mapped[str] = mapped_column(Encrypted, default="")
    decision_served_on: Mapped[dt.date | None]
    announced_on: Mapped[dt.date | None]
    leave_until: Mapped[dt.date | None]
    posted: Mapped[str] = mapped_column(Encrypted, default="")
    suspension: Mapped[str] = mapped_column(Encrypted, default="")
    demolished_at: Mapped[dt.datetime | None]
    urgency: Mapped[str] = mapped_column(Encrypted, default="")
    record: Mapped[str] = mapped_column(Encrypted, default="")
    outcome: Mapped[str] = mapped_column(Encrypted, default="")
    contested: Mapped[str] = mapped_column(Encrypted, default="")
    # The publication that tells of the decision to take it down.
    publication_id: Mapped[UUID | None]
