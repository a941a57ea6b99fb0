"""Reading orders: one with what it is about, lists by kind, unit and colour, and the figures above them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases import lists
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.queries import readable
from core.contracts import Card
from core.db import ScopedSession
from core.draws.models import Draw
from core.duties.models import Duty
from core.duties.queries import readable as readable_duties
from core.duties.rules import OWED
from core.errors import NotFound
from core.files import services as files
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.supervision.guidance.models import Visit
from plugins.supervision.orders.models import Order
from plugins.supervision.orders.rules import Ordered
from plugins.supervision.permissions import Perm

KIND = "supervision.order"
TO_ANSWER, TO_CHECK = ("issued", "returned"), ("order_answered",)
DAY = dt.timedelta(days=1)
# What stands above the list: name in the address → (label, why it has its colour, the state that it is of).
COLOURS: Mapping[str, tuple[str, str, str]] = {
    "late": (N_("已超期"), N_("过了期限还没有答复。"), "late"),
    "near": (N_("临近"), N_("两个工作日内到期，还没有答复。"), "wait"),
    "going": (N_("办理中"), N_("没有答复，离期限还有两个工作日以上。"), "busy"),
    "check": (N_("待核查"), N_("已经答复，等发出单位核查。"), "plain"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """An order in a list, with the unit that it is for."""

    order: Order
    case: Case
    unit: str


def order_of(session: ScopedSession, case: Case) -> Order:
    """What an order's case holds.

    Raises:
        NotFound: the case is none of an order.
    """
    found = session.once((KIND, case.id), lambda: session.get(Order, (case.tenant_id, case.id)))
    if found is None:
        raise NotFound(case.id)
    return found


def facts(session: ScopedSession, case: Case) -> Ordered:
    """What guards know of it."""
    order = order_of(session, case)
    return Ordered(order.kind, order.days, order.answered_by_id)


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of an order shows: matter, demand, answer, proofs, and what it is about."""
    order = order_of(session, case)
    about = session.get(Case, (case.tenant_id, order.about_case_id)) if order.about_case_id else None
    duty = session.get(Duty, (case.tenant_id, order.about_duty_id)) if order.about_duty_id else None
    draw = session.get(Draw, (case.tenant_id, order.draw_id)) if order.draw_id else None
    visit = session.get(Visit, (case.tenant_id, order.visit_id)) if order.visit_id else None
    names = names_of(session, {case.unit_id, order.issuer_id})
    return {
        "order": order,
        "unit": names.get(case.unit_id, ""),
        "issuer": names.get(order.issuer_id, ""),
        "about": about,
        "duty": duty,
        "draw": draw,
        "visit": visit,
        "files": files.of_owner(session, "case", case.id),
    }


