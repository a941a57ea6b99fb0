"""Tables of projects; `published` is set when a leader makes the project public, on a record when its writer does."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Publishable, pk, same_tenant
from plugins.frontline.projects.rules import DRAFT, RECORDS, STANDINGS


class Project(Publishable, Base):
    """A livelihood project 为民办实事项目 of a unit."""

    __tablename__ = "frontline_project"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "unit_id"),
        CheckConstraint(f"standing in {tuple(STANDINGS)}", name="standing"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    unit_id: Mapped[UUID]
    author_id: Mapped[UUID]
    name: Mapped[str]
    purpose: Mapped[str]
    led_by: Mapped[str]
    watched_by: Mapped[str]
    money: Mapped[str]
    begins_on: Mapped[dt.date]
    ends_on: Mapped[dt.date]
    standing: Mapped[str] = mapped_column(default=DRAFT)
    published_on: Mapped[dt.date | None]
    outcome: Mapped[str] = mapped_column(default="")
    over_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class ProjectStage(Publishable, Base):
    """A stage of a project with its day; photos that show it hang on it by `id`."""

    __tablename__ = "frontline_project_stage"
    __table_args__ = (
        same_tenant("project_id", "frontline_project"),
        UniqueConstraint("tenant_id", "project_id", "no"),
    )

    id: Mapped[UUID] = pk()
    project_id: Mapped[UUID]
    no: Mapped[int]
    goal: Mapped[str]
    due_on: Mapped[dt.date]
    done_on: Mapped[dt.date | None]
    proof: Mapped[str] = mapped_column(default="")
    # The publication in which the public was told that it was done.
    circular_id: Mapped[UUID | None]


class ProjectRecord(Publishable, Base):
    """What was done on the spot, found by who watches, or reached; written once."""

    __tablename__ = "frontline_project_record"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("project_id", "frontline_project"),
        Index(None, "tenant_id", "project_id", "noted_on"),
        CheckConstraint(f"kind in {tuple(RECORDS)}", name="kind"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    project_id: Mapped[UUID]
    kind: Mapped[str]
    noted_on: Mapped[dt.date]
    place: Mapped[str]
    words: Mapped[str]
    by_name: Mapped[str]
