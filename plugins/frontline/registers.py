"""Registers of frontline work: issues, the diary, projects with their stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.clock import local_date
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.frontline.diary.models import DiaryEntry
from plugins.frontline.diary.rules import TAGS
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.queries import own_rows, villages
from plugins.frontline.issues.road import STATES
from plugins.frontline.issues.rules import MATTERS, RESULTS, SOURCES
from plugins.frontline.permissions import Perm
from plugins.frontline.projects.models import Project, ProjectStage
from plugins.frontline.projects.rules import STANDINGS

Row = tuple[str | int | dt.date | None, ...]


def _issues(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    query = (
        select(Issue, Case, Unit.name)
        .join(Case, (Case.tenant_id == Issue.tenant_id) & (Case.id == Issue.case_id))
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(Case.received_on.between(since, until), own_rows(session, actor, Case.unit_id))
        .order_by(Case.received_on, Case.id)
    )
    names, states = villages(session), {state.code: state.label for state in STATES}
    for issue, case, unit in session.execute(query):
        yield (
            case.number,
            case.received_on,
            SOURCES[issue.source],
            MATTERS[issue.matter],
            _place(names, issue.village_id, issue.place),
            issue.led_by,
            mask_name(issue.witness) if issue.witness else "",
            unit,
            states[case.state],
            RESULTS.get(issue.result, ""),
            local_date(case.closed_at) if case.closed_at is not None else None,
            "" if issue.solved is None else N_("已解决") if issue.solved else N_("未解决"),
        )


def _diary(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    query = (
        select(DiaryEntry, Unit.name, Case)
        .join(Unit, (Unit.tenant_id == DiaryEntry.tenant_id) & (Unit.id == DiaryEntry.unit_id))
        .outerjoin(Issue, (Issue.tenant_id == DiaryEntry.tenant_id) & (Issue.entry_id == DiaryEntry.id))
        .outerjoin(Case, (Case.tenant_id == Issue.tenant_id) & (Case.id == Issue.case_id))
        .where(DiaryEntry.visited_on.between(since, until), own_rows(session, actor, DiaryEntry.unit_id))
        .order_by(DiaryEntry.visited_on, DiaryEntry.id)
    )
    names = villages(session)
    for entry, unit, case in session.execute(query):
        yield (
            entry.visited_on,
            unit,
            entry.by_name,
            entry.led_by,
            _place(names, entry.village_id, entry.place),
            TAGS[entry.kind],
            entry.words,
            entry.promise,
            case.number if case is not None else "",
        )


def _projects(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    query = (
        select(Project, ProjectStage, Unit.name)
        .join(ProjectStage, (ProjectStage.tenant_id == Project.tenant_id) & (ProjectStage.project_id == Project.id))
        .join(Unit, (Unit.tenant_id == Project.tenant_id) & (Unit.id == Project.unit_id))
        .where(Project.begins_on <= until, Project.ends_on >= since, own_rows(session, actor, Project.unit_id))
        .order_by(Project.begins_on, Project.id, ProjectStage.no)
    )
    for project, stage, unit in session.execute(query):
        yield (
            project.name,
            unit,
            project.led_by,
            project.watched_by,
            project.money,
            STANDINGS[project.standing],
            f"{stage.no}. {stage.goal}",
            stage.due_on,
            stage.done_on,
        )


def _place(names: Mapping[UUID, str], village: UUID | None, place: str) -> str:
    return f"{names.get(village, '') if village else ''}{place}"


ISSUES = Register(
    "frontline.issues",
    N_("群众诉求登记簿"),
    N_("期间登记的群众反映的问题，按登记日期排列；不含姓名。"),
    Perm.READ,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("登记日期")),
        RegisterColumn(N_("来源")),
        RegisterColumn(N_("问题类别")),
        RegisterColumn(N_("地点"), 12),
        RegisterColumn(N_("带队领导")),
        RegisterColumn(N_("见证人")),
        RegisterColumn(N_("牵头单位"), 8),
        RegisterColumn(N_("状态")),
        RegisterColumn(N_("办理结果"), 8),
        RegisterColumn(N_("答复日期")),
        RegisterColumn(N_("评定")),
    ),
    _issues,
)
DIARY = Register(
    "frontline.diary",
    N_("民情日记登记簿"),
    N_("期间的走访，按走访日期排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("走访日期")),
        RegisterColumn(N_("单位"), 8),
        RegisterColumn(N_("记录人")),
        RegisterColumn(N_("带队领导")),
        RegisterColumn(N_("地点"), 10),
        RegisterColumn(N_("哪一类"), 8),
        RegisterColumn(N_("走访的情况"), 16),
        RegisterColumn(N_("答复或者承诺"), 12),
        RegisterColumn(N_("转为诉求"), 10),
    ),
    _diary,
)
PROJECTS = Register(
    "frontline.projects",
    N_("为民办实事项目登记簿"),
    N_("期间实施的项目，一行一个阶段。"),
    Perm.READ,
    (
        RegisterColumn(N_("项目名称"), 12),
        RegisterColumn(N_("责任单位"), 8),
        RegisterColumn(N_("领衔主办")),
        RegisterColumn(N_("挂牌督办")),
        RegisterColumn(N_("资金和来源"), 8),
        RegisterColumn(N_("状态")),
        RegisterColumn(N_("阶段"), 12),
        RegisterColumn(N_("计划日期")),
        RegisterColumn(N_("完成日期")),
    ),
    _projects,
)
