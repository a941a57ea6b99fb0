"""Tables of key work; what is published is a row's own flag, set when the public was told of the work."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, Publishable, pk, same_tenant
from plugins.goals.rules import ENTRIES, OUTCOMES


class KeyWork(Publishable, Base):
    """A key work 重点工作 of a unit and year, as the public reads it; state, acts and papers are its case's."""

    __tablename__ = "goals_key_work"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "year", "unit_id"),
        CheckConstraint(f"outcome in {('', *OUTCOMES)}", name="outcome"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    unit_id: Mapped[UUID]
    year: Mapped[int]
    name: Mapped[str]
    head: Mapped[str]
    body: Mapped[str]
    begins_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    standard: Mapped[str]
    limit: Mapped[str]
    lost: Mapped[str]
    # It stands in what the unit handed in for the year.
    handed_in: Mapped[bool] = mapped_column(default=False)
    selected_by: Mapped[UUID | None]
    # Both sides of the joint review; emptied when the work goes back to the unit.
    government_id: Mapped[UUID | None]
    government: Mapped[str] = mapped_column(default="")
    supervision_id: Mapped[UUID | None]
    supervision: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    resolved_on: Mapped[dt.date | None]
    media: Mapped[str] = mapped_column(default="")
    media_on: Mapped[dt.date | None]
    media_link: Mapped[str] = mapped_column(default="")
    # How it ended: ``finished`` with its proof, ``unfinished`` with the reasons, ``dropped`` with the words on it.
    outcome: Mapped[str] = mapped_column(default="")
    outcome_on: Mapped[dt.date | None]
    ended_words: Mapped[str] = mapped_column(default="")


class Stage(Publishable, Base):
    """A stage of a key work; its day moves only by a change that was agreed to."""

    __tablename__ = "goals_stage"
    __table_args__ = (same_tenant("case_id", "goals_key_work", "case_id"),)

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    standard: Mapped[str]
    days: Mapped[int]
    planned_on: Mapped[dt.date]
    after: Mapped[list[int]] = mapped_column(JSON, default=list)
    done_on: Mapped[dt.date | None]
    proof: Mapped[str] = mapped_column(default="")


class Entry(Publishable, Base):
    """What was said of a key work while it runs: progress, an obstacle with its answer, what supervision found."""

    __tablename__ = "goals_entry"
    __table_args__ = (
        same_tenant("case_id", "goals_key_work", "case_id"),
        Index(None, "tenant_id", "case_id", "at"),
        CheckConstraint(f"kind in {tuple(ENTRIES)}", name="kind"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    kind: Mapped[str]
    # 0 for the whole work.
    stage: Mapped[int]
    words: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[dt.datetime | None]


class Change(Publishable, Base):
    """A change of a stage's day: from when to when, why, and who agreed to it; it stays to be seen."""

    __tablename__ = "goals_change"
    __table_args__ = (
        same_tenant("case_id", "goals_key_work", "case_id"),
        Index(None, "tenant_id", "case_id", "asked_at"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    stage: Mapped[int]
    old_on: Mapped[dt.date]
    new_on: Mapped[dt.date]
    why: Mapped[str]
    asked_by: Mapped[str]
    asked_at: Mapped[dt.datetime]
    # None while nobody decided.
    approved: Mapped[bool | None]
    words: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[dt.datetime | None]


class Inspection(Private, Base):
    """A unit that is inspected in December 抽查, and what was found."""

    __tablename__ = "goals_inspection"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "year", "unit_id"),
    )

    id: Mapped[UUID] = pk()
    year: Mapped[int]
    unit_id: Mapped[UUID]
    # Where it was drawn, the draw's title with its day; empty where it was chosen by hand.
    drawn: Mapped[str] = mapped_column(default="")
    listed_by: Mapped[str]
    listed_at: Mapped[dt.datetime]
    held_on: Mapped[dt.date | None]
    good: Mapped[bool | None]
    result: Mapped[str] = mapped_column(default="")
    found_by: Mapped[str] = mapped_column(default="")
