"""The inspection of half of the organs in December 抽查 (实施方案四(三)3): which are on the list, and what was found.

Units come on the list by hand, or from a draw, whose title then stands with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import Drawn
from core.db import ScopedSession, new_id
from core.draws.queries import drawn as drawn_of
from core.duties.who import STATIONS_AND_VILLAGES
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.schemes.queries import quotas
from core.tenancy.models import Unit
from plugins.goals.models import Inspection
from plugins.goals.permissions import Perm
from plugins.goals.rules import SHARE

DUTY, INSPECTION = "scheme.goals.inspection", "goals.inspection"


@dataclass(frozen=True, slots=True)
class Found:
    """What an inspection found: on which day, whether all was in order, and what."""

    held_on: dt.date
    good: bool
    result: str


def organs(session: ScopedSession) -> Sequence[Unit]:
    """The units that select key work, of which half are inspected."""
    query = select(Unit).where(Unit.kind.in_(sorted(STATIONS_AND_VILLAGES.kinds)), Unit.closed_on.is_(None))
    return session.scalars(query.order_by(Unit.code)).all()


def of_year(session: ScopedSession, year: int) -> dict[UUID, Inspection]:
    """The inspections of a year by unit."""
    return {row.unit_id: row for row in session.scalars(select(Inspection).where(Inspection.year == year))}


def share(session: ScopedSession) -> tuple[int, int]:
    """Which share of the organs is inspected this year, as (numerator, denominator): half, or what the scheme asks."""
    found = Fraction(quotas(session, DUTY, time.today().year)[SHARE.code], 100)
    return found.numerator, found.denominator


def least(session: ScopedSession, year: int, total: int) -> int:
    """How many of `total` organs are inspected at least in a year, rounded up."""
    return -(-total * quotas(session, DUTY, year)[SHARE.code] // 100)


def put_drawn(session: ScopedSession, actor: Actor, drawn: Drawn) -> int:
    """Put the units of a draw on its year's list; raises what `put_on_list` does."""
    codes = {unit.code: unit.id for unit in organs(session)}
    units = [codes[code] for code in drawn.codes if code in codes]
    return put_on_list(session, actor, drawn.year, units, drawn.title)


def put_on_list(session: ScopedSession, actor: Actor, year: int, units: Sequence[UUID], drawn: str = "") -> int:
    """Put units on the year's list; those that stand on it stay as they are.

    Args:
        drawn: the title of the draw that chose them; empty where they were chosen by hand.

    Returns:
        How many came on the list.

    Raises:
        Forbidden: the actor does not inspect here.
        DomainError: a unit selects no key work, none was chosen, the year is not this one, or units are chosen by hand
            while some that were drawn are not on the list.
    """
    if not actor.may(Perm.SUPERVISE):
        raise Forbidden(Perm.SUPERVISE)
    if year != time.today().year:
        raise DomainError(Problem(N_("只能列入本年度的抽查名单。")))
    known, there = {unit.id for unit in organs(session)}, of_year(session, year)
    if not units or set(units) - known:
        raise DomainError(Problem(N_("请选择要抽查的单位。"), "units"))
    if not drawn and (left := _drawn_and_not_listed(session, year, there)):
        words = N_("本年度已经抽签，请先把抽中的单位列入名单：%(units)s。")
        raise DomainError(Problem(words, "units", {"units": tuple(left)}))
    new = [unit_id for unit_id in dict.fromkeys(units) if unit_id not in there]
    for unit_id in new:
        given = {"drawn": drawn, "listed_by": actor.title, "listed_at": time.now()}
        session.add(Inspection(tenant_id=session.tenant, id=new_id(), year=year, unit_id=unit_id, **given))
    if new:
        record(session, actor, "goals.inspection.list", str(year), {"units": len(new), "drawn": drawn})
    session.flush()
    return len(new)


def _drawn_and_not_listed(session: ScopedSession, year: int, there: Collection[UUID]) -> list[str]:
    """The names of the units that the year's draw gave and that are not on its list: chance comes before choice.

    A unit that was closed since then can't come on it any more.
    """
    draw = drawn_of(session, INSPECTION, dt.date(year, 1, 1), dt.date(year, 12, 31))
    left = {unit.code for unit in organs(session) if unit.id not in there}
    return [one.name for one in draw.drawn if one.code in left] if draw is not None else []


def enter(session: ScopedSession, actor: Actor, inspection_id: UUID, found: Found) -> Inspection:
    """Keep what an inspection found; what was kept before is replaced, and the audit knows both.

    Raises:
        Forbidden: the actor does not inspect here.
        NotFound: there is no such inspection.
        DomainError: a day that has not come or is of another year, or no words.
    """
    if not actor.may(Perm.SUPERVISE):
        raise Forbidden(Perm.SUPERVISE)
    row = inspection(session, inspection_id)
    problems = []
    if found.held_on > time.today() or found.held_on.year != row.year:
        problems.append(Problem(N_("抽查日期应当在%(year)d年，不能晚于今天。"), "held_on", {"year": row.year}))
    if not found.result.strip():
        problems.append(Problem(N_("请写明抽查的结果。"), "result"))
    if problems:
        raise DomainError(problems)
    row.held_on, row.good, row.result, row.found_by = found.held_on, found.good, found.result.strip(), actor.title
    body = {"held_on": str(found.held_on), "good": found.good, "result": row.result}
    record(session, actor, "goals.inspection.enter", str(row.id), body)
    session.flush()
    return row


def inspection(session: ScopedSession, inspection_id: UUID) -> Inspection:
    """One inspection.

    Raises:
        NotFound: there is none.
    """
    row = session.get(Inspection, (session.tenant, inspection_id))
    if row is None:
        raise NotFound(inspection_id)
    return row
