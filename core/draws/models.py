"""Tables of draws: the commitment as it was published, and what each signer gave to it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Publishable, pk, same_tenant


class Draw(Publishable, Base):
    """An inspection draw 抽查, public from its first moment; the result is computed, never kept."""

    __tablename__ = "core_draw"
    __table_args__ = (
        # The key of the form that began it: a second click finds the first.
        UniqueConstraint("tenant_id", "form_key"),
        Index("ix_core_draw_begun", "tenant_id", "begun_at", "id"),
        same_tenant("after_id", "core_draw"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    # As `core.draws.rules.commitment` made it; its SHA-256 is the commitment.
    text: Mapped[str]
    # The draw that was given up and that this one replaces.
    after_id: Mapped[UUID | None]
    begun_at: Mapped[dt.datetime]
    begun_by: Mapped[str]
    drawn_on: Mapped[dt.date | None]
    void_at: Mapped[dt.datetime | None]
    void_by: Mapped[str] = mapped_column(default="")
    void_reason: Mapped[str] = mapped_column(default="")


class DrawSignature(Publishable, Base):
    """A signer's part: first the SHA-256 of a secret, and once all have signed the secret itself."""

    __tablename__ = "core_draw_signature"
    __table_args__ = (
        same_tenant("draw_id", "core_draw"),
        # Two different persons: nobody signs one draw twice.
        UniqueConstraint("tenant_id", "draw_id", "account_id"),
    )

    draw_id: Mapped[UUID] = mapped_column(primary_key=True)
    seat: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    name: Mapped[str]
    hash: Mapped[str]
    signed_at: Mapped[dt.datetime]
    secret: Mapped[str] = mapped_column(default="")
    revealed_at: Mapped[dt.datetime | None]
