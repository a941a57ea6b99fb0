"""Tables of fines: what was paid and given back, and when nothing was added."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.penalty.fines.rules import CASH_WAY, STAYS, WAYS


def yuan(fen: int) -> Decimal:
    """Yuan of so many fen, which is how sums are kept."""
    return Decimal(fen) / 100


def fen(amount: Decimal) -> int:
    """Fen of a sum in yuan with at most two digits after the point."""
    return int(amount * 100)


class Payment(Private, Base):
    """One payment of a fine and of what was added to it; never changed."""

    __tablename__ = "penalty_payment"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        UniqueConstraint("tenant_id", "case_id", "receipt"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint(f"way in {(CASH_WAY, *WAYS)}", name="way"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    paid_on: Mapped[dt.date]
    # Fen.
    amount: Mapped[int] = mapped_column(BigInteger)
    way: Mapped[str]
    receipt: Mapped[str]
    at: Mapped[dt.datetime]
    by: Mapped[str]


class Refund(Private, Base):
    """Money given back 退还 because the decision was revoked or changed (行政强制法 41); never changed."""

    __tablename__ = "penalty_refund"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        UniqueConstraint("tenant_id", "case_id", "receipt"),
        CheckConstraint("amount > 0", name="amount"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    refunded_on: Mapped[dt.date]
    # Fen.
    amount: Mapped[int] = mapped_column(BigInteger)
    receipt: Mapped[str]
    at: Mapped[dt.datetime]
    by: Mapped[str]


class Halt(Private, Base):
    """The days of a review or a lawsuit, for which nothing is added (行政处罚法 73③); without a last day it runs."""

    __tablename__ = "penalty_halt"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        CheckConstraint(f"kind in {tuple(STAYS)}", name="kind"),
        CheckConstraint("to_on is null or to_on >= from_on", name="days"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    kind: Mapped[str]
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date | None]
    document: Mapped[str]
    # A key of `core.cases.reviews.OUTCOMES`; empty while it runs, and where it ended without a ruling.
    outcome: Mapped[str] = mapped_column(default="")
