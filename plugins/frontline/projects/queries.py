"""Reading projects: of the staff's units, and what is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, select

from core import clock as time
from core.accounts.actor import Actor
from core.contracts import MeetingItem
from core.db import ScopedSession
from core.errors import NotFound
from core.files.models import StoredFile
from core.tenancy.models import Unit
from core.tenancy.switches import in_use
from plugins.frontline.issues.queries import own_rows
from plugins.frontline.projects.models import Project, ProjectRecord, ProjectStage
from plugins.frontline.projects.rules import RUNNING, Planned

MOST = 200
PHOTOS = "frontline_stage"


@dataclass(frozen=True, slots=True)
class Whole:
    """A project with its unit, stages and records; the newest record first."""

    project: Project
    unit: str
    stages: Sequence[ProjectStage]
    records: Sequence[ProjectRecord]


def planned(stages: Sequence[ProjectStage]) -> list[Planned]:
    """Stages as the rules read them."""
    return [Planned(stage.no, stage.goal, stage.due_on, stage.done_on) for stage in stages]


def listed(session: ScopedSession, where: ColumnElement[bool]) -> Sequence[tuple[Project, str]]:
    """Projects with their units, the latest begun first."""
    query = (
        select(Project, Unit.name)
        .join(Unit, (Unit.tenant_id == Project.tenant_id) & (Unit.id == Project.unit_id))
        .where(where)
        .order_by(Project.begins_on.desc(), Project.id.desc())
        .limit(MOST)
    )
    return [(project, unit) for project, unit in session.execute(query)]


def of_staff(session: ScopedSession, actor: Actor) -> Sequence[tuple[Project, str]]:
    """The projects of the actor's units, drafts too."""
    return listed(session, own_rows(session, actor, Project.unit_id))


def of_public(session: ScopedSession) -> Sequence[tuple[Project, str]]:
    """What everybody may read."""
    return listed(session, public())


def public() -> ColumnElement[bool]:
    """The condition for projects that are public, in units that use the measure."""
    return Project.published.is_(True) & in_use("frontline", Project)


def stages_of(session: ScopedSession, ids: Sequence[UUID]) -> Mapping[UUID, Sequence[ProjectStage]]:
    """The stages of some projects, in their order."""
    found: dict[UUID, list[ProjectStage]] = {one: [] for one in ids}
    query = select(ProjectStage).where(ProjectStage.project_id.in_(ids)).order_by(ProjectStage.no)
    for stage in session.scalars(query) if ids else ():
        found[stage.project_id].append(stage)
    return found


def whole(session: ScopedSession, project_id: UUID, where: ColumnElement[bool]) -> Whole:
    """A project with all that hangs on it.

    Raises:
        NotFound: there is none of which the condition holds.
    """
    rows = listed(session, where & (Project.id == project_id))
    if not rows:
        raise NotFound(project_id)
    project, unit = rows[0]
    records = select(ProjectRecord).where(ProjectRecord.project_id == project_id)
    newest = records.order_by(ProjectRecord.noted_on.desc(), ProjectRecord.id.desc()).limit(MOST)
    return Whole(project, unit, stages_of(session, [project_id])[project_id], session.scalars(newest).all())


def of_actor(session: ScopedSession, actor: Actor, project_id: UUID) -> Whole:
    """A project of the actor's units.

    Raises:
        NotFound: there is none.
    """
    return whole(session, project_id, own_rows(session, actor, Project.unit_id))


def photos_of(session: ScopedSession, stages: Sequence[ProjectStage]) -> Mapping[UUID, Sequence[StoredFile]]:
    """The photos of some stages, by stage."""
    found: dict[UUID, list[StoredFile]] = {stage.id: [] for stage in stages}
    query = select(StoredFile).where(StoredFile.owner_kind == PHOTOS, StoredFile.owner_id.in_(found))
    for row in session.scalars(query.order_by(StoredFile.id)) if found else ():
        found[row.owner_id].append(row)
    return found


def for_meeting(session: ScopedSession) -> list[MeetingItem]:
    """What the joint meeting may talk about: running projects with a stage past its day, the longest first."""
    rows = session.execute(
        select(Project, ProjectStage, Unit.name)
        .join(ProjectStage, (ProjectStage.tenant_id == Project.tenant_id) & (ProjectStage.project_id == Project.id))
        .join(Unit, (Unit.tenant_id == Project.tenant_id) & (Unit.id == Project.unit_id))
        .where(Project.standing == RUNNING, ProjectStage.done_on.is_(None), ProjectStage.due_on < time.today())
        .order_by(ProjectStage.due_on, ProjectStage.id)
        .limit(MOST)
    )
    return [
        MeetingItem(
            f"frontline.stage:{stage.id}:{stage.due_on}",
            f"为民办实事项目“{project.name}”第{stage.no}阶段逾期（{unit}，{stage.due_on}）",
            f"/w/{project.tenant_id}/projects/{project.id}",
        )
        for project, stage, unit in rows
    ]
