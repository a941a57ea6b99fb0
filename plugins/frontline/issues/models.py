"""Tables of issues and of what partners were asked; state, limits and answers are their cases'."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.frontline.issues.rules import MATTERS, RESULTS, SOURCES


class Issue(Private, Base):
    """What somebody raised 群众反映的问题, beyond its case; its words and the answer name people."""

    __tablename__ = "frontline_issue"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("village_id", "core_unit"),
        same_tenant("collected_unit_id", "core_unit"),
        same_tenant("joined_id", "core_case"),
        same_tenant("entry_id", "frontline_diary"),
        Index(None, "tenant_id", "village_id", "matter"),
        Index(None, "tenant_id", "collected_unit_id", "case_id"),
        Index(None, "tenant_id", "joined_id"),
        Index(None, "tenant_id", "entry_id"),
        CheckConstraint(f"source in {tuple(SOURCES)}", name="source"),
        CheckConstraint(f"matter in {tuple(MATTERS)}", name="matter"),
        CheckConstraint(f"result in {('', *RESULTS)}", name="result"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str]
    matter: Mapped[str]
    village_id: Mapped[UUID | None]
    place: Mapped[str]
    problem: Mapped[str] = mapped_column(Encrypted)
    # Who took it in, with the unit; empty where it came through the portal.
    collected_unit_id: Mapped[UUID | None]
    collected_by: Mapped[UUID | None]
    collector: Mapped[str] = mapped_column(default="")
    led_by: Mapped[str] = mapped_column(default="")
    witness: Mapped[str] = mapped_column(Encrypted, default="")
    entry_id: Mapped[UUID | None]
    on_spot: Mapped[bool] = mapped_column(default=False)
    passed_back: Mapped[bool] = mapped_column(default=False)
    # The open issue that this one is the same as; it is answered with it.
    joined_id: Mapped[UUID | None]
    result: Mapped[str] = mapped_column(default="")
    measures: Mapped[str] = mapped_column(Encrypted, default="")
    # Whether it is solved, as the person said; None while they said nothing.
    solved: Mapped[bool | None]
    vetoed_on: Mapped[dt.date | None]
    veto: Mapped[str] = mapped_column(Encrypted, default="")
    # The publication in which the public was told that it was closed.
    circular_id: Mapped[UUID | None]


class IssuePart(Private, Base):
    """What a partner 协办单位 was asked, and what it did; the issue is its case's parent."""

    __tablename__ = "frontline_part"
    __table_args__ = (same_tenant("case_id", "core_case"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    asked: Mapped[str] = mapped_column(Encrypted)
    answer: Mapped[str] = mapped_column(Encrypted, default="")
    answered_by: Mapped[str] = mapped_column(default="")
