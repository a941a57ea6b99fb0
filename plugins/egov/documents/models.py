"""Tables of incoming documents 收文 and of sendings; state and number of an incoming one are its case's."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.egov.documents.rules import AUDIENCES, OPINIONS, RETENTIONS


class Incoming(Private, Base):
    """A document that came in 收文, beyond its case; by parcel, or on paper and entered by hand."""

    __tablename__ = "egov_incoming"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("parcel_id", "core_parcel_received"),
        same_tenant("merged_id", "core_case"),
        UniqueConstraint("tenant_id", "parcel_id"),
        Index(None, "tenant_id", "document_number"),
        Index(None, "tenant_id", "archived_on"),
        CheckConstraint(f"retention in {('', *RETENTIONS)}", name="retention"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    parcel_id: Mapped[UUID | None]
    # Who issued it, under which number and day; the words of the document, where they came with it.
    organ: Mapped[str]
    document_number: Mapped[str]
    dated_on: Mapped[dt.date]
    urgency: Mapped[str]
    body: Mapped[str] = mapped_column(Encrypted)
    # Whether the sender waits for an answer, and until when.
    wants_answer: Mapped[bool]
    answer_by: Mapped[dt.date | None]
    answer: Mapped[str] = mapped_column(Encrypted, default="")
    recalled_on: Mapped[dt.date | None]
    recall_reason: Mapped[str] = mapped_column(default="")
    merged_id: Mapped[UUID | None]
    retention: Mapped[str] = mapped_column(default="")
    archived_on: Mapped[dt.date | None]
    # The first day on which it may be proposed for destruction; None where it is kept for ever, or not archived.
    keep_until: Mapped[dt.date | None]


class Reader(Private, Base):
    """Somebody to whom an incoming document is circulated 传阅, and when they read it."""

    __tablename__ = "egov_reader"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        UniqueConstraint("tenant_id", "case_id", "account_id"),
        Index(None, "tenant_id", "account_id", "read_at"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    name: Mapped[str]
    given_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]


class Opinion(Private, Base):
    """What somebody wrote on an incoming document 拟办、批示、阅示意见; it is never changed."""

    __tablename__ = "egov_opinion"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        CheckConstraint(f"kind in {tuple(OPINIONS)}", name="kind"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    name: Mapped[str]
    at: Mapped[dt.datetime]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(Encrypted)


class Dispatch(Private, Base):
    """One sending of an issued document to other tenants; where it went are its parcels."""

    __tablename__ = "egov_dispatch"
    __table_args__ = (
        same_tenant("document_id", "core_document_issued"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "sent_at"),
        Index(None, "tenant_id", "document_id"),
        CheckConstraint(f"audience in {tuple(AUDIENCES)}", name="audience"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    document_id: Mapped[UUID]
    audience: Mapped[str]
    wants_answer: Mapped[bool]
    answer_by: Mapped[dt.date | None]
    sent_at: Mapped[dt.datetime]
    sent_by: Mapped[str]
    recalled_at: Mapped[dt.datetime | None]
    recall_reason: Mapped[str] = mapped_column(default="")


class DispatchAnswer(Private, Base):
    """What a receiver answered to a sending."""

    __tablename__ = "egov_dispatch_answer"
    __table_args__ = (
        same_tenant("dispatch_id", "egov_dispatch"),
        UniqueConstraint("tenant_id", "dispatch_id", "from_tenant"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    dispatch_id: Mapped[UUID]
    from_tenant: Mapped[int]
    number: Mapped[str]
    words: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[dt.datetime]
    by: Mapped[str]
