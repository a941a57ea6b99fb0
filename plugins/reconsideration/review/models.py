"""Tables of a review: what it holds beyond its case, and what was taken down in its course."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.reconsideration.words import ACTS, ENDINGS, ENTRIES, FORUMS, WAYS


class Review(Private, Base):
    """What a review holds: the act that is reviewed, the application, the respondent's answer, and the decision."""

    __tablename__ = "reconsideration_review"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "document"),
        CheckConstraint(f"act in {tuple(ACTS)}", name="act"),
        CheckConstraint(f"forum in {tuple(FORUMS)}", name="forum"),
        CheckConstraint(f"way in {tuple(WAYS)}", name="way"),
        CheckConstraint(f"outcome in {('', *ENDINGS)}", name="outcome"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    # The township on this platform whose act it is; 0 where the respondent is none of them.
    respondent: Mapped[int] = mapped_column(default=0)
    respondent_name: Mapped[str]
    forum: Mapped[str]
    act: Mapped[str]
    first: Mapped[list[str]] = mapped_column(default=list)
    document: Mapped[str] = mapped_column(default="")
    made_on: Mapped[dt.date | None]
    known_on: Mapped[dt.date]
    # The day on which the applicant learned of the right to apply, where the act did not tell of it (20③).
    told_on: Mapped[dt.date | None]
    realty: Mapped[bool] = mapped_column(default=False)
    delayed_from: Mapped[dt.date | None]
    delayed_to: Mapped[dt.date | None]
    delay: Mapped[str] = mapped_column(Encrypted, default="")
    # Fen.
    amount: Mapped[int | None] = mapped_column(BigInteger)
    way: Mapped[str]
    applied_on: Mapped[dt.date]
    subject: Mapped[str]
    about: Mapped[str] = mapped_column(Encrypted, default="")
    claims: Mapped[str] = mapped_column(Encrypted)
    reasons: Mapped[str] = mapped_column(Encrypted)
    rule_asked: Mapped[str] = mapped_column(default="")
    damages: Mapped[str] = mapped_column(Encrypted, default="")
    joint: Mapped[str] = mapped_column(Encrypted, default="")
    intake_note: Mapped[str] = mapped_column(Encrypted, default="")
    parcel_id: Mapped[UUID | None]
    # Correction and acceptance.
    asked: Mapped[str] = mapped_column(Encrypted, default="")
    corrected: Mapped[str] = mapped_column(Encrypted, default="")
    accepted_on: Mapped[dt.date | None]
    procedure: Mapped[str] = mapped_column(default="")
    procedure_ground: Mapped[str] = mapped_column(default="")
    handlers: Mapped[str] = mapped_column(default="")
    # The respondent.
    copied_on: Mapped[dt.date | None]
    replied_on: Mapped[dt.date | None]
    reply: Mapped[str] = mapped_column(Encrypted, default="")
    evidence: Mapped[str] = mapped_column(Encrypted, default="")
    # The fine and the confiscated gains that were decided, in fen, as the respondent's own case has them.
    fined: Mapped[int | None] = mapped_column(BigInteger)
    confiscated: Mapped[int | None] = mapped_column(BigInteger)
    # The last day for the reply passed without one (70).
    silent: Mapped[bool] = mapped_column(default=False)
    # Hearing, stay and withdrawal.
    hearing_on: Mapped[dt.date | None]
    stay: Mapped[str] = mapped_column(default="")
    stayed_on: Mapped[dt.date | None]
    halted: Mapped[str] = mapped_column(default="")
    withdrawn_on: Mapped[dt.date | None]
    settled: Mapped[bool] = mapped_column(default=False)
    withdrawal: Mapped[str] = mapped_column(Encrypted, default="")
    # The proposal with its four gates, and the decision.
    outcome: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    findings: Mapped[str] = mapped_column(Encrypted, default="")
    grounds: Mapped[str] = mapped_column(Encrypted, default="")
    ruling: Mapped[str] = mapped_column(Encrypted, default="")
    aftermath: Mapped[str] = mapped_column(Encrypted, default="")
    # What of a penalty counts instead, in fen, and what of it falls away.
    fine: Mapped[int | None] = mapped_column(BigInteger)
    gains: Mapped[int | None] = mapped_column(BigInteger)
    dropped: Mapped[list[str]] = mapped_column(default=list)
    redo_days: Mapped[int | None]
    legal_check: Mapped[str] = mapped_column(default="")
    proposed_by: Mapped[UUID | None]
    agreed: Mapped[str] = mapped_column(Encrypted, default="")
    decided_on: Mapped[dt.date | None]
    served_on: Mapped[dt.date | None]
    filed_as: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(Encrypted, default="")
    performed_on: Mapped[dt.date | None]
    performance: Mapped[str] = mapped_column(Encrypted, default="")


class Entry(Private, Base):
    """Something taken down in the course of a review 审理记录; never changed."""

    __tablename__ = "reconsideration_entry"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        CheckConstraint(f"kind in {tuple(ENTRIES)}", name="kind"),
    )
    __append_only__: ClassVar[bool] = True
    __moves__: ClassVar[bool] = True

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    kind: Mapped[str]
    # How the parties were heard; empty of everything else.
    mode: Mapped[str] = mapped_column(default="")
    noted_on: Mapped[dt.date]
    # The last day of a survey or an appraisal that began on `noted_on`.
    to_on: Mapped[dt.date | None]
    people: Mapped[str] = mapped_column(Encrypted)
    words: Mapped[str] = mapped_column(Encrypted)
    at: Mapped[dt.datetime]
    by: Mapped[str]
