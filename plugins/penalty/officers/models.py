"""The table of officers: who holds which certificate, from when to when."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.penalty.officers.rules import Certificate


class Officer(Private, Base):
    """A certificate 行政执法证 of one of the staff; a renewed one is a new row, so that old cases keep theirs."""

    __tablename__ = "penalty_officer"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "number"),
        Index(None, "tenant_id", "account_id"),
        CheckConstraint("valid_to >= valid_from", name="days"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    name: Mapped[str]
    unit_id: Mapped[UUID]
    number: Mapped[str]
    issuer: Mapped[str] = mapped_column(default="")
    valid_from: Mapped[dt.date]
    valid_to: Mapped[dt.date]
    stopped_on: Mapped[dt.date | None]
    stopped_why: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def certificate(self) -> Certificate:
        """What rules read of it."""
        return Certificate(self.account_id, self.name, self.number, self.valid_from, self.valid_to, self.stopped_on)
