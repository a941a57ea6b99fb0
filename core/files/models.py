"""The tables of stored files and of those on their way; the bytes lie outside the database, in a store."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk


class StoredFile(Private, Base):
    """A file with the object that owns it; who may read the owner may read the file, unless it is held."""

    __tablename__ = "core_file"
    __table_args__ = (
        Index(None, "tenant_id", "owner_kind", "owner_id"),
        Index(None, "tenant_id", "checked_at"),
        Index(None, "sha256"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("scan in ('', 'waiting', 'clean', 'found', 'passed')", name="scan"),
        CheckConstraint("fault in ('', 'changed', 'missing')", name="fault"),
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
    # Empty where no scanner looks at files; ``passed`` is let through though the scanner did not answer.
    scan: Mapped[str] = mapped_column(default="")
    # What the scanner calls that which it found.
    scan_found: Mapped[str] = mapped_column(default="")
    # When the bytes were last read against their SHA-256, and what was wrong with them.
    checked_at: Mapped[dt.datetime | None]
    fault: Mapped[str] = mapped_column(default="")


class Upload(Private, Base):
    """A file on its way 断点续传, piece by piece, from one browser; nobody else sees it, and after a day it goes."""

    __tablename__ = "core_upload"
    __table_args__ = (
        Index(None, "tenant_id", "holder"),
        Index(None, "tenant_id", "origin"),
        Index(None, "tenant_id", "expires_at"),
        CheckConstraint("received <= size", name="received"),
    )

    id: Mapped[UUID] = pk()
    # Hashes of whose it is and of the address it comes from: compared, never read.
    holder: Mapped[str]
    origin: Mapped[str]
    name: Mapped[str]
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    # Keys of the store, in order.
    parts: Mapped[list[str]] = mapped_column(default=list)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
