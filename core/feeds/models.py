"""The table of calendar feeds: which secret address shows whose limits."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant


class CalendarFeed(Private, Base):
    """A feed that is on; its id is the account's for a person's own and the unit's for a unit's, so each has one.

    Only the hash of the secret in its address is kept. What it shows is what its maker may see today.
    """

    __tablename__ = "core_calendar_feed"
    __table_args__ = (same_tenant("unit_id", "core_unit"), UniqueConstraint("tenant_id", "secret_hash"))

    id: Mapped[UUID] = pk()
    unit_id: Mapped[UUID | None]
    maker_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    secret_hash: Mapped[str]
    made_at: Mapped[dt.datetime]
