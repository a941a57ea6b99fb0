"""What is kept of a rating: the grade beside the service it is of, and what became of a bad one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted


class Rating(Private, Base):
    """One rating of one service; a bad one has a case of its own, which does not name who rated."""

    __tablename__ = "approval_rating"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("item_id", "approval_item"),
        same_tenant("follow_id", "core_case"),
        CheckConstraint("grade between 1 and 5", name="grade"),
        Index(None, "tenant_id", "follow_id"),
    )

    # Of the service that is rated: once each.
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    grade: Mapped[int]
    words: Mapped[str] = mapped_column(Encrypted, default="")
    rated_at: Mapped[dt.datetime]
    # The case in which a bad one is followed up.
    follow_id: Mapped[UUID | None]
    founded: Mapped[bool | None]
    findings: Mapped[str] = mapped_column(default="")
    measures: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
