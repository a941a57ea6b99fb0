"""Tables of grants: the register, and the cases that change or end one."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, Publishable, pk, same_tenant
from core.db.crypto import Encrypted
from plugins.approval.grants.rules import MATTERS, STANDING


class Grant(Publishable, Base):
    """A licence that was granted, as the public register shows it (许可法 40): a person's name stands masked."""

    __tablename__ = "approval_grant"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("item_id", "approval_item"),
        UniqueConstraint("tenant_id", "number"),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "valid_until"),
        CheckConstraint(f"standing in {tuple(STANDING)}", name="standing"),
    )

    id: Mapped[UUID] = pk()
    # The application it was granted on, which has the holder's full name; changes of it are in the cases about it.
    case_id: Mapped[UUID]
    item_id: Mapped[UUID]
    number: Mapped[str]
    item_name: Mapped[str]
    holder: Mapped[str]
    organ: Mapped[str]
    granted_on: Mapped[dt.date]
    valid_from: Mapped[dt.date]
    # None where it does not end by itself.
    valid_until: Mapped[dt.date | None]
    standing: Mapped[str] = mapped_column(default="valid")
    over_on: Mapped[dt.date | None]
    # Under which article it was changed or ended last.
    article: Mapped[str] = mapped_column(default="")
    reminded_on: Mapped[dt.date | None]


class Matter(Private, Base):
    """What a case about a grant holds beyond its case."""

    __tablename__ = "approval_matter"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("grant_id", "approval_grant"),
        Index(None, "tenant_id", "grant_id"),
        CheckConstraint(f"matter in {tuple(MATTERS)}", name="matter"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    grant_id: Mapped[UUID]
    matter: Mapped[str]
    ground: Mapped[str] = mapped_column(default="")
    # What is asked or proposed, why, and what the holder said: it names people.
    request: Mapped[str] = mapped_column(Encrypted, default="")
    said: Mapped[str] = mapped_column(Encrypted, default="")
    # A JSON object of what a change changes: {key of `rules.CHANGES`: [before, after]}.
    changes: Mapped[str] = mapped_column(Encrypted, default="{}")
    opened_by: Mapped[UUID]
    decision: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(Encrypted, default="")
    until: Mapped[dt.date | None]
    decided_on: Mapped[dt.date | None]
