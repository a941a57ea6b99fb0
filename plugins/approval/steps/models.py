"""Tables of steps before and after a case, with their ledger, and of what a village was asked."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.approval.steps.rules import DOERS, PHASES, STATES


class CaseStep(Private, Base):
    """A step of one case, as its item's edition named it; where it stands is what its last entry said."""

    __tablename__ = "approval_case_step"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        UniqueConstraint("tenant_id", "case_id", "code"),
        Index(None, "tenant_id", "phase", "stands", "id"),
        CheckConstraint(f"phase in {PHASES}", name="phase"),
        CheckConstraint(f"who in {tuple(DOERS)}", name="who"),
        CheckConstraint(f"stands in {STATES}", name="stands"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    code: Mapped[str]
    phase: Mapped[str]
    name: Mapped[str]
    who: Mapped[str]
    article: Mapped[str] = mapped_column(default="")
    # Of a step before: how long something is made public at least; of one after: until when it is planned.
    days: Mapped[int | None]
    proof: Mapped[bool] = mapped_column(default=False)
    stands: Mapped[str] = mapped_column(default="open")
    planned_on: Mapped[dt.date | None]


class StepEntry(Private, Base):
    """What somebody recorded of a step; a mistake is put right by a later entry, never written over."""

    __tablename__ = "approval_step_entry"
    __table_args__ = (
        same_tenant("step_id", "approval_case_step"),
        Index(None, "tenant_id", "step_id"),
    )

    id: Mapped[UUID] = pk()
    step_id: Mapped[UUID]
    act: Mapped[str]
    began_on: Mapped[dt.date | None]
    on: Mapped[dt.date | None]
    words: Mapped[str] = mapped_column(Encrypted, default="")
    by_id: Mapped[UUID]
    by_name: Mapped[str]
    at: Mapped[dt.datetime]


class Endorsement(Private, Base):
    """What a village was asked about an application 村级意见, and what it answered; its case is a part of that."""

    __tablename__ = "approval_endorsement"
    __table_args__ = (same_tenant("case_id", "core_case"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(Encrypted)
    agrees: Mapped[bool | None]
    reasons: Mapped[str] = mapped_column(Encrypted, default="")
    # Who presided over the meeting, by name, and its day.
    presided_by: Mapped[str] = mapped_column(Encrypted, default="")
    met_on: Mapped[dt.date | None]
    answered_by: Mapped[str] = mapped_column(default="")
    # What its last answer lacked, where it was returned for completion.
    lacking: Mapped[str] = mapped_column(Encrypted, default="")
