"""Tables of what people keep of their lists."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant


class SavedFilter(Private, Base):
    """A filter under a name 常用筛选, one person's own or lent to the people of a unit of theirs."""

    __tablename__ = "core_saved_filter"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "account_id", "name"),
        Index("ix_core_saved_filter_unit", "tenant_id", "unit_id"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    # Whose people may use it too; None for its owner alone.
    unit_id: Mapped[UUID | None]
    name: Mapped[str]
    # The query of the list's address, without its page.
    query: Mapped[str]
    # What the list of its owner opens with.
    first: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime]


class ListColumns(Private, Base):
    """The columns a person wants to see in the list of cases; none for all."""

    __tablename__ = "core_list_columns"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    shown: Mapped[list[str]]
