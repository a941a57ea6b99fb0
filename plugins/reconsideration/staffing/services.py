"""Entering what the office has in a year, and again where it was wrong; reading it beside the caseload."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import extract, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.models import Case
from core.db import ScopedSession
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, Problem
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review.queries import KIND
from plugins.reconsideration.review.rules import fen_of
from plugins.reconsideration.staffing import rules
from plugins.reconsideration.staffing.models import Staffing


@dataclass(frozen=True, slots=True)
class Year:
    """A year's means with its caseload and what is missing."""

    row: Staffing
    cases: int
    load: Decimal | None
    lacks: tuple[Problem, ...]


def enter(session: ScopedSession, actor: Actor, command: rules.Enter) -> Staffing:
    """Write a year, over what was there.

    Raises:
        Forbidden: the actor keeps no such entries.
        DomainError: what `rules.enter` says.
    """
    if not actor.may(Perm.STAFF):
        raise Forbidden(Perm.STAFF)
    if problems := rules.enter(command, time.today().year):
        raise DomainError(problems)
    row = session.scalar(select(Staffing).where(Staffing.year == command.year).with_for_update())
    if row is None:
        row = Staffing(tenant_id=session.tenant, id=new_id(), year=command.year)
        session.add(row)
    row.staff, row.newcomers, row.qualified = command.staff, command.newcomers, command.qualified
    row.funds, row.rooms, row.devices = fen_of(command.funds) or 0, command.rooms.strip(), command.devices.strip()
    row.entered_on, row.entered_by = time.today(), actor.title
    record(
        session, actor, "reconsideration.staffing.enter", str(row.id), {"year": command.year, "staff": command.staff}
    )
    session.flush()
    return row


def years(session: ScopedSession) -> Sequence[Year]:
    """Each year that was entered, the newest first."""
    rows = session.scalars(select(Staffing).order_by(Staffing.year.desc())).all()
    if not rows:
        return []
    year = extract("year", Case.received_on)
    since = dt.date(min(row.year for row in rows), 1, 1)
    counted = select(year, func.count()).where(Case.kind == KIND, Case.received_on >= since).group_by(year)
    found = {int(row[0]): int(row[1]) for row in session.execute(counted)}
    return [
        Year(
            row,
            found.get(row.year, 0),
            rules.load(found.get(row.year, 0), row.staff),
            tuple(rules.lacks(row.staff, row.newcomers, row.qualified)),
        )
        for row in rows
    ]
