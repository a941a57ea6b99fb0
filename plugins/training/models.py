"""Tables of training: plans with their editions, sessions with who came, spot checks, and what is read.

Hours 学时 are kept as whole quarters, so that sums are exact on both databases.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.training.rules import ABSENT, MADE_UP, PRESENT


class Plan(Private, Base):
    """What a unit plans for a year 年度培训计划: what is missing, and the topics by which it is learnt."""

    __tablename__ = "training_plan"
    __table_args__ = (same_tenant("unit_id", "core_unit"), UniqueConstraint("tenant_id", "unit_id", "year"))

    id: Mapped[UUID] = pk()
    unit_id: Mapped[UUID]
    year: Mapped[int]
    theme: Mapped[str]
    # ``{"code", "who", "gap", "basis"}``: who lacks what, and by what it is known.
    needs: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # ``{"code", "name", "quarters", "tag", "period", "lecturer", "form"}``.
    topics: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # The number of its newest edition; 0 before it was filed.
    edition: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class PlanEdition(Private, Base):
    """A plan as it was filed, or as it was changed after that; rows are only ever added."""

    __tablename__ = "training_plan_edition"
    __table_args__ = (same_tenant("plan_id", "training_plan"), UniqueConstraint("tenant_id", "plan_id", "number"))

    id: Mapped[UUID] = pk()
    plan_id: Mapped[UUID]
    number: Mapped[int]
    # ``{"theme", "needs", "topics"}`` as the plan has them.
    content: Mapped[dict[str, Any]]
    why: Mapped[str]
    by: Mapped[str]
    at: Mapped[dt.datetime]


class Training(Private, Base):
    """One training session 集中培训 of a unit; its hours count once it is known who came."""

    __tablename__ = "training_session"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        # The key of the form that made it: a second click finds the first.
        UniqueConstraint("tenant_id", "form_key"),
        CheckConstraint("quarters > 0", name="quarters"),
        Index(None, "tenant_id", "unit_id", "held_on"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    # The topic of the plan by its code, empty for one beside it; the name as it was then.
    topic_code: Mapped[str]
    topic: Mapped[str]
    # What the topic stands for, a key of `rules.TAGS`: as the plan had it then, or as it was said of one beside it.
    tag: Mapped[str] = mapped_column(default="")
    purpose: Mapped[str]
    held_on: Mapped[dt.date]
    # ``09:00``.
    begins: Mapped[str]
    ends: Mapped[str]
    place: Mapped[str]
    form: Mapped[str]
    lecturer: Mapped[str]
    quarters: Mapped[int]
    # When it was entered who came; None before.
    entered_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Attendance(Private, Base):
    """Whether one person came to a session, or made it up afterwards 补课 as the head of the unit confirmed."""

    __tablename__ = "training_attendance"
    __table_args__ = (
        same_tenant("session_id", "training_session"),
        same_tenant("person_id", "core_person"),
        UniqueConstraint("tenant_id", "session_id", "person_id"),
        CheckConstraint(f"came in {(PRESENT, ABSENT, MADE_UP)}", name="came"),
        Index(None, "tenant_id", "person_id"),
    )

    id: Mapped[UUID] = pk()
    session_id: Mapped[UUID]
    person_id: Mapped[UUID]
    came: Mapped[str]
    made_up_on: Mapped[dt.date | None]
    made_up_how: Mapped[str] = mapped_column(default="")
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_at: Mapped[dt.datetime | None]
    # That the person answered the questions on the session; what they answered is kept apart, without them.
    answered: Mapped[bool] = mapped_column(default=False)


class Tally(Private, Base):
    """How often a question on a session was answered in one way: a number, and nobody's name or time."""

    __tablename__ = "training_tally"
    __table_args__ = (same_tenant("session_id", "training_session"),)

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class Check(Private, Base):
    """A spot check 抽查 of one unit: the list that was gone through, the appraisal 考评, and what the unit answered."""

    __tablename__ = "training_check"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "year", "unit_id"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    year: Mapped[int]
    checked_on: Mapped[dt.date]
    # How the unit was picked: in words, or the number of a draw.
    picked: Mapped[str]
    # ``{code of the item: "yes" | "no"}`` and ``{code: words}``.
    findings: Mapped[dict[str, Any]]
    notes: Mapped[dict[str, Any]]
    appraisal: Mapped[str]
    feedback: Mapped[str]
    by: Mapped[str]
    at: Mapped[dt.datetime]
    reply: Mapped[str] = mapped_column(default="")
    replied_by: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ToCheck(Private, Base):
    """A unit that a draw put on the list of those to be checked; `check_id` once it was."""

    __tablename__ = "training_to_check"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        same_tenant("draw_id", "core_draw"),
        same_tenant("check_id", "training_check"),
        UniqueConstraint("tenant_id", "draw_id", "unit_id"),
        Index(None, "tenant_id", "year", "unit_id"),
    )

    id: Mapped[UUID] = pk()
    unit_id: Mapped[UUID]
    year: Mapped[int]
    draw_id: Mapped[UUID]
    # Title of the draw with its day.
    drawn: Mapped[str]
    listed_by: Mapped[str]
    listed_at: Mapped[dt.datetime]
    check_id: Mapped[UUID | None]


class Book(Private, Base):
    """A book on a unit's list of a year 书目."""

    __tablename__ = "training_book"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "unit_id", "year", "title"),
    )

    id: Mapped[UUID] = pk()
    unit_id: Mapped[UUID]
    year: Mapped[int]
    title: Mapped[str]
    author: Mapped[str]


class BookNote(Private, Base):
    """What somebody noted on a book 读书笔记, read by those of the unit."""

    __tablename__ = "training_book_note"
    __table_args__ = (same_tenant("book_id", "training_book"), UniqueConstraint("tenant_id", "form_key"))

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    book_id: Mapped[UUID]
    words: Mapped[str]
    by: Mapped[str]
    at: Mapped[dt.datetime]


class ReadingEvent(Private, Base):
    """An event of a unit's reading drive 读书活动."""

    __tablename__ = "training_reading_event"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "unit_id", "held_on"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    held_on: Mapped[dt.date]
    title: Mapped[str]
    place: Mapped[str]
    words: Mapped[str]
