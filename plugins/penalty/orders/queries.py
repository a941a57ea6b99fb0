"""Reading cases of orders: what guards know, and what the case's page shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from core import clock as time
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import ScopedSession
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.queries import usable
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.models import Halt
from plugins.penalty.fines.queries import (
    REMEDIES,
    contestable_until,
    halts_of,
    remedies_until,
    waits_for_defence,
)
from plugins.penalty.officers.models import Officer
from plugins.penalty.orders.models import Order
from plugins.penalty.orders.rules import OWN_POWER, OrderFacts
from plugins.penalty.summary.rules import PARTIES

KIND, ABANDON = "penalty.order", "compulsion.abandon"


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with all that is read of it."""

    order: Order
    offence: Offence
    officers: tuple[Officer, Officer]
    halts: Sequence[Halt]


def demolishing(session: ScopedSession) -> list[Offence]:
    """The offences whose statute lets the township take down what was built (强制法 13)."""
    return [row for row in usable(session) if OWN_POWER in row.order]


def whole(session: ScopedSession, case: Case) -> Whole:
    """What a case holds beyond its case."""
    return session.once(("penalty.order", case.id), lambda: _whole(session, case))


def _whole(session: ScopedSession, case: Case) -> Whole:
    first, second = aliased(Officer), aliased(Officer)
    query = (
        select(Order, Offence, first, second)
        .join(Offence, (Offence.tenant_id == Order.tenant_id) & (Offence.id == Order.offence_id))
        .join(first, (first.tenant_id == Order.tenant_id) & (first.id == Order.first_id))
        .join(second, (second.tenant_id == Order.tenant_id) & (second.id == Order.second_id))
        .where(Order.case_id == case.id)
    )
    order, offence, one, other = session.execute(query).one()
    return Whole(order, offence, (one, other), halts_of(session, case))


def remedies(order: Order) -> list[tuple[str, dt.date]]:
    """Until when the order and the decision to demolish can be contested: the later day of each way."""
    found = dict(remedies_until(order.served_on))
    for rule, due in remedies_until(order.decision_served_on):
        found[rule] = max(due, found.get(rule, due))
    return list(found.items())


def facts(session: ScopedSession, case: Case) -> OrderFacts:
    """What guards and clocks know of a case."""
    found = whole(session, case)
    row, running = found.order, [halt for halt in found.halts if halt.to_on is None]
    newest = row.decision_served_on if row.decided_on is not None else row.served_on
    last = max(
        (day for served in (row.served_on, row.decision_served_on) if (day := contestable_until(served, found.halts))),
        default=None,
    )
    abandon = [clock.due_on for clock in clocks_of(session, case) if clock.rule == ABANDON]
    return OrderFacts(
        today=time.today(),
        power=found.offence.power,
        filed_on=case.received_on,
        officers=tuple(officer.certificate for officer in found.officers),
        decided_on=row.decided_on or row.ordered_on,
        served_on=newest,
        to_serve=row.ordered_on is not None and newest is None,
        correct_by=row.correct_by,
        checked=row.checked_on is not None,
        urge_until=row.urge_until,
        demolition=row.decided_on is not None,
        announced=row.announced_on is not None,
        leave_until=row.leave_until,
        remedy_until=last,
        abandon_from=abandon[-1] if abandon else None,
        stayed_on=running[0].from_on if running else None,
        last_stay=max((halt.to_on for halt in found.halts if halt.to_on is not None), default=None),
        defending=waits_for_defence(session, case),
        publication=row.publication_id is not None,
    )


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows."""
    found = whole(session, case)
    return {
        "order": found.order,
        "offence": found.offence,
        "officers": found.officers,
        "parties": PARTIES,
        "halts": found.halts,
        "stays": paying.STAYS,
        "remedies": [(REMEDIES[rule], due) for rule, due in remedies(found.order)],
    }
