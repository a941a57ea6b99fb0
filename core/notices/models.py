"""Tables of notices: what is told to whom, how each person wants it, and what left the installation."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from core.notices.rules import RECIPIENTS, STATES


class Notice(Private, Base):
    """A notice 提醒 to a person, to a unit as a whole, or to the party of a case. Being here is being told in the app.

    The words are a msgid with parameters, so that each reads them in the own language; they name nobody.
    """

    __tablename__ = "core_notice"
    __table_args__ = (
        CheckConstraint(f"recipient in {RECIPIENTS}", name="recipient"),
        CheckConstraint("(recipient = 'person') = (account_id is not null)", name="account"),
        Index(None, "tenant_id", "account_id", "at"),
        Index(None, "tenant_id", "matter_id", "at"),
    )

    id: Mapped[UUID] = pk()
    kind: Mapped[str]
    recipient: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    matter: Mapped[str]
    matter_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    words: Mapped[str]
    params: Mapped[dict[str, Any]]
    # When it stood on a page of the reader's, and when they opened what it is about.
    shown_at: Mapped[dt.datetime | None]
    read_at: Mapped[dt.datetime | None]


# The bell on every page of the workspace counts these.
Index(
    "ix_core_notice_unread",
    Notice.tenant_id,
    Notice.account_id,
    sqlite_where=Notice.read_at.is_(None),
    postgresql_where=Notice.read_at.is_(None),
)


class NoticeSettings(Private, Base):
    """How one person wants to be told in one tenant: by kind, where, and when not. No row: as the kinds say."""

    __tablename__ = "core_notice_settings"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    # Kind → ``now``, ``daily`` or ``none``, where the person chose.
    modes: Mapped[dict[str, Any]]
    # A JSON object channel → address, encrypted whole: these are telephones and mailboxes of persons.
    addresses: Mapped[str | None] = mapped_column(Encrypted)
    quiet_from: Mapped[int]  # minutes after midnight in Shanghai
    quiet_to: Mapped[int]
    changed_at: Mapped[dt.datetime]


class Delivery(Private, Base):
    """One message about one notice by one channel: the delivery log 送达记录."""

    __tablename__ = "core_delivery"
    __table_args__ = (
        same_tenant("notice_id", "core_notice"),
        CheckConstraint(f"state in {STATES}", name="state"),
        UniqueConstraint("tenant_id", "notice_id", "addressee", "channel"),
        Index(None, "tenant_id", "queued_at", "id"),
        Index(None, "tenant_id", "digest_id"),
    )

    id: Mapped[UUID] = pk()
    notice_id: Mapped[UUID]
    # An account's id, or ``party``.
    addressee: Mapped[str]
    channel: Mapped[str]
    state: Mapped[str]
    digest_id: Mapped[UUID | None]
    attempts: Mapped[int] = mapped_column(default=0)
    # Why it failed or was dropped, or what the gateway answered.
    why: Mapped[str] = mapped_column(default="")
    queued_at: Mapped[dt.datetime]
    sent_at: Mapped[dt.datetime | None]


Index(
    "ix_core_delivery_waiting",
    Delivery.tenant_id,
    Delivery.addressee,
    Delivery.channel,
    sqlite_where=Delivery.state == "waiting",
    postgresql_where=Delivery.state == "waiting",
)


class Digest(Private, Base):
    """A day's notices of one person in one message: those that were queued from `since` on and before `until`."""

    __tablename__ = "core_digest"
    __table_args__ = (Index(None, "tenant_id", "addressee", "channel", "until"),)

    id: Mapped[UUID] = pk()
    addressee: Mapped[str]
    channel: Mapped[str]
    since: Mapped[dt.datetime]
    until: Mapped[dt.datetime]


class NoticeConsent(Private, Base):
    """A party's agreement to be told by a channel, of one case: given apart, for one purpose, taken back at any time.

    个人信息保护法 14, 15: rows are only ended, never changed, so that it can be shown what was agreed to and when.
    """

    __tablename__ = "core_notice_consent"
    __table_args__ = (same_tenant("case_id", "core_case"), Index(None, "tenant_id", "case_id"))

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    channel: Mapped[str]
    words: Mapped[str]
    given_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]
