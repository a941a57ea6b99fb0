"""Beginning steps with a case, recording them, and asking a village what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.queries import parties_of
from core.cases.services import STALE, Opening, Party
from core.cases.timeline import enter
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.files.services import Kept
from core.i18n import N_
from core.jobs.services import had_effect
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from plugins.approval.models import Application, Item
from plugins.approval.permissions import Perm
from plugins.approval.rules import REGISTERED, WAITING
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import queries, rules
from plugins.approval.steps.models import CaseStep, Endorsement, StepEntry

PROMISE = N_("办事指南公布的村级意见期限")
ANSWERED = N_("%(number)s的村级意见已经答复。")
RECORDED = N_("登记环节")
OPINION_SLOT = "village_opinion"
LATE_STEPS = "approval.late_steps"
LATE = N_("%(number)s的“%(step)s”计划在%(day)s以前完成，已经超过，请办理或者登记原因。")


def begin(case: Case, item: Item, phase: str, since: dt.date | None = None) -> list[CaseStep]:
    """The rows of an edition's steps of one phase for a case.

    Args:
        since: from when a step after is planned to be done in so many days.
    """
    wanted = [row for row in item.steps if row["phase"] == phase]
    return [
        CaseStep(
            tenant_id=case.tenant_id,
            id=new_id(),
            case_id=case.id,
            stands=rules.OPEN,
            planned_on=since + dt.timedelta(days=row["days"]) if since is not None and row.get("days") else None,
            **{"article": "", "days": None, "proof": False, **row},
        )
        for row in wanted
    ]


def remind(database: Database, tenant: int) -> None:
    """Tell who has a case of each step after it whose planned day has passed, once for each planned day."""
    with database.write(Scope.one(tenant)) as session:
        late = (CaseStep.phase == rules.POST, CaseStep.stands == rules.OPEN, CaseStep.planned_on < time.today())
        query = (
            select(CaseStep, Case)
            .join(Case, (Case.tenant_id == CaseStep.tenant_id) & (Case.id == CaseStep.case_id))
            .where(*late)
            .order_by(CaseStep.planned_on, CaseStep.id)
        )
        for step, case in session.execute(query):
            if not had_effect(session, LATE_STEPS, f"{step.id.hex}:{step.planned_on}"):
                said = {"number": case.number, "step": step.name, "day": str(step.planned_on)}
                notices.tell(session, News(TURN.code, case.id, LATE, said), handlers(session, case))


def slot_of(step: CaseStep) -> str:
    """The place of a step's proofs among the case's files."""
    return f"step:{step.code}"


def record(session: ScopedSession, actor: Actor, step_id: UUID, command: cmd.Record, seen: int) -> CaseStep:
    """Enter something on a step; with the last one before it the township receives the application.

    Args:
        seen: how many entries the step had on the page; another number means that somebody was faster.

    Raises:
        NotFound: there is no such step.
        Forbidden: it is not the actor's to record.
        DomainError: what is wrong with what was told, or the case went on.
    """
    step, case, application, item = queries.step_of(session, step_id)
    kernel.locked(session, case.id)
    if not queries.may_record(actor, step, case, application):
        raise Forbidden(Perm.STEPS)
    office = actor.may(Perm.STEPS, case.unit_id)
    entries = next(row.entries for row in queries.of_case(session, case) if row.step.id == step.id)
    if len(entries) != seen:
        raise DomainError(Problem(STALE))
    problems = [] if office or command.act == rules.DONE else [Problem(N_("只有乡镇可以登记这一项。"), "act")]
    since = queries.since(session, step, application)
    standing = rules.Standing(step.phase, step.stands, step.days, step.proof, since, time.today())
    there = [row for row in files.of_owner(session, "case", case.id) if row.slot == slot_of(step)]
    problems += _closed(case, step) or rules.record(standing, command, len(there) + len(command.proofs))
    if problems:
        raise DomainError(problems)
    for kept in command.proofs:
        files.attach(session, kept, owner_kind="case", owner_id=case.id, slot=slot_of(step))
    session.add(_entry(actor, step, command))
    step.stands = rules.LEADS[command.act]
    if command.act == "planned":
        step.planned_on = command.on
    enter(session, actor, case, "record_step", RECORDED, step.article or item.basis, step.name)
    session.flush()
    if step.phase == rules.PRE:
        _receive(session, case, step)
    return step


def _closed(case: Case, step: CaseStep) -> list[Problem]:
    """What comes before is recorded until the application is accepted, what comes after once it is delivered."""
    before = case.state in {WAITING, REGISTERED, "received", "correcting", "corrected"}
    if step.phase == rules.POST or before:
        return []
    return [Problem(N_("申请已经受理或者已经办结，前置环节不能再登记。"))]


def _entry(actor: Actor, step: CaseStep, command: cmd.Record) -> StepEntry:
    done = command.act == rules.DONE
    return StepEntry(
        tenant_id=step.tenant_id,
        step_id=step.id,
        act=command.act,
        began_on=command.began_on if done and step.phase == rules.PRE and step.days else None,
        on=command.on if done or command.act == "planned" else None,
        words=command.words.strip(),
        by_id=actor.account_id,
        by_name=actor.title,
        at=time.now(),
    )


def _receive(session: ScopedSession, case: Case, step: CaseStep) -> None:
    rows = queries.of_case(session, case)
    waits = any(row.step.phase == rules.PRE and row.step.stands == rules.OPEN for row in rows)
    if case.state != WAITING or waits:
        return
    number = sum(len(row.entries) for row in rows)
    command = cmd.StepsDone(version=case.version)
    cases.act(session, Actor.system(session.tenant), case.id, "steps_done", command, f"steps:{case.id.hex}:{number}")


def place(session: ScopedSession, actor: Actor, case_id: UUID, village: UUID) -> Case:
    """Say to which village an application belongs: its people do their steps and are asked there.

    Raises:
        NotFound: there is no such application or village.
        Forbidden: the actor may not record its steps.
        DomainError: the village was asked already.
    """
    case = kernel.locked(session, case_id)
    application = session.get(Application, (session.tenant, case_id))
    if case is None or application is None or village not in queries.villages(session):
        raise NotFound(case_id)
    if actor.visiting is not None or not actor.may(Perm.STEPS, case.unit_id):
        raise Forbidden(Perm.STEPS)
    if queries.opinion_of(session, case) is not None:
        raise DomainError(Problem(N_("已经征求过村级意见，不能再改。"), "village"))
    application.village_id = village
    enter(session, actor, case, "place", N_("确定所属的村"), "", queries.villages(session)[village])
    return case


def guessed(villages: Mapping[UUID, str], texts: Sequence[str]) -> UUID | None:
    """The one village that is named in what an applicant wrote; None where none is, or several are."""
    found = {unit for unit, name in villages.items() if any(_short(name) in text for text in texts if text)}
    return found.pop() if len(found) == 1 else None


def _short(name: str) -> str:
    return name.removesuffix("村民委员会").removesuffix("居民委员会") + "村"


def ask_village(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AskVillage) -> None:
    """Open the village's part, with its own limit.

    Raises:
        DomainError: it is no village of the township.
    """
    if command.village not in queries.villages(session):
        raise DomainError(Problem(N_("请选择申请人所在的村。"), "village"))
    session.get_one(Application, (case.tenant_id, case.id)).village_id = command.village
    tenant = session.get_one(Tenant, case.tenant_id)
    opening = Opening(
        title=case.title,
        series=f"{tenant.settings['prefix']}村",
        unit_id=command.village,
        parties=(Party("applicant", parties_of(session, case)[0].name),),
        received_on=time.today(),
        channel=case.channel,
        parent_id=case.id,
        label=N_("征求村级意见"),
        values={"days": facts.steps.opinion_days},
    )

    def rows(part: Case) -> list[object]:
        return [Endorsement(tenant_id=part.tenant_id, case_id=part.id, asked=command.asked.strip())]

    cases.open_case(session, actor, queries.KIND, opening, rows, f"village:{case.id.hex}")


def answer(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AnswerVillage) -> None:
    """Keep what the village said, with its proof on both cases, and tell who handles the application."""
    row, lead = queries.part_of(session, case)
    row.agrees, row.reasons, row.answered_by = command.agrees, command.reasons.strip(), actor.title
    row.presided_by, row.met_on, row.lacking = command.presided_by.strip(), command.met_on, ""
    for kept in command.proofs:
        _attach(session, kept, case.id)
        _attach(session, kept, lead.id)
    news = News(TURN.code, lead.id, ANSWERED, {"number": lead.number})
    notices.tell(session, news, set(handlers(session, lead)) - {actor.account_id})


def _attach(session: ScopedSession, kept: Kept, case_id: UUID) -> None:
    files.attach(session, kept, owner_kind="case", owner_id=case_id, slot=OPINION_SLOT)


def return_opinion(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.ReturnOpinion) -> None:
    """Open the village's part again, with what its answer lacked; the answer stays to be completed."""
    found = queries.opinion_of(session, case)
    assert found is not None  # it answered
    row, part, _village = found
    row.lacking = command.lacking.strip()
    again = cmd.ReopenVillage(version=part.version, lacking=row.lacking)
    key = f"reopen:{part.id.hex}:{part.version}"
    cases.act(session, Actor.system(session.tenant), part.id, "reopen_village", again, key)


def go_on(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: Any) -> None:
    """Nobody waits for the village any more: its part ends without an answer."""
    found = queries.opinion_of(session, case) if facts.steps.opinion == "asked" else None
    if found is not None and found[1].is_open:
        part = found[1]
        drop = cmd.DropVillage(version=part.version)
        cases.act(session, Actor.system(session.tenant), part.id, "drop_village", drop, f"drop:{part.id.hex}")
