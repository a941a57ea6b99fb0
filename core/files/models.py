"""The table of stored files; the bytes lie outside the database under their SHA-256."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk


class StoredFile(Private, Base):
    """A file with the object that owns it; who may read the owner may read the file."""

    __tablename__ = "core_file"
    __table_args__ = (
        Index(None, "tenant_id", "owner_kind", "owner_id"),
        CheckConstraint("size >= 0", name="size"),
    )

    id: Mapped[UUID] = pk()
    sha256: Mapped[str]
    size: Mapped[int]
    media_type: Mapped[str]
    name: Mapped[str]
    # ``draft`` or ``case``, and within it the place it fills, e.g. the code of a material.
    owner_kind: Mapped[str]
    owner_id: Mapped[UUID]
    slot: Mapped[str] = mapped_column(default="")
    stored_at: Mapped[dt.datetime]
