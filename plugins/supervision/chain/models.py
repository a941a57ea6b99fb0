"""A look back 责任倒查 at a matter that missed its limit: standard and hands, frozen when it was opened."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.supervision.chain.rules import OUTCOMES


class Chain(Private, Base):
    """What was missed, through whose hands it went, what the person said, and the outcome."""

    __tablename__ = "supervision_chain"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        CheckConstraint(f"outcome in ({', '.join(map(repr, ('', *OUTCOMES)))})", name="outcome"),
        Index(None, "tenant_id", "person_id"),
        Index(None, "tenant_id", "subject_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    # The case or duty it is about, and how it is called; no word of its content.
    subject: Mapped[str]
    subject_id: Mapped[UUID]
    called: Mapped[str]
    unit: Mapped[str]
    # The limit as it was set beforehand: its rule, article, first and last day, and when it was done, if it was.
    rule: Mapped[str]
    article: Mapped[str]
    start_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]
    # A JSON list of hands, encrypted whole.
    hands: Mapped[str] = mapped_column(Encrypted)
    opened_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    person: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(Encrypted, default="")
    heard: Mapped[str] = mapped_column(Encrypted, default="")
    heard_on: Mapped[dt.date | None]
    outcome: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Encrypted, default="")
