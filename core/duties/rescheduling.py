"""Moving open duties to the days of the year's scheme: the same reckoning shows what would move and moves it.

Nobody is made late: a day that has passed stays, and no duty is moved to a day before today. Twice is once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from core import clock as time
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.contracts import Owed
from core.db import Database, Scope, ScopedSession
from core.deadlines.counting import Deadline
from core.deadlines.errors import DeadlineError
from core.duties import notices, rules
from core.duties.ledger import enter
from core.duties.models import Duty
from core.duties.queries import unit_names
from core.duties.recompute import settle
from core.duties.terms import OfYear, counted
from core.i18n import N_
from core.schemes.queries import has_schemes, of_years

TOPIC = "core.schemes"
BATCH = 50  # duties in one write turn, so that nobody waits long for theirs


@dataclass(frozen=True, slots=True)
class Move:
    """An open duty whose day another scheme changes."""

    duty_id: UUID
    unit_id: UUID
    rule: str
    period: str
    old: dt.date
    new: dt.date


def moves(session: ScopedSession, of_year: OfYear) -> list[Move]:
    """Every open duty of the session's tenant that some terms would move, the earliest first; nothing is written."""
    found = [
        Move(duty.id, duty.unit_id, duty.rule, duty.period, duty.due_on, result.due)
        for duty, result in _moving(session.scalars(_open()).all(), of_year)
        if result.due is not None
    ]
    return sorted(found, key=lambda move: (move.new, move.rule, move.period, move.duty_id))


def move(database: Database, tenant: int) -> int:
    """Move every open duty of a tenant to the day that counts now, in batches sorted by id.

    Returns:
        How many moved.
    """
    after: UUID | None = None
    moved = 0
    with database.read(Scope.one(tenant)) as session:
        if not has_schemes(session, tenant):
            return 0
    while True:
        with database.read(Scope.one(tenant)) as session:
            calendars.current(session)
            rows, of_year = session.scalars(_open(after).limit(BATCH)).all(), of_years(session, tenant)
            ids, wanted = [duty.id for duty in rows], [duty.id for duty, _ in _moving(rows, of_year)]
        if wanted:
            with database.write(Scope.one(tenant)) as session:
                calendars.current(session)
                moved += _batch(session, wanted)
        if len(ids) < BATCH:
            return moved
        after = ids[-1]


def carry_on(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """`move` for a row of the outbox: of the tenant that it names, one below where the county's scheme changed."""
    move(database, int(payload["tenant"]))


def _batch(session: ScopedSession, ids: Sequence[UUID]) -> int:
    rows = session.scalars(select(Duty).where(Duty.id.in_(ids), Duty.state.in_(rules.OWED))).all()
    actor, names, moved = Actor.system(session.tenant), unit_names(session, rows), 0
    for duty, result in _moving(rows, of_years(session, session.tenant)):
        old = duty.due_on
        settle(duty, result)
        key = f"scheme:{duty.id.hex}:{old}:{duty.due_on}:{time.now().isoformat()}"
        enter(session, actor, duty, "scheme", key, f"{names[duty.unit_id]}：{old} → {duty.due_on}")
        notices.tell(session, duty, notices.RESCHEDULED, old=str(old))
        moved += 1
    return moved


def _open(after: UUID | None = None) -> Select[Duty]:
    query = select(Duty).where(Duty.state.in_(rules.OWED), Duty.due_on >= time.today())
    return (query if after is None else query.where(Duty.id > after)).order_by(Duty.id)


def _moving(rows: Sequence[Duty], of_year: OfYear) -> Iterator[tuple[Duty, Deadline]]:
    known, today = catalogue(), time.today()
    found: dict[tuple[str, dt.date], Deadline | None] = {}
    for duty in rows:
        place = (duty.rule, duty.start_on)
        if place not in found:
            try:
                found[place] = counted(*place, of_year(duty.start_on.year), known)
            except DeadlineError:  # no calendar reaches so far, or the measure is no longer installed
                found[place] = None
        result = found[place]
        if result is not None and result.due is not None and result.due != duty.due_on and result.due >= today:
            yield duty, result


EFFECT = Owed(TOPIC, None, N_("按年度方案调整任务日期"), apart=carry_on)
