"""Tables of what is told to other systems: the addresses, and each message with what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from core.webhooks.rules import STATES, WAITING


class Webhook(Private, Base):
    """An address 推送地址 that is told of some events, in the name of its maker and with no more than they may see."""

    __tablename__ = "core_webhook"
    __table_args__ = (UniqueConstraint("tenant_id", "form_key"),)

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    name: Mapped[str]
    url: Mapped[str]
    events: Mapped[list[str]] = mapped_column(default=list)
    # Signs what is sent: kept encrypted, told to people once.
    secret: Mapped[str] = mapped_column(Encrypted)
    maker_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    maker: Mapped[str]
    made_at: Mapped[dt.datetime]
    ended_at: Mapped[dt.datetime | None]
    ended_by: Mapped[str] = mapped_column(default="")
    # Until then an address that did not answer is left alone.
    down_until: Mapped[dt.datetime | None]


class WebhookDelivery(Private, Base):
    """One message to one address; `event_id` is the same in every address and every try."""

    __tablename__ = "core_webhook_delivery"
    __table_args__ = (
        same_tenant("webhook_id", "core_webhook"),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index(None, "tenant_id", "webhook_id", "at"),
        Index(None, "tenant_id", "at"),
    )

    id: Mapped[UUID] = pk()
    webhook_id: Mapped[UUID]
    event_id: Mapped[UUID]
    event: Mapped[str]
    # No name and no word of a case: number, kind, state, days.
    payload: Mapped[dict[str, Any]]
    # The permission, and the unit, that its maker must hold when it is sent.
    needs: Mapped[str]
    unit_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(default=WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    # What was answered, or why it was not sent; a msgid or a status.
    why: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]
