"""Figures of a period for every tenant a session sees: how much came, how much ended, how much of it in time.

They are counted from the cases and their limits themselves, and every figure names the filter of the list behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.cases.lists import CaseFilter, conditions, ended_late
from core.cases.models import Case
from core.cases.queries import readable
from core.db import ScopedSession
from core.db.functions import local_days


@dataclass(frozen=True, slots=True)
class Period:
    """From one legal day to another, both inclusive."""

    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Figures:
    """One tenant's figures of a period.

    Attributes:
        received: cases received in it.
        closed: cases closed in it.
        late: of those closed, the ones in which a limit of the organ had passed.
        median_days: half of those closed took no longer, in natural days from receipt; None where none was closed.
    """

    received: int = 0
    closed: int = 0
    late: int = 0
    median_days: float | None = None

    @property
    def on_time(self) -> float | None:
        """The share of closed cases without a limit passed, 0 to 1; None where none was closed."""
        return (self.closed - self.late) / self.closed if self.closed else None


def filters(period: Period, tenant: int | None = None) -> dict[str, CaseFilter]:
    """The list behind each figure: ``received``, ``closed``, ``late``."""
    days = (period.since, period.until)
    return {
        "received": CaseFilter(tenant_id=tenant, open_only=False, received=days, county=True),
        "closed": CaseFilter(tenant_id=tenant, open_only=False, closed=days, county=True),
        "late": CaseFilter(tenant_id=tenant, open_only=False, closed=days, late=True, county=True),
    }


def by_tenant(session: ScopedSession, actor: Actor, period: Period) -> dict[int, Figures]:
    """The figures of every tenant the session sees in which a case the actor may see was received or closed."""
    wanted, seen = filters(period), readable(actor)
    received = dict(
        session.execute(
            select(Case.tenant_id, func.count()).where(seen, *conditions(wanted["received"])).group_by(Case.tenant_id)
        ).all()
    )
    took = local_days(Case.received_on, Case.closed_at)
    ended = session.execute(
        select(Case.tenant_id, took, func.count(), func.count().filter(ended_late()))
        .where(seen, *conditions(wanted["closed"]))
        .group_by(Case.tenant_id, took)
        .order_by(Case.tenant_id, took)
    ).all()
    found = {}
    for tenant in received.keys() | {row[0] for row in ended}:
        rows = [row[1:] for row in ended if row[0] == tenant]
        closed, late = sum(row[1] for row in rows), sum(row[2] for row in rows)
        found[tenant] = Figures(received.get(tenant, 0), closed, late, median((row[0], row[1]) for row in rows))
    return found


def median(counts: Iterable[tuple[int, int]]) -> float | None:
    """The median of values given as (value, how often), in order of the values; None of nothing."""
    rows = list(counts)
    total = sum(number for _, number in rows)
    if not total:
        return None
    return (_nth(rows, (total - 1) // 2) + _nth(rows, total // 2)) / 2


def _nth(rows: Iterable[tuple[int, int]], place: int) -> int:
    """The value at a place, counted from 0."""
    for value, number in rows:
        if place < number:
            return value
        place -= number
    raise IndexError(place)
