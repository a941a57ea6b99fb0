"""Planning a project, making it public, its stages and records; each act leaves a trace in the audit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import delete, select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.errors import DomainError, Forbidden, Problem
from core.files import services as files
from core.i18n import N_
from core.jobs.services import emit
from core.publishing import masking
from core.tenancy.services import bump
from plugins.frontline.permissions import Perm
from plugins.frontline.projects import commands as cmd
from plugins.frontline.projects import queries, rules
from plugins.frontline.projects.models import Project, ProjectRecord, ProjectStage

MOST_PHOTOS = 6


def plan(session: ScopedSession, actor: Actor, content: cmd.Content, key: str) -> Project:
    """Start a project of the own unit as a draft; the same form a second time is the same project.

    Raises:
        Forbidden: the actor plans no projects here.
        DomainError: something is missing or out of order.
    """
    units = actor.own_units(Perm.PROJECT)
    if not units:
        raise Forbidden(Perm.PROJECT)
    if (known := session.scalar(select(Project).where(Project.form_key == key))) is not None:
        return known
    if problems := rules.content(content):
        raise DomainError(problems)
    project = Project(
        tenant_id=session.tenant, id=new_id(), form_key=key, unit_id=min(units), author_id=actor.account_id
    )
    _fill(project, content)
    session.add(project)
    session.flush()
    _lay_out(session, project, content)
    record(session, actor, "frontline.project.plan", str(project.id), {})
    session.flush()
    return project


def edit(session: ScopedSession, actor: Actor, project_id: UUID, content: cmd.Content, version: int) -> Project:
    """Change a draft; it is then the last editor's, who can't make it public.

    Raises:
        Forbidden, NotFound, DomainError: as `plan`; it is public already, or was changed by somebody else.
    """
    project = _own(session, actor, project_id, Perm.PROJECT)
    _unchanged(project, version)
    if problems := [*rules.editable(project.standing), *rules.content(content)]:
        raise DomainError(problems)
    _fill(project, content)
    project.author_id = actor.account_id
    session.execute(delete(ProjectStage).where(ProjectStage.project_id == project.id))
    _lay_out(session, project, content)
    record(session, actor, "frontline.project.edit", str(project.id), {})
    session.flush()
    return project


def publish(session: ScopedSession, actor: Actor, project_id: UUID, version: int) -> Project:
    """Let everybody read the project and its stages from now on.

    Raises:
        Forbidden, NotFound, DomainError: the actor does not lead here, wrote it, or it is public or was changed.
    """
    project = _own(session, actor, project_id, Perm.CHASE)
    _unchanged(project, version)
    if problems := rules.publish(project.standing, own=project.author_id == actor.account_id):
        raise DomainError(problems)
    project.standing, project.published, project.published_on = rules.RUNNING, True, time.today()
    for stage in queries.stages_of(session, [project.id])[project.id]:
        stage.published = True
    record(session, actor, "frontline.project.publish", str(project.id), {})
    _changed(session, project)
    return project


def stage_done(session: ScopedSession, actor: Actor, project_id: UUID, no: int, command: cmd.StageDone) -> Project:
    """Note that a stage is done, with what shows it; photos are for the staff.

    Raises:
        Forbidden, NotFound, DomainError: the actor works on no projects of the unit, or it is not the stage's turn.
    """
    project = _own(session, actor, project_id, Perm.PROJECT)
    stages = queries.stages_of(session, [project.id])[project.id]
    if problems := rules.stage_done(project.standing, queries.planned(stages), no, command, time.today()):
        raise DomainError(problems)
    stage = next(stage for stage in stages if stage.no == no)
    stage.done_on, stage.proof = command.done_on, masking.masked(command.proof.strip())
    for kept in command.photos:
        files.attach(session, kept, owner_kind=queries.PHOTOS, owner_id=stage.id, at_most=MOST_PHOTOS)
    record(session, actor, "frontline.project.stage", str(project.id), {"stage": no})
    _changed(session, project)
    return project


def note(session: ScopedSession, actor: Actor, project_id: UUID, command: cmd.Note, key: str) -> ProjectRecord:
    """Keep a record of the work; numbers of people are masked in it. The same form twice is the same record.

    Raises:
        Forbidden, NotFound, DomainError: as `stage_done`.
    """
    project = _own(session, actor, project_id, Perm.PROJECT)
    if (known := session.scalar(select(ProjectRecord).where(ProjectRecord.form_key == key))) is not None:
        return known
    if problems := rules.note(project.standing, command, time.today()):
        raise DomainError(problems)
    row = ProjectRecord(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        project_id=project.id,
        kind=command.kind,
        noted_on=command.noted_on,
        place=command.place.strip(),
        words=masking.masked(command.words.strip()),
        by_name=actor.name,
        published=command.public,
    )
    session.add(row)
    record(session, actor, "frontline.project.note", str(project.id), {"kind": command.kind})
    _changed(session, project)
    return row


def end(session: ScopedSession, actor: Actor, project_id: UUID, command: cmd.End, version: int) -> Project:
    """Finish or stop a project.

    Raises:
        Forbidden, NotFound, DomainError: the actor works on no projects of the unit, a stage is open, no reason.
    """
    project = _own(session, actor, project_id, Perm.PROJECT)
    _unchanged(project, version)
    stages = queries.planned(queries.stages_of(session, [project.id])[project.id])
    if problems := rules.end(project.standing, stages, command):
        raise DomainError(problems)
    project.standing, project.over_on = command.outcome, time.today()
    project.outcome = masking.masked(command.words.strip())
    record(session, actor, "frontline.project.end", str(project.id), {"outcome": command.outcome})
    _changed(session, project)
    return project


def _own(session: ScopedSession, actor: Actor, project_id: UUID, permission: Perm) -> Project:
    project = queries.of_actor(session, actor, project_id).project
    if not actor.may(permission, project.unit_id):
        raise Forbidden(permission)
    return project


def _unchanged(project: Project, version: int) -> None:
    if project.version != version:
        raise DomainError(Problem(N_("其他人刚刚修改了这个项目。请核对最新内容后再提交，您填写的内容没有丢失。")))


def _fill(project: Project, content: cmd.Content) -> None:
    project.name, project.purpose = masking.masked(content.name.strip()), masking.masked(content.purpose.strip())
    project.led_by, project.watched_by = content.led_by.strip(), content.watched_by.strip()
    project.money = content.money.strip()
    project.begins_on, project.ends_on = content.begins_on, content.ends_on


def _lay_out(session: ScopedSession, project: Project, content: cmd.Content) -> None:
    for no, (goal, day) in enumerate(content.stages, 1):
        row = ProjectStage(tenant_id=session.tenant, project_id=project.id, no=no, goal=goal, due_on=day)
        session.add(row)


def _changed(session: ScopedSession, project: Project) -> None:
    emit(session, "search", f"project:{project.id}", {"searchable": "project", "id": str(project.id)})
    bump(session)
    session.flush()
