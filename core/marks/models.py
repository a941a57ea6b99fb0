"""The table of cases people keep at hand."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant


class CaseMark(Private, Base):
    """A case somebody opened lately or pinned 置顶; nobody else sees which."""

    __tablename__ = "core_case_mark"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index("ix_core_case_mark_looked", "tenant_id", "account_id", "looked_at"),
        Index("ix_core_case_mark_case", "tenant_id", "case_id"),
    )

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    looked_at: Mapped[dt.datetime]
    pinned: Mapped[bool] = mapped_column(default=False)
