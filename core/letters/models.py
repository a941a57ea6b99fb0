"""Tables of letters. What people write to each other is encrypted: a letter may hold anything about a person."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from core.letters.rules import ACTS, SIDES, Entry


class Letter(Private, Base):
    """One letter 来信 in the thread of a case: of the office, of the party, or the office's word that closes it."""

    __tablename__ = "core_letter"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        # The key of the form it was sent with: a second click finds the first letter.
        UniqueConstraint("tenant_id", "form_key"),
        CheckConstraint(f"act in {ACTS}", name="act"),
        Index(None, "tenant_id", "case_id", "at"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    form_key: Mapped[str]
    act: Mapped[str]
    author_id: Mapped[UUID]
    author_name: Mapped[str]
    at: Mapped[dt.datetime]
    # Empty once it was taken back.
    body: Mapped[str] = mapped_column(Encrypted)
    template: Mapped[str] = mapped_column(default="")
    wants_reply: Mapped[bool] = mapped_column(default=False)
    # When the other side opened the thread.
    read_at: Mapped[dt.datetime | None]
    recalled_at: Mapped[dt.datetime | None]

    @property
    def entry(self) -> Entry:
        """The letter as the rules see it."""
        return Entry(self.act, self.at, self.wants_reply, self.recalled_at is not None, self.read_at is not None)


class Thread(Private, Base):
    """Where the thread of a case stands: who is waited for, and since when. It follows from the letters."""

    __tablename__ = "core_letter_thread"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        CheckConstraint(f"waits_for in {SIDES}", name="waits_for"),
        Index(None, "tenant_id", "waits_for", "since", "case_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    waits_for: Mapped[str] = mapped_column(default="")
    since: Mapped[dt.datetime | None]


class LetterTemplate(Private, Base):
    """A template 消息模板 of a township; `states` are the states of a case in which it is offered, none for all."""

    __tablename__ = "core_letter_template"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    states: Mapped[list[str]]
    wants_reply: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[str]
