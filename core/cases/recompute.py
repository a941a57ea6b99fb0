"""Counting anew after a change of the calendar (counting rule 26): which limits it moves, and moving them.

A clock counted on the newest calendar is done: what was cut off goes on where it stopped, and twice is once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select

from core import clock as time
from core.accounts.actor import SYSTEM_ID, Actor
from core.audit.services import record
from core.calendar import services as calendars
from core.calendar.models import CalendarVersion
from core.cases import clocks, notices
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock, ClockEntry
from core.db import Database, Scope, ScopedSession
from core.deadlines import counting
from core.deadlines.calendar import WorkCalendar
from core.deadlines.errors import DeadlineError
from core.i18n import N_
from core.jobs.progress import progress

log = logging.getLogger("xiaoneng.cases")

BATCH = 50  # clocks in one write turn, so that nobody waits long for theirs
DOING = N_("按新的放假安排重算未结期限")
ARTICLE = "全国年节及纪念日放假办法7"
MOVED = N_("%(number)s的“%(limit)s”因放假安排（%(source)s）由%(old)s改为%(due)s届满。")
SETTLED = N_("%(number)s的“%(limit)s”依放假安排（%(source)s）确定于%(due)s届满，不再暂计。")


@dataclass(frozen=True, slots=True)
class Move:
    """A limit that another calendar moves; `settled` where only its provisional mark goes."""

    tenant: int
    number: str
    rule: str
    old: dt.date | None
    new: dt.date | None
    old_safe: dt.date | None
    new_safe: dt.date | None

    @property
    def settled(self) -> bool:
        """True when every day stays where it was."""
        return (self.old, self.old_safe) == (self.new, self.new_safe)


def preview(database: Database, tenant: int, calendar: WorkCalendar) -> list[Move]:
    """Every open clock of a tenant that `calendar` would move, by the age of the clock; nothing is written."""
    after: UUID | None = None
    moves: list[Move] = []
    while True:
        with database.read(Scope.one(tenant)) as session:
            rows = list(session.scalars(_outdated(calendar, after)))
            cases = _cases(session, rows)
            for clock, result in _computed(session, rows, calendar):
                if move := _move(clock, result, cases[clock.case_id]):
                    moves.append(move)
        if len(rows) < BATCH:
            return moves
        after = rows[-1].id


def recompute_open(database: Database, tenant: int, after: UUID | None = None) -> int:
    """Count every open clock of a tenant anew that stands on an older calendar, in batches sorted by id.

    Args:
        after: begin behind this clock.

    Returns:
        How many clocks moved.
    """
    with database.read(Scope.one(tenant)) as session:
        total = _count(session, after)
    if total == 0:
        return 0
    moved = 0
    with progress(database, tenant, "core.recompute", total, DOING) as step:
        while calendar := _calendar_ahead(database, tenant, after):
            catalogue(calendar)  # made before the turn, so that nobody waits for it
            with database.write(Scope.one(tenant)) as session:
                rows, changed = _batch(session, after)
            moved, after = moved + changed, rows[-1] if rows else after
            step(len(rows))
    return moved


def _count(session: ScopedSession, after: UUID | None) -> int:
    rows = _outdated(calendars.current(session), after).limit(None).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def _calendar_ahead(database: Database, tenant: int, after: UUID | None) -> WorkCalendar | None:
    """The calendar that counts, as long as a clock stands on an older one."""
    with database.read(Scope.one(tenant)) as session:
        calendar = calendars.current(session)
        return None if session.scalar(_outdated(calendar, after)) is None else calendar


def _batch(session: ScopedSession, after: UUID | None) -> tuple[list[UUID], int]:
    """The clocks of one write turn, and how many of them moved."""
    calendar = calendars.current(session)
    rows = list(session.scalars(_outdated(calendar, after)))
    if not rows:
        return [], 0
    source = session.scalar(select(CalendarVersion.source).where(CalendarVersion.version == calendar.version)) or ""
    cases, changed = _cases(session, rows), []
    for clock, result in _computed(session, rows, calendar):
        case, old = cases[clock.case_id], clock.calendar_version
        move = _move(clock, result, case)
        clocks.settle(clock, result)
        if move is not None:
            changed.append(case)
            _enter(session, clock, f"{old} → {calendar.version}", source)
            words, days = SETTLED if move.settled else MOVED, {"old": str(move.old), "due": str(move.new)}
            notices.tell(session, case, words, move.rule, source=source, **days)
    if changed:
        _summarise(session, {case.id: case for case in changed})
        actor, body = Actor.system(session.tenant), {"calendar": calendar.version, "clocks": len(changed)}
        record(session, actor, "core.calendar.recompute", calendar.version, body)
    return [row.id for row in rows], len(changed)


def _summarise(session: ScopedSession, cases: Mapping[UUID, Case]) -> None:
    of_case: dict[UUID, list[Clock]] = {case_id: [] for case_id in cases}
    for clock in session.scalars(select(Clock).where(Clock.case_id.in_(of_case)).order_by(Clock.id)):
        of_case[clock.case_id].append(clock)
    for case_id, found in of_case.items():
        clocks.summarise(cases[case_id], found)


def _outdated(calendar: WorkCalendar, after: UUID | None) -> Select[Clock]:
    query = select(Clock).where(Clock.state.in_(clocks.ALIVE), Clock.calendar_version != calendar.version)
    if after is not None:
        query = query.where(Clock.id > after)
    return query.order_by(Clock.id).limit(BATCH)


def _cases(session: ScopedSession, rows: Sequence[Clock]) -> dict[UUID, Case]:
    wanted = {clock.case_id for clock in rows}
    return {case.id: case for case in session.scalars(select(Case).where(Case.id.in_(wanted)))}


def _computed(
    session: ScopedSession, rows: Sequence[Clock], calendar: WorkCalendar
) -> Iterator[tuple[Clock, counting.Deadline]]:
    """Each clock with its limit on `calendar`; one that can't be counted is named in the log and stays as it is."""
    entries: dict[UUID, list[ClockEntry]] = {clock.id: [] for clock in rows}
    for entry in session.scalars(select(ClockEntry).where(ClockEntry.clock_id.in_(entries)).order_by(ClockEntry.id)):
        entries[entry.clock_id].append(entry)
    known = catalogue(calendar)
    for clock in rows:
        try:
            yield clock, clocks.compute(clock, entries[clock.id], known)
        except DeadlineError as refused:
            log.warning("clock %s on calendar %s: %s", clock.id, calendar.version, refused)


def _move(clock: Clock, result: counting.Deadline, case: Case) -> Move | None:
    """What the result changes of a running clock's day; a suspended one has no day to move."""
    if clock.state != clocks.RUNNING:
        return None
    move = Move(clock.tenant_id, case.number, clock.rule, clock.due_on, result.due, clock.safe_due_on, result.safe_due)
    return None if move.settled and clock.provisional == result.provisional else move


def _enter(session: ScopedSession, clock: Clock, versions: str, source: str) -> None:
    session.add(
        ClockEntry(
            tenant_id=clock.tenant_id,
            clock_id=clock.id,
            act="recompute",
            on=time.today(),
            ground=versions,
            document=source,
            article=ARTICLE,
            actor_id=SYSTEM_ID,
            at=time.now(),
            due_on=clock.due_on,
        )
    )
