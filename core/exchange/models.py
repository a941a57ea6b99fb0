"""The two ends of a parcel, each in its own tenant; they name each other by (tenant, id), never by a foreign key."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk
from core.db.crypto import Encrypted
from core.exchange.parcel import DELIVERED, RECEIVED, REFUSED, SENT, Receipt


class ParcelSent(Private, Base):
    """A parcel 转送件 in the sender's tenant: what went where, and what came back."""

    __tablename__ = "core_parcel_sent"
    __table_args__ = (
        UniqueConstraint("tenant_id", "kind", "key", "to_tenant"),
        CheckConstraint(f"state in ('{SENT}', '{DELIVERED}', '{RECEIVED}', '{REFUSED}')", name="state"),
    )

    id: Mapped[UUID] = pk()
    to_tenant: Mapped[int]
    kind: Mapped[str]
    key: Mapped[str]
    # The parcel as JSON, encrypted whole: it may name people.
    content: Mapped[str] = mapped_column(Encrypted)
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default=SENT)
    sent_at: Mapped[dt.datetime]
    delivered_at: Mapped[dt.datetime | None]
    answered_at: Mapped[dt.datetime | None]
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def receipt(self) -> Receipt:
        """What the receiver answered."""
        return Receipt.from_json(self.answer)


class ParcelReceived(Private, Base):
    """A parcel in the receiver's tenant; its source is written with the effect, so that it never has it twice."""

    __tablename__ = "core_parcel_received"
    __table_args__ = (
        UniqueConstraint("tenant_id", "from_tenant", "source_id"),
        CheckConstraint(f"state in ('{DELIVERED}', '{RECEIVED}', '{REFUSED}')", name="state"),
    )

    id: Mapped[UUID] = pk()
    from_tenant: Mapped[int]
    source_id: Mapped[UUID]
    kind: Mapped[str]
    key: Mapped[str]
    sha256: Mapped[str]
    state: Mapped[str] = mapped_column(default=DELIVERED)
    sent_at: Mapped[dt.datetime]
    delivered_at: Mapped[dt.datetime]
    answered_at: Mapped[dt.datetime | None]
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def receipt(self) -> Receipt:
        """What was answered."""
        return Receipt.from_json(self.answer)


Index(
    "ix_core_parcel_received_waiting",
    ParcelReceived.tenant_id,
    ParcelReceived.kind,
    sqlite_where=ParcelReceived.state == DELIVERED,
    postgresql_where=ParcelReceived.state == DELIVERED,
)