def names_of(session: ScopedSession, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of some units."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(sorted(ids))))
    return dict(rows.all())


def offices(session: ScopedSession, actor: Actor) -> dict[UUID, str]:
    """The actor's own offices among those that issue orders: unit → ``leadership`` or its function."""
    own = sorted(actor.own_units(Perm.ORDER_ISSUE))
    rows = session.execute(select(Unit.id, Unit.kind, Unit.function).where(Unit.id.in_(own)))
    found = {unit_id: function or (kind if kind == "leadership" else "") for unit_id, kind, function in rows}
    return {unit_id: office for unit_id, office in found.items() if office}


def units(session: ScopedSession) -> dict[UUID, str]:
    """The units that can be ordered: all that are there."""
    rows = session.execute(select(Unit.id, Unit.name).where(Unit.closed_on.is_(None)).order_by(Unit.code))
    return dict(rows.all())


def owed_duties(session: ScopedSession, actor: Actor) -> list[tuple[Duty, str]]:
    """The duties whose limit has passed, of units the actor may see, each with its unit: what an order may be about."""
    rows = session.execute(
        select(Duty, Unit.name)
        .join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
        .where(Duty.state.in_(OWED), Duty.due_on < time.today(), readable_duties(actor))
        .order_by(Duty.due_on, Unit.code)
        .limit(200)
    )
    return [(duty, name) for duty, name in rows]


def drawn_lately(session: ScopedSession) -> Sequence[Draw]:
    """The draws of the last year whose units may have been inspected."""
    since = time.today() - dt.timedelta(days=366)
    query = select(Draw).where(Draw.drawn_on >= since, Draw.kind.in_(plugins.registry().draws))
    return session.scalars(query.order_by(Draw.drawn_on.desc(), Draw.id).limit(50)).all()


def days_until(session: ScopedSession, day: dt.date) -> int | None:
    """The working days after today up to a day; None where the day is none, or the calendar does not reach so far."""
    if not is_working(session, day):
        return None
    return calendars.current(session).working_between(time.today().toordinal(), day.toordinal())


def is_working(session: ScopedSession, day: dt.date) -> bool:
    """Whether a day is a working day; not where the calendar does not reach so far."""
    calendar = calendars.current(session)
    return calendar.covers(day) and calendar.is_working(day.toordinal())


def near_until(session: ScopedSession) -> dt.date:
    """The last day that counts as near, the same as on the chip of a limit that warns two working days before."""
    return dt.date.fromordinal(calendars.current(session).working_after(time.today().toordinal(), 2))


def filter_of(near: dt.date, colour: str, unit: UUID | None, kind: str) -> CaseFilter:
    """The filter of the list: one colour, unit and kind of order; empty ones do not restrict, but ended orders.

    Args:
        near: the last day that counts as near.
    """
    today, own = time.today(), _of_kind(kind)
    windows: Mapping[str, tuple[dt.date | None, dt.date | None]] = {
        "late": (None, today - DAY),
        "near": (today, near),
        "going": (near + DAY, None),
    }
    since, until = windows.get(colour, (None, None))
    states = TO_CHECK if colour == "check" else TO_ANSWER if colour in windows else ()
    return CaseFilter(
        (KIND,),
        states,
        unit_id=unit,
        due_from=since,
        due_to=until,
        open_only=colour != "all",
        order="received" if colour == "all" else "due",
        also=own,
    )


def figures(session: ScopedSession, actor: Actor, unit: UUID | None, kind: str) -> dict[str, int]:
    """How many orders have each colour."""
    near = near_until(session)
    found = lists.counts(session, actor, [filter_of(near, colour, unit, kind) for colour in COLOURS])
    return dict(zip(COLOURS, found, strict=True))


def lines(session: ScopedSession, rows: Sequence[Case]) -> list[Line]:
    """Orders of some cases, in their order."""
    found = session.execute(
        select(Order, Unit.name)
        .join(Case, (Case.tenant_id == Order.tenant_id) & (Case.id == Order.case_id))
        .join(Unit, (Unit.tenant_id == Case.tenant_id) & (Unit.id == Case.unit_id))
        .where(Order.case_id.in_([case.id for case in rows]))
    )
    known = {order.case_id: (order, name) for order, name in found}
    return [Line(known[case.id][0], case, known[case.id][1]) for case in rows if case.id in known]


def of_visit(session: ScopedSession, actor: Actor, visit_id: UUID) -> Sequence[Case]:
    """The findings that came of a visit."""
    query = select(Case).join(Order, (Order.tenant_id == Case.tenant_id) & (Order.case_id == Case.id))
    return session.scalars(
        query.where(Order.visit_id == visit_id, readable(actor, (KIND,))).order_by(Case.received_on, Case.id)
    ).all()


def cards(actor: Actor) -> list[Card]:
    """The workbench: what a unit has to answer, and what its issuers have to check."""
    asked = [
        (N_("待答复的督查单"), TO_ANSWER, Perm.ORDER_ANSWER),
        (N_("待核查的督查单"), TO_CHECK, Perm.ORDER_ISSUE),
    ]
    return [
        Card(label, lists.number_of(actor, CaseFilter((KIND,), states)), f"state={','.join(states)}", 60, mine=True)
        for label, states, permission in asked
        if actor.may(permission)
    ]


def _of_kind(kind: str) -> tuple[ColumnElement[bool], ...]:
    if not kind:
        return ()
    own = select(Order.case_id).where(Order.tenant_id == Case.tenant_id, Order.kind == kind)
    return (Case.id.in_(own),)
