"""Issuing an order, and what its acts keep: the answer with its proofs, the check, a return, a lift."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_in
from core.cases.doors import numbered
from core.cases.models import Case
from core.cases.notices import TURN
from core.cases.queries import readable
from core.cases.services import Opening, Party, once
from core.db import ScopedSession
from core.db.queue import queue
from core.draws import queries as draws
from core.duties.models import Duty
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant, Unit
from plugins.supervision.guidance.models import Visit
from plugins.supervision.orders import queries, rules
from plugins.supervision.orders.models import Order
from plugins.supervision.orders.rules import KINDS
from plugins.supervision.permissions import Perm

ISSUED = N_("发出")
CAME = N_("%(number)s发给本单位，请在期限内答复。")
PROOFS, MOST = "answer", 20


def issue(session: ScopedSession, actor: Actor, command: rules.Issue, key: str) -> Case:
    """Issue an order to a unit, with a number of its kind, a limit and its paper. The same form again is the same one.

    Raises:
        Forbidden: the actor's office does not issue such an order.
        DomainError: what is missing or wrong, each at its field.
    """
    office = issuing_office(session, actor, command.kind)
    queue(session, key)
    if (known := once(session, key, "open")) is not None:
        return known
    days = queries.days_until(session, command.due_on)
    problems = [*rules.issue(command), *rules.due(command.due_on, time.today(), working=days is not None)]
    unit = session.get(Unit, (session.tenant, command.unit_id))
    if unit is None or unit.closed_on is not None:
        problems.append(Problem(N_("请选择责任单位。"), "unit"))
    about = _about(session, actor, command, problems)
    if problems or unit is None:
        raise DomainError(problems)
    _check_links(session, command, unit)
    tenant = session.get_one(Tenant, session.tenant)
    label, letter = KINDS[command.kind]
    opening = Opening(
        title=command.matter.strip(),
        series=f"{tenant.settings['prefix']}{letter}",
        unit_id=unit.id,
        parties=(Party("responsible", command.person.strip()),),
        received_on=time.today(),
        channel="issued",
        label=ISSUED,
        note=label,
    )

    def detail(case: Case) -> Sequence[object]:
        order = Order(
            tenant_id=case.tenant_id,
            case_id=case.id,
            kind=command.kind,
            issuer_id=office,
            issued_by=actor.title,
            matter=command.matter.strip(),
            demand=command.demand.strip(),
            person=command.person.strip(),
            limit_on=command.due_on,
            days=days or 0,
            about_case_id=about,
            about_duty_id=command.duty_id,
            draw_id=command.draw_id,
            visit_id=command.visit_id,
        )
        return (order,)

    case = cases.open_case(session, actor, queries.KIND, opening, detail, key)
    news = News(TURN.code, case.id, CAME, {"number": case.number})
    notices.tell(session, news, set(people_in(session, Perm.ORDER_ANSWER, unit.id)) - {actor.account_id})
    return case


def issuing_office(session: ScopedSession, actor: Actor, kind: str) -> UUID:
    """The actor's own office that issues such an order.

    Raises:
        Forbidden: there is none.
    """
    own = {} if actor.visiting is not None or kind not in KINDS else queries.offices(session, actor)
    found = next((unit for unit, office in own.items() if rules.issues(kind, frozenset({office}))), None)
    if found is None:
        raise Forbidden(Perm.ORDER_ISSUE)
    return found


def answer(session: ScopedSession, actor: Actor, case: Case, facts: rules.Ordered, command: rules.Answer) -> None:
    """Keep the unit's answer with its proofs."""
    order = queries.order_of(session, case)
    for kept in command.proofs:
        files.attach(session, kept, owner_kind="case", owner_id=case.id, slot=PROOFS, at_most=MOST)
    order.answer, order.answered_on = command.words.strip(), time.today()
    order.answered_by_id, order.answered_by = actor.account_id, actor.title


def accept(session: ScopedSession, actor: Actor, case: Case, facts: rules.Ordered, command: rules.Accept) -> None:
    """Close an order whose answer was checked, by another person than the one who answered.

    Raises:
        Forbidden: the actor's office does not issue such an order.
        DomainError: it is the actor's own answer.
    """
    issuing_office(session, actor, facts.kind)
    if facts.answered_by_id == actor.account_id:
        raise DomainError(Problem(N_("答复的人不能核查自己的答复，请由其他人核查。")))
    order = queries.order_of(session, case)
    order.checked, order.checked_by = command.words.strip(), actor.title


def send_back(session: ScopedSession, actor: Actor, case: Case, facts: rules.Ordered, command: rules.Return) -> None:
    """Return an answer with the reason and a new limit.

    Raises:
        Forbidden: the actor's office does not issue such an order.
        DomainError: the new limit is no working day, or has passed.
    """
    issuing_office(session, actor, facts.kind)
    days = queries.days_until(session, command.due_on)
    if problems := rules.due(command.due_on, time.today(), working=days is not None):
        raise DomainError(problems)
    order = queries.order_of(session, case)
    order.limit_on, order.days = command.due_on, days or 0


def lift(session: ScopedSession, actor: Actor, case: Case, facts: rules.Ordered, command: rules.Lift) -> None:
    """Lift an order, with the reason.

    Raises:
        Forbidden: the actor's office does not issue such an order.
    """
    issuing_office(session, actor, facts.kind)
    queries.order_of(session, case).ended_reason = command.reason.strip()


def _about(session: ScopedSession, actor: Actor, command: rules.Issue, problems: list[Problem]) -> UUID | None:
    if not command.about.strip():
        return None
    wanted = numbered(command.about.strip())
    query = None if wanted is None else select(Case.id).where(wanted, readable(actor))
    found = None if query is None else session.scalar(query)
    if found is None:
        problems.append(Problem(N_("没有找到您能查看的这个编号。"), "about"))
    return found


def _check_links(session: ScopedSession, command: rules.Issue, unit: Unit) -> None:
    """Refuse what it is said to be about where that is another unit's.

    Raises:
        NotFound: there is no such duty, draw or visit.
        DomainError: it concerns another unit.
    """
    problems = []
    if command.duty_id is not None:
        duty = session.get(Duty, (session.tenant, command.duty_id))
        if duty is None:
            raise NotFound(command.duty_id)
        if duty.unit_id != unit.id:
            problems.append(Problem(N_("这项任务不是责任单位的。"), "duty"))
    if command.draw_id is not None:
        found = draws.shown(session, command.draw_id)
        if unit.code not in {one.code for one in found.drawn}:
            problems.append(Problem(N_("责任单位没有在这次抽查中抽到。"), "draw"))
    if command.visit_id is not None:
        visit = session.get(Visit, (session.tenant, command.visit_id))
        if visit is None:
            raise NotFound(command.visit_id)
        if visit.unit_id != unit.id:
            problems.append(Problem(N_("这次检查指导的不是责任单位。"), "unit"))
    if problems:
        raise DomainError(problems)
