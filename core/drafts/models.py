"""The table of drafts at the desk."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private
from core.db.crypto import Encrypted


class DeskDraft(Private, Base):
    """A form 草稿 that somebody of the staff began: one for each person and place, seen by that person only."""

    __tablename__ = "core_desk_draft"
    __table_args__ = (Index(None, "tenant_id", "expires_on"),)

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    # The form it was typed into, e.g. ``case:<id>:review``.
    place: Mapped[str] = mapped_column(primary_key=True)
    # The version of the case whose page it was typed into; 0 where there is no case yet.
    version: Mapped[int] = mapped_column(default=0)
    # A JSON object {field: [values]}, encrypted whole: forms hold names, ID numbers and telephones.
    content: Mapped[str] = mapped_column(Encrypted)
    updated_at: Mapped[dt.datetime]
    expires_on: Mapped[dt.date]
