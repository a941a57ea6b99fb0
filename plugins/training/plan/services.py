"""Keeping a plan and filing it; filing hands in the duty through core's own door, so that it is entered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm as Core
from core.audit.services import record
from core.cases.services import STALE
from core.contracts import Submission
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.duties import rules as duties
from core.duties import services as handing_in
from core.duties.services import Submit
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.schemes.queries import quotas
from plugins.training import rules
from plugins.training.models import Plan, PlanEdition, Training
from plugins.training.plan.queries import content, duty_of, plan_of, submission, year_of
from plugins.training.who import may_file, must_edit

NO_DUTY = N_("本单位没有这一年的备案任务。")


@dataclass(frozen=True, slots=True)
class Change:
    """What a plan is to say: only what is not None changes. `why` is needed once it was filed."""

    version: int
    theme: str | None = None
    topics: Sequence[Mapping[str, Any]] | None = None
    needs: Sequence[Mapping[str, Any]] | None = None
    why: str = ""


def begin(session: ScopedSession, actor: Actor, unit_id: UUID, year: int) -> Plan:
    """The plan of a unit and year, made if there is none yet.

    Raises:
        Forbidden: the unit is not the actor's to keep.
    """
    must_edit(actor, unit_id)
    queue(session, f"training:{unit_id}:{year}")
    if (known := plan_of(session, unit_id, year)) is not None:
        return known
    plan = Plan(tenant_id=session.tenant, id=new_id(), unit_id=unit_id, year=year, theme=rules.THEME)
    session.add(plan)
    record(session, actor, "training.plan.begin", str(plan.id), {"unit": str(unit_id), "year": year})
    session.flush()
    return plan


def change(session: ScopedSession, actor: Actor, unit_id: UUID, year: int, command: Change) -> Plan:
    """Save a plan, also one that is not enough yet; after filing the change is an edition with its reason.

    Args:
        command: its version is 0 where the actor saw no plan yet.

    Raises:
        Forbidden: the unit is not the actor's to keep.
        DomainError: somebody else changed it meanwhile, the reason is missing, or a topic that was held is gone.
    """
    plan = begin(session, actor, unit_id, year)
    if command.version != plan.version and not (command.version == 0 and not plan.topics and not plan.needs):
        raise DomainError(Problem(STALE))
    problems = []
    if plan.edition and not command.why.strip():
        problems.append(Problem(N_("计划已经备案，请写明为什么变更。"), "why"))
    if command.topics is not None and (lost := _lost(session, plan, command.topics)):
        problems.append(Problem(N_("“%(names)s”已经登记过培训，不能删除。"), params={"names": lost}))
    if problems:
        raise DomainError(problems)
    before = content(plan)
    if command.theme is not None:
        plan.theme = command.theme.strip() or rules.THEME
    if command.topics is not None:
        _rename(session, plan, command.topics)
        plan.topics = [dict(topic) for topic in command.topics]
    if command.needs is not None:
        plan.needs = [dict(need) for need in command.needs]
    if content(plan) != before:
        if plan.edition:
            _keep_edition(session, actor, plan, command.why.strip())
        record(session, actor, "training.plan.change", str(plan.id), {"edition": plan.edition})
    session.flush()
    return plan


def file_plan(
    session: ScopedSession, actor: Actor, unit_id: UUID, year: int, version: int, key: str, late_reason: str = ""
) -> Plan:
    """File a plan 备案: it hands in the duty of the year, with the plan's own lines.

    Args:
        version: of the plan, as the actor saw it.
        key: the form's key; a second call with it changes nothing.

    Raises:
        NotFound: there is no plan.
        Forbidden: the actor is not one of the unit's people who hand in.
        DomainError: it fails the quota, names no need, changed meanwhile, or nothing is owed now; each in words.
    """
    plan = plan_of(session, unit_id, year)
    if plan is None:
        raise NotFound(unit_id)
    if not may_file(actor, unit_id):
        raise Forbidden(Core.SUBMIT)
    queue(session, f"training:{unit_id}:{year}")
    session.refresh(plan)
    duty = duty_of(session, "scheme.training.plan", unit_id, year)
    if duty is None:
        raise DomainError(Problem(NO_DUTY))
    command = Submit(duty.version, submission(plan), late_reason)
    if duty.state in duties.OWED:
        _refuse(plan, version, command.submission, quotas(session, rules.QUOTA, year))
    before = duty.version
    handing_in.submit(session, actor, duty.id, command, key)
    if duty.version != before:
        _keep_edition(session, actor, plan, "")
        record(session, actor, "training.plan.file", str(plan.id), {"edition": plan.edition, "duty": str(duty.id)})
    session.flush()
    return plan


def _refuse(plan: Plan, version: int, handed: Submission, least: Mapping[str, int]) -> None:
    """The reasons against filing, all at once."""
    problems = [Problem(each.message, None, each.params) for each in rules.quota(handed, least)]
    if version != plan.version:
        problems.insert(0, Problem(STALE))
    if not plan.needs:
        problems.append(Problem(N_("请先填写培训需求：缺什么，依据是什么。")))
    if problems:
        raise DomainError(problems)


def _lost(session: ScopedSession, plan: Plan, topics: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The names of topics that were held and are among the new ones no more."""
    kept = {topic["code"] for topic in topics}
    gone = {topic["code"]: topic["name"] for topic in plan.topics if topic["code"] not in kept}
    if not gone:
        return ()
    held = select(Training.topic_code).where(Training.unit_id == plan.unit_id, Training.topic_code.in_(gone)).distinct()
    of_year = held.where(Training.held_on.between(*year_of(plan.year)))
    return tuple(gone[code] for code in session.scalars(of_year))


def _rename(session: ScopedSession, plan: Plan, topics: Sequence[Mapping[str, Any]]) -> None:
    """Sessions that were held under a topic bear the name it has now, so that its hours stay together."""
    for topic in topics:
        of_topic = (Training.unit_id == plan.unit_id, Training.topic_code == topic["code"])
        held = select(Training).where(*of_topic, Training.held_on.between(*year_of(plan.year)))
        for training in session.scalars(held.where(Training.topic != topic["name"])):
            training.topic = topic["name"]


def _keep_edition(session: ScopedSession, actor: Actor, plan: Plan, why: str) -> None:
    plan.edition += 1
    session.add(
        PlanEdition(
            tenant_id=session.tenant,
            plan_id=plan.id,
            number=plan.edition,
            content=content(plan),
            why=why,
            by=actor.title,
            at=time.now(),
        )
    )
