"""Reminders: on the warning days of the calendar rule, and once when the day has passed; each once a day."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import Select, select

from core import clock as time
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.db import Database, Scope, ScopedSession
from core.duties import notices, rules
from core.duties.ledger import enter
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyEntry
from core.duties.own import rule_of
from core.duties.queries import in_use_of
from core.jobs.services import had_effect

BATCH = 20  # duties in one write turn, so that nobody waits long for theirs
LOOK = 500  # duties looked at together
AHEAD = dt.timedelta(days=60)  # further off than any warning day


def remind(database: Database, tenant: int) -> None:
    """Write the reminders of the day for a tenant; a second run on the same day writes none."""
    after: UUID | None = None
    while True:
        with database.read(Scope.one(tenant)) as session:
            calendars.current(session)
            rows = list(session.scalars(_near(rules_on(session, tenant), after)))
            ids, wanted = [duty.id for duty in rows], [duty.id for duty in rows if _words(duty)]
        for first in range(0, len(wanted), BATCH):
            part = wanted[first : first + BATCH]
            with database.write(Scope.one(tenant)) as session:
                for duty in session.scalars(select(Duty).where(Duty.id.in_(part), Duty.state.in_(rules.OWED))):
                    _tell(session, duty)
        if len(ids) < LOOK:
            return
        after = ids[-1]


def _near(codes: tuple[str, ...], after: UUID | None) -> Select[Duty]:
    query = select(Duty).where(
        Duty.rule.in_(codes), Duty.state.in_(rules.OWED), Duty.safe_due_on <= time.today() + AHEAD
    )
    query = query.where(*in_use_of(codes))
    if after is not None:
        query = query.where(Duty.id > after)
    return query.order_by(Duty.id).limit(LOOK)


def _words(duty: Duty) -> str:
    today = time.today()
    if today > duty.due_on:
        return "" if rule_of(duty.rule).target else notices.OVERDUE
    warned = catalogue().warning_days(duty.rule, duty.start_on, duty.safe_due_on)
    return notices.WARNING if today in warned else ""


def _tell(session: ScopedSession, duty: Duty) -> None:
    words = _words(duty)
    if words == notices.OVERDUE:
        key = f"overdue:{duty.id.hex}"
        if session.scalar(select(DutyEntry.id).where(DutyEntry.key == key)) is not None:
            return  # that the day has passed is said once
        enter(session, Actor.system(session.tenant), duty, "overdue", key)
    elif had_effect(session, "duty", f"{duty.id}:{time.today()}"):
        return
    notices.tell(session, duty, words)
