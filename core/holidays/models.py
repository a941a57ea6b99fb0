"""The table of proposed changes; what a confirmed one made is kept in core.calendar."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk


class Proposal(Private, Base):
    """A change of the calendar that waits for a second person, or what became of it."""

    __tablename__ = "core_calendar_proposal"
    __table_args__ = (
        Index(None, "tenant_id", "outcome"),
        CheckConstraint("outcome in ('open', 'confirmed', 'rejected', 'replaced')", name="outcome"),
    )

    id: Mapped[UUID] = pk()
    kind: Mapped[str]
    content: Mapped[dict[str, Any]]
    # The parts of the calendar that the first person saw; on any other it must be looked at anew.
    rests_on: Mapped[str]
    outcome: Mapped[str] = mapped_column(default="open")
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    proposer: Mapped[str]
    proposed_at: Mapped[dt.datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    decider: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
