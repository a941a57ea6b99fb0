"""Tables of batches: what was ordered, and what became of each case."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant


class Batch(Private, Base):
    """One act on several cases, as somebody ordered it; `id` is the key of the form, so that it is ordered once."""

    __tablename__ = "core_batch"
    __table_args__ = (Index("ix_core_batch_account", "tenant_id", "account_id", "created_at"),)

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    # ``<kind>:<act>``.
    act: Mapped[str]
    # What was typed once for all of them, as JSON: a day as text, words, an account's id.
    typed: Mapped[dict[str, Any]]
    # The query of the list it was ordered from, to go back to.
    origin: Mapped[str]
    created_at: Mapped[dt.datetime]


class BatchRow(Private, Base):
    """One case of a batch: not done yet, done, refused with every reason, or done and taken back."""

    __tablename__ = "core_batch_row"
    __table_args__ = (
        same_tenant("batch_id", "core_batch"),
        same_tenant("case_id", "core_case"),
        UniqueConstraint("tenant_id", "batch_id", "case_id"),
        Index("ix_core_batch_row_case", "tenant_id", "case_id"),
        CheckConstraint("outcome in ('waiting', 'done', 'refused', 'undone')", name="outcome"),
    )

    id: Mapped[UUID] = pk()
    batch_id: Mapped[UUID]
    case_id: Mapped[UUID]
    # The version its reader saw when it was ordered.
    version: Mapped[int]
    outcome: Mapped[str] = mapped_column(default="waiting")
    # ``{"problems": [{"message", "params"}], "needs": permission}``: why it was refused, or could not be taken back.
    why: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[dt.datetime | None]
