"""Making the duties of a tenant: for every rule that is on and every unit that owes it, each period once.

What is missing is computed outside the write turn and written in batches; a second run finds nothing to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.contracts import DutyRule
from core.db import Database, Scope, ScopedSession, bulk, new_id
from core.db.queue import queue
from core.duties import rules
from core.duties.measures import rules_since
from core.duties.models import Duty, DutyEntry
from core.duties.own import owner_of
from core.duties.rules import Instance
from core.duties.terms import OfYear
from core.schemes.queries import of_years
from core.tenancy.models import Tenant, Unit
from core.tenancy.switches import Switches, switches_of

BATCH = 100  # rows in one write turn, so that nobody waits long for theirs
Key = tuple[str, UUID, str]


def make(database: Database, tenant: int) -> int:
    """Make the duties a tenant owes and does not have yet, and give open ones the unit that receives them now.

    Returns:
        How many were made.
    """
    with database.read(Scope.one(tenant)) as session:
        calendars.current(session)
        tier = session.get_one(Tenant, tenant).tier
        measures = rules_since(session, tenant, tier)
        units = session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)).all()
        receivers = {duty.code: receiver(duty, units) for duty, _ in measures}
        terms, switches = of_years(session, tenant), switches_of(session, tenant)
        missing = _missing(measures, units, receivers, _known(session), switches, terms)
    made = 0
    for part in _batches(missing):
        with database.write(Scope.one(tenant)) as session:
            made += _write(session, part)
    with database.write(Scope.one(tenant)) as session:
        _hand_over(session, receivers)
    return made


def receiver(duty: DutyRule, units: Sequence[Unit]) -> UUID | None:
    """The unit that receives a duty: the one with the function, or the first of the kind, that the rule names."""
    fitting = [unit.id for unit in units if duty.to and duty.to in {unit.function, unit.kind}]
    return fitting[0] if fitting else None


def _missing(
    measures: Sequence[tuple[DutyRule, dt.date]],
    units: Sequence[Unit],
    receivers: dict[str, UUID | None],
    known: set[Key],
    switches: Switches,
    terms: OfYear,
) -> list[dict[str, Any]]:
    today, limits = time.today(), catalogue()
    owed = cache(lambda duty, since: rules.instances(duty, since, today, limits, terms))
    return [
        _row(duty, unit, receivers[duty.code], instance)
        for duty, on in measures
        for unit in units
        if duty.owes.hold(unit.kind, unit.function)
        and unit.id != receivers[duty.code]
        and switches.uses(owner_of(duty.code), unit.id)
        for instance in owed(duty, max(on, unit.since_on))
        if (duty.code, unit.id, instance.period.name) not in known
    ]


def _row(duty: DutyRule, unit: Unit, receiver_id: UUID | None, instance: Instance) -> dict[str, Any]:
    deadline = instance.deadline
    return {
        "id": new_id(),
        "rule": duty.code,
        "unit_id": unit.id,
        "receiver_id": receiver_id,
        "period": instance.period.name,
        "start_on": instance.period.first,
        "due_on": deadline.due,
        "safe_due_on": deadline.safe_due,
        "provisional": deadline.provisional,
        "rule_version": deadline.version,
        "calendar_version": deadline.calendar_version,
        "state": rules.OPEN,
    }


def _known(session: ScopedSession, *of: ColumnElement[bool]) -> set[Key]:
    """The duties there are, or some of them: of this year on, and those of which there is only ever one."""
    this_year = dt.date(time.today().year, 1, 1)
    rows = select(Duty.rule, Duty.unit_id, Duty.period).where(
        or_(Duty.start_on >= this_year, Duty.period == rules.ONCE), *of
    )
    return {(rule, unit_id, period) for rule, unit_id, period in session.execute(rows)}


def _write(session: ScopedSession, rows: Sequence[dict[str, Any]]) -> int:
    queue(session, "duties")
    of = (Duty.rule.in_({row["rule"] for row in rows}), Duty.unit_id.in_({row["unit_id"] for row in rows}))
    known = _known(session, *of)  # somebody may have made them between the look and the turn
    new = [row for row in rows if (row["rule"], row["unit_id"], row["period"]) not in known]
    actor = Actor.system(session.tenant)
    entries = [
        {
            "duty_id": row["id"],
            "key": f"make:{row['id'].hex}",
            "act": "make",
            "actor_id": actor.account_id,
            "actor_name": actor.name,
            "at": time.now(),
            "due_on": row["due_on"],
        }
        for row in new
    ]
    bulk.insert(session, Duty, new)
    bulk.insert(session, DutyEntry, entries)
    return len(new)


def _hand_over(session: ScopedSession, receivers: dict[str, UUID | None]) -> None:
    """Give unsettled duties to the unit that receives them since the units changed."""
    for code, unit_id in receivers.items():
        stale = select(Duty).where(
            Duty.rule == code, Duty.state.in_(rules.UNSETTLED), Duty.receiver_id.is_distinct_from(unit_id)
        )
        for duty in session.scalars(stale):
            duty.receiver_id = unit_id


def _batches(rows: Sequence[dict[str, Any]]) -> list[Sequence[dict[str, Any]]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
