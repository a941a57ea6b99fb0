"""Tables of the ordinary procedure: what a case holds beyond its case, and its evidence."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.penalty.ordinary.rules import EVIDENCE
from plugins.penalty.summary.rules import PARTIES


class Inquiry(Private, Base):
    """A case of the ordinary procedure: the act, each step that the law asks for, the decision and its execution."""

    __tablename__ = "penalty_inquiry"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("offence_id", "penalty_offence"),
        same_tenant("standard_id", "penalty_standard"),
        same_tenant("first_id", "penalty_officer"),
        same_tenant("second_id", "penalty_officer"),
        Index(None, "tenant_id", "offence_id"),
        Index(None, "tenant_id", "hearing_on"),
        CheckConstraint(f"subject in {tuple(PARTIES)}", name="subject"),
        CheckConstraint("first_id <> second_id", name="officers"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    offence_id: Mapped[UUID]
    subject: Mapped[str]
    acted_on: Mapped[dt.date]
    found_on: Mapped[dt.date]
    clue: Mapped[str] = mapped_column(Encrypted)
    place: Mapped[str] = mapped_column(Encrypted)
    facts: Mapped[str] = mapped_column(Encrypted)
    first_id: Mapped[UUID]
    second_id: Mapped[UUID]
    filed_on: Mapped[dt.date | None]
    filed_by: Mapped[str] = mapped_column(default="")
    # 先行登记保存 (56): the last one.
    preserved: Mapped[str] = mapped_column(Encrypted, default="")
    preserved_on: Mapped[dt.date | None]
    settled: Mapped[str] = mapped_column(Encrypted, default="")
    settled_on: Mapped[dt.date | None]
    recusal: Mapped[str] = mapped_column(Encrypted, default="")
    recusal_decision: Mapped[str] = mapped_column(Encrypted, default="")
    # 事先告知 (44): what was intended, and the answers it rested on; sums in fen.
    told_at: Mapped[dt.datetime | None]
    told_served_on: Mapped[dt.date | None]
    told_warning: Mapped[bool] = mapped_column(default=False)
    told_fine: Mapped[int] = mapped_column(BigInteger, default=0)
    told_gains: Mapped[int] = mapped_column(BigInteger, default=0)
    told_stop: Mapped[bool] = mapped_column(default=False)
    standard_id: Mapped[UUID | None]
    band: Mapped[int | None]
    met: Mapped[list[str]] = mapped_column(default=list)
    grounds: Mapped[list[str]] = mapped_column(default=list)
    quantity: Mapped[int | None] = mapped_column(BigInteger)
    reasons: Mapped[str] = mapped_column(Encrypted, default="")
    reviewer: Mapped[str] = mapped_column(default="")
    grave: Mapped[bool] = mapped_column(default=False)
    hearing_due: Mapped[bool] = mapped_column(default=False)
    # 陈述申辩 (45) and 听证 (63–65).
    said: Mapped[str] = mapped_column(Encrypted, default="")
    examined: Mapped[str] = mapped_column(Encrypted, default="")
    hearing_asked_on: Mapped[dt.date | None]
    hearing_on: Mapped[dt.date | None]
    hearing_at: Mapped[str] = mapped_column(default="")
    hearing_place: Mapped[str] = mapped_column(default="")
    hearing_closed: Mapped[str] = mapped_column(default="")
    host_id: Mapped[UUID | None]
    host: Mapped[str] = mapped_column(default="")
    hearing_record: Mapped[str] = mapped_column(Encrypted, default="")
    hearing_opinion: Mapped[str] = mapped_column(Encrypted, default="")
    # 法制审核 (58) and 集体讨论 (57②).
    passed: Mapped[bool | None]
    legal_reviewer_id: Mapped[UUID | None]
    legal_reviewer: Mapped[str] = mapped_column(default="")
    legal_opinion: Mapped[str] = mapped_column(Encrypted, default="")
    discussed_on: Mapped[dt.date | None]
    discussion: Mapped[str] = mapped_column(Encrypted, default="")
    # The decision, and what came instead of one.
    decided_on: Mapped[dt.date | None]
    warning: Mapped[bool] = mapped_column(default=False)
    fine: Mapped[int] = mapped_column(BigInteger, default=0)
    gains: Mapped[int] = mapped_column(BigInteger, default=0)
    stop: Mapped[bool] = mapped_column(default=False)
    # How and by when gains are handed over and business is stopped (59①(四)).
    performance: Mapped[str] = mapped_column(Encrypted, default="")
    demand: Mapped[str] = mapped_column(Encrypted, default="")
    correct_by: Mapped[dt.date | None]
    checked_on: Mapped[dt.date | None]
    corrected: Mapped[bool] = mapped_column(default=False)
    checking: Mapped[str] = mapped_column(Encrypted, default="")
    ground: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(Encrypted, default="")
    served_on: Mapped[dt.date | None]
    # Execution (66–73): a later day to pay, the urging, and the court.
    deferral: Mapped[str] = mapped_column(Encrypted, default="")
    deferred_to: Mapped[dt.date | None]
    # ``2026-12-10 300.00``: the last day of an instalment and its yuan.
    instalments: Mapped[list[str]] = mapped_column(default=list)
    urged_on: Mapped[dt.date | None]
    applied_on: Mapped[dt.date | None]
    court: Mapped[str] = mapped_column(Encrypted, default="")
    executed: Mapped[bool] = mapped_column(default=False)
    # 公开 (48): the publication that tells of it.
    publication_id: Mapped[UUID | None]
    impact: Mapped[str] = mapped_column(Encrypted, default="")
    # What a review made of it (复议法 63–69).
    contested: Mapped[str] = mapped_column(Encrypted, default="")
    overturned: Mapped[bool] = mapped_column(default=False)
    # The decision that was revoked, where it is decided anew; a JSON object of `earlier.Earlier`, encrypted whole.
    earlier: Mapped[str] = mapped_column(Encrypted, default="")


class Evidence(Private, Base):
    """One piece of evidence 证据 (46), with the SHA-256 of its file or of its words; never changed."""

    __tablename__ = "penalty_evidence"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        CheckConstraint(f"kind in {tuple(EVIDENCE)}", name="kind"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(Encrypted)
    source: Mapped[str] = mapped_column(Encrypted)
    taken_on: Mapped[dt.date]
    # The name of its file; empty for what was only written down.
    file: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str]
    at: Mapped[dt.datetime]
    by: Mapped[str]
