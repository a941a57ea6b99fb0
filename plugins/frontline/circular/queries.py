"""What the public is still to be told: closed issues and stages that are done, each with its last day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from core.accounts.actor import Actor
from core.cases.catalogue import catalogue
from core.cases.models import Case
from core.clock import local_date
from core.db import ScopedSession
from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.publishing.models import Publication
from core.tenancy.models import Unit
from plugins.frontline.deadlines import CIRCULAR
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.queries import own_rows, villages
from plugins.frontline.issues.rules import MATTERS, RESULTS
from plugins.frontline.projects.models import Project, ProjectStage

MOST = 200
CLOSED = ("answered", "answered_again", "solved", "unsolved")


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to tell; `words` name nobody.

    Attributes:
        row: the issue or the stage.
        on, due_on: when it was closed or done, and the last day to tell.
    """

    row: Issue | ProjectStage
    words: str
    on: dt.date
    due_on: dt.date | None


def issues(session: ScopedSession, actor: Actor) -> Sequence[Owed]:
    """Closed issues that nobody told the public of, the earliest first."""
    query = (
        select(Issue, Case, Unit.name)
        .join(Case, (Case.tenant_id == Issue.tenant_id) & (Case.id == Issue.case_id))
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(Case.state.in_(CLOSED), Issue.joined_id.is_(None), _untold(Issue))
        .where(own_rows(session, actor, Case.unit_id))
        .order_by(Case.closed_at, Case.id)
        .limit(MOST)
    )
    names, found = villages(session), []
    for issue, case, unit in session.execute(query):
        assert case.closed_at is not None
        on = local_date(case.closed_at)
        place = names.get(issue.village_id, "") if issue.village_id else ""
        word = "" if issue.solved is None else f"，反映人评定：{'已' if issue.solved else '未'}解决"
        about = "，".join(filter(None, (MATTERS[issue.matter], place)))
        words = f"{case.number}（{about}），{unit}{on}答复：{RESULTS[issue.result]}{word}"
        found.append(Owed(issue, words, on, _due(on)))
    return found


def stages(session: ScopedSession, actor: Actor) -> Sequence[Owed]:
    """Stages of public projects that are done and that nobody told the public of, the earliest first."""
    query = (
        select(ProjectStage, Project)
        .join(Project, (Project.tenant_id == ProjectStage.tenant_id) & (Project.id == ProjectStage.project_id))
        .where(ProjectStage.done_on.is_not(None), Project.published.is_(True), _untold(ProjectStage))
        .where(own_rows(session, actor, Project.unit_id))
        .order_by(ProjectStage.done_on, ProjectStage.id)
        .limit(MOST)
    )
    found = []
    for stage, project in session.execute(query):
        assert stage.done_on is not None
        words = f"{project.name}：{stage.goal}（计划{stage.due_on}），{stage.done_on}完成"
        found.append(Owed(stage, words, stage.done_on, _due(stage.done_on)))
    return found


def _untold(row: Any) -> ColumnElement[bool]:
    """Not in a circular, or in one whose draft was thrown away."""
    there = exists().where(Publication.tenant_id == row.tenant_id, Publication.id == row.circular_id)
    return or_(row.circular_id.is_(None), ~there)


def _due(on: dt.date) -> dt.date | None:
    """The last day to tell; None where the calendar does not reach so far back."""
    try:
        return compute(CIRCULAR, on, catalogue=catalogue()).due
    except DeadlineError:
        return None
