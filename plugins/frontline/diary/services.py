"""Writing the diary, raising an issue from it, and planning visits; each act leaves a trace in the audit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.models import Case
from core.db import ScopedSession, new_id
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from plugins.frontline.diary import commands as cmd
from plugins.frontline.diary import queries, rules
from plugins.frontline.diary.models import DiaryEntry, PlannedVisit
from plugins.frontline.issues import queries as issues
from plugins.frontline.issues import services as collecting
from plugins.frontline.issues.commands import Collect
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.rules import VISIT
from plugins.frontline.permissions import Perm


def write(session: ScopedSession, actor: Actor, command: cmd.Write, key: str) -> DiaryEntry:
    """Write an entry; one about a planned visit makes that done. The same form a second time is the same entry.

    Raises:
        Forbidden: the actor writes no diary here, or the visit is another's.
        DomainError: something is missing, or the visit is done or called off already.
    """
    units = actor.own_units(Perm.DIARY)
    if not units:
        raise Forbidden(Perm.DIARY)
    if (known := session.scalar(select(DiaryEntry).where(DiaryEntry.form_key == key))) is not None:
        return known
    problems = [*rules.write(command, time.today()), *_village(session, command.village_id)]
    visit = queries.visit_of(session, command.visit_id) if command.visit_id is not None else None
    if visit is not None and visit.leader_id != actor.account_id:
        raise Forbidden(Perm.DIARY)
    if visit is not None and visit.stage != rules.PLANNED:
        problems.append(Problem(N_("这次走访已经完成或者取消。")))
    if problems:
        raise DomainError(problems)
    entry = DiaryEntry(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        unit_id=min(units),
        by_id=actor.account_id,
        by_name=actor.name,
        visited_on=command.visited_on,
        kind=command.kind,
        village_id=command.village_id,
        matter=command.matter if command.problem.strip() else "",
        visit_id=command.visit_id,
        **{
            name: getattr(command, name).strip()
            for name in ("place", "led_by", "people", "witness", "words", "problem", "promise")
        },
    )
    session.add(entry)
    if visit is not None:
        visit.stage = rules.DONE
    record(session, actor, "frontline.diary.write", str(entry.id), {"kind": entry.kind})
    session.flush()
    return entry


def raise_issue(session: ScopedSession, actor: Actor, entry_id: UUID, key: str) -> Case:
    """Raise what an entry tells as an issue, with what it says already; once.

    Raises:
        NotFound: the actor does not read such an entry.
        Forbidden, DomainError: as `issues.services.collect`; the entry tells no problem.
    """
    entry = queries.entry_of(session, actor, entry_id)
    known = session.scalar(select(Issue.case_id).where(Issue.entry_id == entry.id))
    if known is not None:
        return session.get_one(Case, (session.tenant, known))
    if not entry.problem:
        raise DomainError(Problem(N_("这篇日记没有写问题。")))
    village = issues.villages(session).get(entry.village_id, "") if entry.village_id else ""
    command = Collect(
        source=VISIT,
        name=entry.people,
        matter=entry.matter,
        place=entry.place or village or entry.words[:20],
        problem=entry.problem,
        village_id=entry.village_id,
        led_by=entry.led_by,
        witness=entry.witness,
        entry_id=entry.id,
    )
    return collecting.collect(session, actor, command, key)


def plan(session: ScopedSession, actor: Actor, command: cmd.Plan, key: str) -> PlannedVisit:
    """Plan a leader's visit; the same form a second time is the same visit.

    Raises:
        Forbidden: the actor plans no visits here.
        DomainError: something is missing, or who goes is none of the leaders.
    """
    if not actor.may(Perm.PLAN):
        raise Forbidden(Perm.PLAN)
    if (known := session.scalar(select(PlannedVisit).where(PlannedVisit.form_key == key))) is not None:
        return known
    leaders = queries.leaders(session)
    problems = [*rules.plan(command, time.today()), *_village(session, command.village_id)]
    if command.leader_id not in leaders:
        problems.append(Problem(N_("请选择走访的领导。"), "leader"))
    if problems:
        raise DomainError(problems)
    visit = PlannedVisit(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        leader_id=command.leader_id,
        leader=leaders[command.leader_id],
        village_id=command.village_id,
        planned_on=command.planned_on,
        purpose=command.purpose.strip(),
    )
    session.add(visit)
    record(session, actor, "frontline.visit.plan", str(visit.id), {"on": command.planned_on.isoformat()})
    session.flush()
    return visit


def drop(session: ScopedSession, actor: Actor, visit_id: UUID, reason: str) -> PlannedVisit:
    """Call a visit off, with the reason, which stays in the plan.

    Raises:
        Forbidden, NotFound, DomainError: the actor plans none, there is none, or it is not to come any more.
    """
    if not actor.may(Perm.PLAN):
        raise Forbidden(Perm.PLAN)
    visit = queries.visit_of(session, visit_id)
    if problems := rules.drop(visit.stage, reason):
        raise DomainError(problems)
    visit.stage, visit.reason = rules.DROPPED, reason.strip()
    record(session, actor, "frontline.visit.drop", str(visit.id), {})
    session.flush()
    return visit


def _village(session: ScopedSession, village_id: UUID | None) -> list[Problem]:
    if village_id is None or village_id in issues.villages(session):
        return []
    return [Problem(N_("请从本乡镇的村里选择。"), "village")]
