"""The table of comments."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.comments.rules import GROUNDS, SHOWN, TAKEN, WAITING, WITHHELD
from core.db.base import Base, Publishable, pk
from core.db.crypto import Encrypted


class Comment(Publishable, Base):
    """What somebody said of a matter, published once it was looked at and is shown.

    Attributes:
        owner_kind, owner_id: the matter, as its plugin names it, e.g. ``goals.key_work``.
        words: with the numbers of people masked, as they are shown.
        ground: of what is held back, one of `GROUNDS`.
        taken, answer: whether it was taken up, one of `TAKEN`, where that is asked; and what the office says to it.
    """

    __tablename__ = "core_comment"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "owner_kind", "owner_id", "at"),
        Index(None, "tenant_id", "owner_kind", "looked_at", "at"),
        CheckConstraint(f"ground in {('', *GROUNDS)}", name="ground"),
        CheckConstraint(f"taken in {('', *TAKEN)}", name="taken"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    owner_kind: Mapped[str]
    owner_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    words: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Encrypted)
    phone: Mapped[str] = mapped_column(Encrypted)
    looked_at: Mapped[dt.datetime | None]
    looked_by: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    taken: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(Text, default="")

    @property
    def standing(self) -> str:
        """``waiting``, ``shown`` or ``withheld``."""
        if self.looked_at is None:
            return WAITING
        return SHOWN if self.published else WITHHELD
