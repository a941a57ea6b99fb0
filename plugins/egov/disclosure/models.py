"""Tables of disclosure; state, limits and answers of a request are its case's."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.egov.disclosure.catalogue.rules import CLASSES
from plugins.egov.disclosure.consulting.rules import CONSULTED, OPINIONS
from plugins.egov.disclosure.rules import CHANNELS, FORMS, GROUNDS, REPLIES


class InformationRequest(Private, Base):
    """A request for information 依申请公开, beyond its case; its words may name people."""

    __tablename__ = "egov_request"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        CheckConstraint(f"channel in {tuple(CHANNELS)}", name="channel"),
        CheckConstraint(f"form in {tuple(FORMS)}", name="form"),
        CheckConstraint(f"reply in {('', *REPLIES)}", name="reply"),
        CheckConstraint(f"ground in {('', *GROUNDS)}", name="ground"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str]
    form: Mapped[str]
    oral: Mapped[bool]
    wanted: Mapped[str] = mapped_column(Encrypted)
    # What the applicant was asked to put right, and what they said then.
    unclear: Mapped[str] = mapped_column(Encrypted, default="")
    corrected_on: Mapped[dt.date | None]
    extended_days: Mapped[int] = mapped_column(default=0)
    # The reply: proposed, then given.
    reply: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Encrypted, default="")
    override: Mapped[str] = mapped_column(Encrypted, default="")
    # Who drafted it, and therefore does not sign it.
    drafted_by: Mapped[UUID | None]


class Consultation(Private, Base):
    """Somebody whose opinion the organ asks for, one row for each: who, on what, and what came (条例 32, 34)."""

    __tablename__ = "egov_consultation"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        CheckConstraint(f"whom in {tuple(CONSULTED)}", name="whom"),
        CheckConstraint(f"opinion in {('', *OPINIONS)}", name="opinion"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    whom: Mapped[str]
    name: Mapped[str] = mapped_column(Encrypted)
    document: Mapped[str]
    about: Mapped[str] = mapped_column(Encrypted)
    sent_on: Mapped[dt.date]
    received_on: Mapped[dt.date | None]
    came_on: Mapped[dt.date | None]
    opinion: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(Encrypted, default="")


class CatalogueEntry(Private, Base):
    """Information that is to be published of the organ's own accord 主动公开, with its index number once it is out."""

    __tablename__ = "egov_catalogue"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        same_tenant("publication_id", "core_publication"),
        same_tenant("replaced_id", "egov_catalogue"),
        UniqueConstraint("tenant_id", "form_key"),
        UniqueConstraint("tenant_id", "series", "year", "seq"),
        Index(None, "tenant_id", "class_code", "made_on"),
        CheckConstraint(f"class_code in {tuple(CLASSES)}", name="class_code"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    title: Mapped[str]
    class_code: Mapped[str]
    # The day on which it was made or changed, from which twenty working days count (条例 26), and the last of these.
    made_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    valid_to: Mapped[dt.date | None]
    entered_by: Mapped[str]
    # 索引号: series, year and running number, taken when it is listed with its publication.
    series: Mapped[str | None]
    year: Mapped[int | None]
    seq: Mapped[int | None]
    publication_id: Mapped[UUID | None]
    listed_on: Mapped[dt.date | None]
    # The entry that took its place.
    replaced_id: Mapped[UUID | None]

    @property
    def index_number(self) -> str:
        """The index number, e.g. ``勐约公开-2026-0001``; empty until it is listed."""
        return f"{self.series}-{self.year}-{self.seq:04d}" if self.seq else ""
