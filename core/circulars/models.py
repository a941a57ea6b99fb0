"""Tables of circulars: what the county sent, and what each township got of it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from core.db.base import Base, Private, pk, same_tenant
from core.exchange.models import ParcelReceived


class Circular(Private, Base):
    """A circular 通知 in the tenant that sent it; where it went are its parcels."""

    __tablename__ = "core_circular"
    __table_args__ = (UniqueConstraint("tenant_id", "form_key"), Index(None, "tenant_id", "sent_at"))

    id: Mapped[UUID] = pk()
    # The key of the form it was sent with: a second click finds the first circular.
    form_key: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    sign_by: Mapped[dt.date | None]
    sent_at: Mapped[dt.datetime]
    sent_by: Mapped[str]


class CircularReceived(Private, Base):
    """A circular in a tenant that got it; whether it was signed for is its parcel's state."""

    __tablename__ = "core_circular_received"
    __table_args__ = (same_tenant("parcel_id", "core_parcel_received"), UniqueConstraint("tenant_id", "parcel_id"))

    id: Mapped[UUID] = pk()
    parcel_id: Mapped[UUID]
    title: Mapped[str]
    body: Mapped[str]
    sign_by: Mapped[dt.date | None]

    parcel: Mapped[ParcelReceived] = relationship(lazy="joined", innerjoin=True, viewonly=True)
