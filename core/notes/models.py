"""The table of notes. What colleagues write to each other about a person's case is encrypted."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted


class CaseNote(Private, Base):
    """A note 批注 of one of a unit's people on a case, for the people of that unit; it is never changed."""

    __tablename__ = "core_case_note"
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("unit_id", "core_unit"),
        # The key of the form it was sent with: a second click finds the first note.
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "case_id", "at"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    form_key: Mapped[str]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    at: Mapped[dt.datetime]
    body: Mapped[str] = mapped_column(Encrypted)
