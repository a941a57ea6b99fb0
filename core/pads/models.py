"""Tables of pads: a block of printed numbers, and what became of each number."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.pads.rules import STATES


class Pad(Private, Base):
    """A pad 本 as it was given to a unit: which paper, which numbers, who holds it."""

    __tablename__ = "core_pad"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "paper", "prefix", "first"),
        CheckConstraint("first > 0 and first <= last", name="numbers"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    paper: Mapped[str]
    prefix: Mapped[str]
    first: Mapped[int]
    last: Mapped[int]
    digits: Mapped[int]
    unit_id: Mapped[UUID]
    holder: Mapped[str]
    given_on: Mapped[dt.date]
    at: Mapped[dt.datetime]
    by: Mapped[str]


class PadEntry(Private, Base):
    """What became of one number; each has one entry at most, and none is ever changed."""

    __tablename__ = "core_pad_entry"
    __table_args__ = (
        same_tenant("pad_id", "core_pad"),
        UniqueConstraint("tenant_id", "pad_id", "n"),
        CheckConstraint(f"state in {tuple(STATES)}", name="state"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    pad_id: Mapped[UUID]
    n: Mapped[int]
    state: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    # The case or record on whose paper the number stands, where a measure notes it.
    subject_id: Mapped[UUID | None]
    on: Mapped[dt.date]
    at: Mapped[dt.datetime]
    by: Mapped[str]
