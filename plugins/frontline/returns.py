"""What frontline work gives the monthly report of progress: its part says what the records hold already."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import ColumnElement, func, select

from core.cases.models import Case
from core.clock import midnight
from core.db import ScopedSession
from core.duties.lines import so_many
from core.tenancy.models import Unit
from plugins.frontline.diary.models import DiaryEntry
from plugins.frontline.diary.rules import TAGS
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.queries import counted
from plugins.frontline.projects.models import Project, ProjectRecord, ProjectStage
from plugins.frontline.projects.rules import ON_SITE


def of_month(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """Lines of the part ``frontline`` for a unit's month; what did not happen has no line."""
    numbers = (
        ("收到群众反映的问题{}件", counted(session, Case.unit_id == unit.id, Case.received_on.between(first, last))),
        ("答复群众反映的问题{}件", counted(session, Case.unit_id == unit.id, _within(first, last))),
        (
            "当场办结{}件",
            counted(session, Case.unit_id == unit.id, _within(first, last), Issue.on_spot.is_(True)),
        ),
        ("为民办实事项目完成阶段{}个", _stages(session, unit, first, last)),
        ("现场办公{}次", _on_site(session, unit, first, last)),
    )
    return {"frontline": (*so_many(numbers), *_visits(session, unit, first, last))}


def _within(first: dt.date, last: dt.date) -> ColumnElement[bool]:
    return (Case.closed_at >= midnight(first)) & (Case.closed_at < midnight(last + dt.timedelta(days=1)))


def _visits(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> list[str]:
    query = (
        select(DiaryEntry.kind, func.count())
        .where(DiaryEntry.unit_id == unit.id, DiaryEntry.visited_on.between(first, last))
        .group_by(DiaryEntry.kind)
    )
    found = dict(session.execute(query).all())
    return [f"走访（{label}）{found[kind]}次" for kind, label in TAGS.items() if found.get(kind)]


def _stages(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> int:
    query = (
        select(func.count())
        .select_from(ProjectStage)
        .join(Project, (Project.tenant_id == ProjectStage.tenant_id) & (Project.id == ProjectStage.project_id))
        .where(Project.unit_id == unit.id, ProjectStage.done_on.between(first, last))
    )
    return session.scalar(query) or 0


def _on_site(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> int:
    query = (
        select(func.count())
        .select_from(ProjectRecord)
        .join(Project, (Project.tenant_id == ProjectRecord.tenant_id) & (Project.id == ProjectRecord.project_id))
        .where(Project.unit_id == unit.id, ProjectRecord.kind == ON_SITE)
        .where(ProjectRecord.noted_on.between(first, last))
    )
    return session.scalar(query) or 0
