"""Counting duties anew after a change of the calendar (counting rule 26): their dates stay, their safe days move.

A duty counted on the newest calendar is done: what was cut off goes on where it stopped, and twice is once.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import Select, select

from core.accounts.actor import Actor
from core.audit.services import record
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.cases.recompute import Move
from core.db import Database, Scope, ScopedSession
from core.deadlines.calendar import WorkCalendar
from core.deadlines.counting import Deadline
from core.deadlines.errors import DeadlineError
from core.duties import notices, rules
from core.duties.ledger import enter
from core.duties.models import Duty
from core.duties.queries import unit_names
from core.duties.terms import OfYear, counted
from core.schemes.queries import of_years

log = logging.getLogger("xiaoneng.duties")

BATCH = 50  # duties in one write turn, so that nobody waits long for theirs


def preview(database: Database, tenant: int, calendar: WorkCalendar) -> list[Move]:
    """Every unsettled duty of a tenant that `calendar` would move, by its age; nothing is written."""
    after: UUID | None = None
    moves: list[Move] = []
    while True:
        with database.read(Scope.one(tenant)) as session:
            rows = list(session.scalars(_outdated(calendar, after)))
            names, terms = unit_names(session, rows), of_years(session, tenant)
            found = (_move(duty, result, names[duty.unit_id]) for duty, result in _computed(rows, calendar, terms))
            moves += [move for move in found if move is not None]
            if len(rows) < BATCH:
                return moves
            after = rows[-1].id


def recompute_open(database: Database, tenant: int) -> int:
    """Count every unsettled duty of a tenant anew that stands on an older calendar, in batches sorted by id.

    Returns:
        How many duties moved.
    """
    moved, after = 0, None
    while True:
        with database.read(Scope.one(tenant)) as session:
            calendar = calendars.current(session)
            if session.scalar(_outdated(calendar, after)) is None:
                return moved
        catalogue(calendar)  # made before the turn, so that nobody waits for it
        with database.write(Scope.one(tenant)) as session:
            count, after = _batch(session, after)
        moved += count


def _batch(session: ScopedSession, after: UUID | None) -> tuple[int, UUID | None]:
    calendar = calendars.current(session)
    rows = list(session.scalars(_outdated(calendar, after)))
    if not rows:
        return 0, after
    actor = Actor.system(session.tenant)
    names, moved = unit_names(session, rows), 0
    for duty, result in _computed(rows, calendar, of_years(session, session.tenant)):
        old, move = duty.calendar_version, _move(duty, result, names[duty.unit_id])
        settle(duty, result)
        if move is None:
            continue
        source, _article = calendars.grounds(session, old, calendar.version)
        enter(session, actor, duty, "recompute", f"recompute:{duty.id.hex}:{calendar.version}", source)
        if not move.settled and duty.state in rules.OWED:
            days = {"old": str(move.old_safe), "new": str(move.new_safe)}
            notices.tell(session, duty, notices.MOVED, source=source, **days)
        moved += 1
    if moved:
        body = {"calendar": calendar.version, "duties": moved}
        record(session, actor, "core.duty.recompute", calendar.version, body)
    return moved, rows[-1].id


def _outdated(calendar: WorkCalendar, after: UUID | None) -> Select[Duty]:
    query = select(Duty).where(Duty.state.in_(rules.UNSETTLED), Duty.calendar_version != calendar.version)
    if after is not None:
        query = query.where(Duty.id > after)
    return query.order_by(Duty.id).limit(BATCH)


def _computed(rows: Sequence[Duty], calendar: WorkCalendar, terms: OfYear) -> Iterator[tuple[Duty, Deadline]]:
    """Each duty with its day on `calendar`; one that can't be counted is named in the log and stays as it is."""
    known = catalogue(calendar)
    for duty in rows:
        try:
            result = counted(duty.rule, duty.start_on, terms(duty.start_on.year), known)
        except DeadlineError as refused:
            log.warning("duty %s on calendar %s: %s", duty.id, calendar.version, refused)
            continue
        if result.due is not None:
            yield duty, result


def settle(duty: Duty, result: Deadline) -> None:
    """Give a duty the days that were counted; `result` has one."""
    assert result.due is not None
    assert result.safe_due is not None
    duty.due_on, duty.safe_due_on = result.due, result.safe_due
    duty.provisional, duty.rule_version = result.provisional, result.version
    duty.calendar_version = result.calendar_version


def _move(duty: Duty, result: Deadline, unit: str) -> Move | None:
    number = unit if duty.period == rules.ONCE else f"{unit} {duty.period}"
    move = Move(duty.tenant_id, number, duty.rule, duty.due_on, result.due, duty.safe_due_on, result.safe_due)
    return None if move.settled and duty.provisional == result.provisional else move
