"""Planning an inspection, taking in what was drawn, recording what was found, and publishing it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record as note
from core.cases.doors import find
from core.cases.services import STALE
from core.contracts import Drawn
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.draws import queries as draws
from core.draws.models import Draw
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.services import bump
from plugins.penalty.inspections import queries, rules
from plugins.penalty.inspections.models import Inspected, InspectionPlan
from plugins.penalty.inspections.rules import Found, Plan
from plugins.penalty.officers import queries as officers
from plugins.penalty.officers.models import Officer
from plugins.penalty.officers.rules import pair_problems
from plugins.penalty.ordinary.queries import KIND as ORDINARY
from plugins.penalty.permissions import Perm
from plugins.penalty.summary.services import KIND as ON_SPOT

FOLLOWS = (ON_SPOT, ORDINARY, "penalty.order")


def plan(session: ScopedSession, actor: Actor, given: Plan, key: str) -> InspectionPlan:
    """Announce what is inspected; the same form a second time is the same plan.

    Raises:
        Forbidden: the actor publishes nothing here.
        DomainError: what is missing.
    """
    _permit(actor, Perm.PUBLISH)
    queue(session, f"penalty.inspection:{key}")
    if (known := session.scalar(select(InspectionPlan).where(InspectionPlan.form_key == key))) is not None:
        return known
    if problems := rules.plan_problems(given):
        raise DomainError(problems)
    row = InspectionPlan(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        year=time.today().year,
        title=given.title.strip(),
        matters=given.matters.strip(),
        basis=given.basis.strip(),
        planned_on=time.today(),
        planned_by=actor.title,
        published=True,
    )
    session.add(row)
    note(session, actor, "penalty.inspection.plan", str(row.id), {"title": row.title})
    bump(session)
    session.flush()
    return row


def may_list(session: ScopedSession, actor: Actor) -> bool:
    """Whether somebody takes in what was drawn."""
    return actor.may(Perm.PUBLISH) or actor.may(Perm.HANDLE)


def take_objects(session: ScopedSession, actor: Actor, drawn: Drawn) -> int:
    """Put those that were drawn on the oldest plan of the year that has none yet; twice is once.

    Raises:
        DomainError: no plan waits for them.
    """
    if _taken(session, drawn):
        return 0
    row = _waits(session, drawn, "objects_id")
    row.objects_id = drawn.draw_id
    session.flush()
    names = {ticket.code: ticket.name for ticket in draws.shown(session, drawn.draw_id).drawn}
    for place, code in enumerate(drawn.codes, start=1):
        given = {"plan_id": row.id, "place": place, "code": code, "name": names[code]}
        session.add(Inspected(tenant_id=session.tenant, id=new_id(), **given))
    note(session, actor, "penalty.inspection.objects", str(row.id), {"number": len(drawn.codes)})
    session.flush()
    return len(drawn.codes)


def take_officers(session: ScopedSession, actor: Actor, drawn: Drawn) -> int:
    """Give each of those to be inspected two of the drawn officers, in their order; twice is once.

    Raises:
        DomainError: no plan waits for them, or fewer than two were drawn (处罚法 42).
    """
    if _taken(session, drawn):
        return 0
    row = _waits(session, drawn, "officers_id")
    known = {one.number: one for one in session.scalars(select(Officer).where(Officer.number.in_(drawn.codes)))}
    named = [known[code] for code in drawn.codes if code in known]
    if len(named) < 2:
        raise DomainError(Problem(N_("执法人员不得少于两人，请另抽（行政处罚法42①）。")))
    wanted = select(Inspected).where(Inspected.plan_id == row.id).order_by(Inspected.place)
    rows = session.scalars(wanted).all()
    row.officers_id = drawn.draw_id
    for one, (first, second) in zip(rows, rules.pairs(named, len(rows)), strict=True):
        one.first_id, one.second_id = first.id, second.id
    note(session, actor, "penalty.inspection.officers", str(row.id), {"number": len(named)})
    session.flush()
    return len(named)


def record(session: ScopedSession, actor: Actor, inspected_id: UUID, command: Found) -> Inspected:
    """Write down what was found, as one of its two officers; until it is published it can be put right.

    Raises:
        Forbidden, NotFound: the actor handles nothing here; there is none.
        DomainError: the actor is none of its officers, a certificate does not count, or something is missing.
    """
    _permit(actor, Perm.HANDLE)
    plan_row, row = _open(session, inspected_id, command.version)
    pair = officers.of_ids(session, [one for one in (row.first_id, row.second_id) if one])
    if actor.account_id not in {one.account_id for one in pair}:
        raise DomainError(Problem(N_("检查结果由抽到的执法人员登记。")))
    drawn = session.get(Draw, (session.tenant, plan_row.officers_id)) if plan_row.officers_id else None
    problems = pair_problems(tuple(one.certificate for one in pair), command.held_on)
    problems += rules.record_problems(command, drawn.drawn_on if drawn is not None else None, time.today())
    if problems:
        raise DomainError(problems)
    row.held_on, row.result, row.record = command.held_on, command.result, command.record.strip()
    row.recorded_by = actor.account_id
    note(session, actor, "penalty.inspection.record", str(row.id), {"result": row.result})
    session.flush()
    return row


def follow(session: ScopedSession, actor: Actor, inspected_id: UUID, number: str, version: int) -> Inspected:
    """Name the case that followed from a clue.

    Raises:
        Forbidden, NotFound: the actor handles nothing here; there is none.
        DomainError: no offence was found, or there is no such case.
    """
    _permit(actor, Perm.HANDLE)
    _plan, row = _open(session, inspected_id, version)
    case = find(session, number.strip(), FOLLOWS)
    if row.result != rules.OFFENCE:
        raise DomainError(Problem(N_("检查结果不是发现违法线索。"), "number"))
    if case is None:
        raise DomainError(Problem(N_("没有这个编号的处罚案件。"), "number"))
    row.case_id = case.id
    note(session, actor, "penalty.inspection.follow", str(row.id), {"case": case.number})
    session.flush()
    return row


def publish(session: ScopedSession, actor: Actor, inspected_id: UUID, version: int) -> Inspected:
    """Let everybody read the result, as another person than who recorded it.

    Raises:
        Forbidden, NotFound: the actor publishes nothing here; there is none.
        DomainError: nothing is recorded, a clue has no case yet, or the actor recorded it.
    """
    _permit(actor, Perm.PUBLISH)
    _plan, row = _open(session, inspected_id, version)
    problems = []
    if not row.result:
        problems.append(Problem(N_("还没有登记检查结果。")))
    if row.result == rules.OFFENCE and row.case_id is None:
        problems.append(Problem(N_("发现违法线索的，先登记另案处理的案件编号。")))
    if row.recorded_by == actor.account_id:
        problems.append(Problem(N_("登记人不能自己审核公布，请由另一人审核。")))
    if problems:
        raise DomainError(problems)
    row.published, row.published_on = True, time.today()
    note(session, actor, "penalty.inspection.publish", str(row.id), {"result": row.result})
    bump(session)
    session.flush()
    return row


def _taken(session: ScopedSession, drawn: Drawn) -> bool:
    used = (InspectionPlan.objects_id == drawn.draw_id) | (InspectionPlan.officers_id == drawn.draw_id)
    return session.scalar(select(InspectionPlan.id).where(used)) is not None


def _waits(session: ScopedSession, drawn: Drawn, what: str) -> InspectionPlan:
    row = queries.waiting(session, drawn.year, what)
    if row is None:
        raise DomainError(Problem(N_("没有等待抽取的抽查计划：先公布计划，再抽取对象，最后抽取执法人员。")))
    return row


def _open(session: ScopedSession, inspected_id: UUID, version: int) -> tuple[InspectionPlan, Inspected]:
    plan_row, row = queries.one(session, inspected_id)
    if row.version != version:
        raise DomainError(Problem(STALE))
    if row.published:
        raise DomainError(Problem(N_("检查结果已经公布，不能修改。")))
    return plan_row, row


def _permit(actor: Actor, permission: Perm) -> None:
    if not actor.may(permission):
        raise Forbidden(permission)
