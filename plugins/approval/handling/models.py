"""Tables of handling: what stands beside an application while it is examined, who verifies it, and its parts."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted

VERIFY, INSPECT = "verify", "inspect"


class Handling(Private, Base):
    """What is kept of an application's examination; most applications never have it."""

    __tablename__ = "approval_handling"
    __table_args__ = (same_tenant("case_id", "core_case"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    # A JSON list of the interested persons with what they said, encrypted whole.
    interested: Mapped[str] = mapped_column(Encrypted, default="[]")
    # Days, place, host and document of the hearing; ISO days and ids as text.
    hearing: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The record 听证笔录 with those who signed it, a JSON object, encrypted whole.
    record: Mapped[str] = mapped_column(Encrypted, default="{}")
    # Handled together with other units 统一、联合办理.
    joint: Mapped[bool] = mapped_column(default=False)


class Verifier(Private, Base):
    """A member of staff named to verify (许可法 34③) or to inspect (55②), and the finding they signed."""

    __tablename__ = "approval_verifier"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        UniqueConstraint("tenant_id", "case_id", "account_id", "purpose"),
        Index(None, "tenant_id", "account_id"),
        CheckConstraint(f"purpose in ('{VERIFY}', '{INSPECT}')", name="purpose"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    name: Mapped[str]
    purpose: Mapped[str]
    assigned_on: Mapped[dt.date]
    # The day on which they were there, and what they found: it names people and places.
    present_on: Mapped[dt.date | None]
    findings: Mapped[str] = mapped_column(Encrypted, default="")
    signed_at: Mapped[dt.datetime | None]
