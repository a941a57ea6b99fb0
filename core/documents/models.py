"""Tables of official documents 公文 and of what became of papers that are out.

`Document` is the work and changes; `IssuedDocument` is what was issued and never does. `PaperEnding` says of an issued
document or of a paper of a case that it counts no more; `ServiceRecord` how a paper of a case reached its reader.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from core.documents.rules import FORMATS, KINDS, URGENCIES, Stage


class Document(Private, Base):
    """An official document as the staff work on it."""

    __tablename__ = "core_document"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "stage", "changed_at"),
        CheckConstraint(f"stage in {tuple(map(str, Stage))}", name="stage"),
        CheckConstraint(f"kind in {tuple(KINDS)}", name="kind"),
        CheckConstraint(f"format in {tuple(FORMATS)}", name="format"),
        CheckConstraint(f"urgency in {tuple(URGENCIES)}", name="urgency"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    kind: Mapped[str]
    format: Mapped[str]
    title: Mapped[str]
    # Who it goes to 主送, who gets a copy 抄送, what is attached 附件 (a name a line), and the note 附注 below its day.
    sent_to: Mapped[str]
    cc: Mapped[str]
    body: Mapped[str] = mapped_column(Encrypted)
    attachments: Mapped[str] = mapped_column(Text)
    notes: Mapped[str]
    urgency: Mapped[str]
    unit_id: Mapped[UUID]
    stage: Mapped[str] = mapped_column(default=Stage.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    # Who wrote it last, and who checked it.
    author_id: Mapped[UUID]
    author: Mapped[str]
    checked_by: Mapped[UUID | None]
    checker: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[dt.datetime]
    # Why it came back, was made void or recalled.
    reason: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    # The issued document in whose place this one comes.
    replaces_id: Mapped[UUID | None]

    __mapper_args__ = {"version_id_col": version}


class DocumentSigner(Private, Base):
    """Whose signature a document needs 签发、会签, in order, and when it was given; a return takes it away again."""

    __tablename__ = "core_document_signer"
    __table_args__ = (
        same_tenant("document_id", "core_document"),
        UniqueConstraint("tenant_id", "document_id", "account_id"),
    )

    id: Mapped[UUID] = pk()
    document_id: Mapped[UUID]
    position: Mapped[int]
    account_id: Mapped[UUID]
    name: Mapped[str]
    signed_at: Mapped[dt.datetime | None]
    # Who signed: the name, or a deputy's with the name of the one they stood in for; and how they proved themselves.
    signed_by: Mapped[str] = mapped_column(default="")
    proof: Mapped[str] = mapped_column(default="")


class DocumentUnit(Private, Base):
    """A unit of the tenant that signs for a document 签收 once it is out."""

    __tablename__ = "core_document_unit"
    __table_args__ = (
        same_tenant("document_id", "core_document"),
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "document_id", "unit_id"),
        Index(None, "tenant_id", "unit_id"),
    )

    id: Mapped[UUID] = pk()
    document_id: Mapped[UUID]
    unit_id: Mapped[UUID]
    signed_at: Mapped[dt.datetime | None]
    signed_by: Mapped[str] = mapped_column(default="")


class DocumentStep(Private, Base):
    """What happened to a document 办理过程."""

    __tablename__ = "core_document_step"
    __table_args__ = (same_tenant("document_id", "core_document"), Index(None, "tenant_id", "document_id"))
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    document_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    actor_id: Mapped[UUID]
    actor: Mapped[str]
    step: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class IssuedDocument(Private, Base):
    """A document as issued: its number, its frozen data and the SHA-256 of its PDF, under the document's own id."""

    __tablename__ = "core_document_issued"
    __table_args__ = (
        same_tenant("id", "core_document"),
        UniqueConstraint("tenant_id", "series", "year", "n"),
        CheckConstraint("n > 0", name="positive"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    kind: Mapped[str]
    title: Mapped[str]
    organ: Mapped[str]
    series: Mapped[str]
    year: Mapped[int]
    n: Mapped[int]
    number: Mapped[str]
    dated_on: Mapped[dt.date]
    issued_at: Mapped[dt.datetime]
    issued_by: Mapped[str]
    # What the template was given, as JSON; and by whom and how it was sealed.
    data: Mapped[str] = mapped_column(Encrypted)
    seal: Mapped[str]
    sha256: Mapped[str]


class SealPicture(Private, Base):
    """The picture of an organ's seal 印章图片, in the organ's tenant: one person of the county brings it, another
    confirms it; its bytes are a stored file under its id. What counted before ends with the next confirmation."""

    __tablename__ = "core_seal_picture"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        CheckConstraint("stage in ('waits', 'counts', 'ended')", name="stage"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    stage: Mapped[str] = mapped_column(default="waits")
    brought_by: Mapped[UUID]
    bringer: Mapped[str]
    brought_at: Mapped[dt.datetime]
    # Who confirmed or ended it last.
    decider: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[dt.datetime | None]


class PaperWording(Private, Base):
    """What a township adds to one of its papers in its own words, each version kept; the newest counts."""

    __tablename__ = "core_paper_wording"
    __table_args__ = (UniqueConstraint("tenant_id", "code", "version"), CheckConstraint("version > 0", name="positive"))
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    version: Mapped[int]
    # With slots by name; empty where nothing is added any more.
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[dt.datetime]
    by: Mapped[str]


class PaperEnding(Private, Base):
    """That an issued document or a paper of a case counts no more 撤销、替换, under its own id; it stays readable."""

    __tablename__ = "core_paper_ending"
    __table_args__ = (CheckConstraint("state in ('recalled', 'replaced')", name="state"),)
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    at: Mapped[dt.datetime]
    by: Mapped[str]
    state: Mapped[str]
    reason: Mapped[str]
    replaced_by: Mapped[UUID | None]


class ServiceRecord(Private, Base):
    """How a paper of a case reached its reader 送达回证."""

    __tablename__ = "core_service_record"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("paper_id", "core_paper"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "paper_id"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    case_id: Mapped[UUID]
    paper_id: Mapped[UUID]
    way: Mapped[str]
    served_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(Encrypted)
    # Who was to receive it, who signed and as what; who saw it left; the letter's number; the day of the consent.
    recipient: Mapped[str] = mapped_column(Encrypted)
    signed_by: Mapped[str] = mapped_column(Encrypted)
    relation: Mapped[str]
    witness: Mapped[str] = mapped_column(Encrypted)
    tracking: Mapped[str]
    consented_on: Mapped[dt.date | None]
    note: Mapped[str]
    served_by: Mapped[str]
    recorded_at: Mapped[dt.datetime]
