"""Reading the guidance log and briefs: lists by filter, paged by key, and their figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_

from core.contracts import MeetingItem
from core.db import ScopedSession
from core.errors import NotFound
from core.tenancy.models import Unit
from plugins.supervision.guidance.models import Brief, Visit

Key = tuple[dt.date, UUID]
Period = tuple[dt.date, dt.date]
MOST = 50
ALWAYS: Period = (dt.date.min, dt.date.max)


@dataclass(frozen=True, slots=True)
class Figures:
    """How many briefs were sent, and what became of them."""

    sent: int
    adopted: int
    declined: int


def visit_of(session: ScopedSession, visit_id: UUID) -> Visit:
    """A visit.

    Raises:
        NotFound: there is none of this id.
    """
    found = session.get(Visit, (session.tenant, visit_id))
    if found is None:
        raise NotFound(visit_id)
    return found


def brief_of(session: ScopedSession, brief_id: UUID) -> Brief:
    """A brief.

    Raises:
        NotFound: there is none of this id.
    """
    found = session.get(Brief, (session.tenant, brief_id))
    if found is None:
        raise NotFound(brief_id)
    return found


def visits(
    session: ScopedSession,
    unit: UUID | None = None,
    state: str = "",
    period: Period = ALWAYS,
    after: Key | None = None,
    limit: int = 50,
) -> tuple[list[tuple[Visit, str]], Key | None]:
    """Visits with the unit of each, the newest first, and the key of the next page.

    Args:
        state: ``open`` or ``solved``; empty for both.
    """
    where: list[ColumnElement[bool]] = [Visit.on.between(*period)]
    if unit is not None:
        where.append(Visit.unit_id == unit)
    if state:
        where.append(Visit.solved_on.is_(None) if state == "open" else Visit.solved_on.is_not(None))
    if after is not None:
        where.append(tuple_(Visit.on, Visit.id) < after)
    query = (
        select(Visit, Unit.name)
        .join(Unit, (Unit.tenant_id == Visit.tenant_id) & (Unit.id == Visit.unit_id))
        .where(*where)
        .order_by(Visit.on.desc(), Visit.id.desc())
        .limit(limit + 1)
    )
    rows = [(visit, name) for visit, name in session.execute(query)]
    last = rows[limit - 1][0] if len(rows) > limit else None
    return rows[:limit], (last.on, last.id) if last is not None else None


def briefs(
    session: ScopedSession, outcome: str = "", period: Period = ALWAYS, after: Key | None = None, limit: int = 50
) -> tuple[Sequence[Brief], Key | None]:
    """Briefs, the newest first, and the key of the next page."""
    where: list[ColumnElement[bool]] = [Brief.sent_on.between(*period)]
    if outcome:
        where.append(Brief.outcome == outcome)
    if after is not None:
        where.append(tuple_(Brief.sent_on, Brief.id) < after)
    query = select(Brief).where(*where).order_by(Brief.sent_on.desc(), Brief.id.desc()).limit(limit + 1)
    rows = session.scalars(query).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], (last.sent_on, last.id) if last is not None else None


def figures(session: ScopedSession, period: Period) -> Figures:
    """How many briefs of a period were sent, adopted and declined."""
    query = select(Brief.outcome, func.count()).where(Brief.sent_on.between(*period)).group_by(Brief.outcome)
    found = dict(session.execute(query).all())
    return Figures(sum(found.values()), found.get("adopted", 0), found.get("declined", 0))


def visits_of(session: ScopedSession, unit: UUID, period: Period) -> int:
    """How often a unit was visited in a period."""
    query = select(func.count()).select_from(Visit).where(Visit.unit_id == unit, Visit.on.between(*period))
    return session.scalar(query) or 0


def for_meeting(session: ScopedSession) -> list[MeetingItem]:
    """What the joint meeting may talk about: problems that visits found and nobody solved yet."""
    rows = session.execute(
        select(Visit, Unit.name)
        .join(Unit, (Unit.tenant_id == Visit.tenant_id) & (Unit.id == Visit.unit_id))
        .where(Visit.solved_on.is_(None), Visit.problem != "")
        .order_by(Visit.on, Visit.id)
        .limit(MOST)
    )
    return [
        MeetingItem(
            f"supervision.visit:{visit.id}",
            f"{visit.on}检查指导{unit}发现的问题尚未解决",
            f"/w/{visit.tenant_id}/supervision/guidance/{visit.id}",
        )
        for visit, unit in rows
    ]
