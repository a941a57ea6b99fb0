"""Counting anew after a change of the calendar (counting rule 26): which limits it moves, and moving them.

A clock counted on the newest calendar is done: what was cut off goes on where it stopped, and twice is once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import load_only

from core import clock as time
from core.accounts.actor import SYSTEM_ID, Actor
from core.audit.services import record
from core.calendar import services as calendars
from core.calendar.models import CalendarVersion
from core.cases import clocks, notices
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock, ClockEntry, Notice
from core.db import Database, Scope, ScopedSession, bulk
from core.deadlines import counting
from core.deadlines.calendar import WorkCalendar
from core.deadlines.errors import DeadlineError
from core.i18n import N_

log = logging.getLogger("xiaoneng.cases")

PAGE = 10_000  # clocks read and counted at once
BATCH = 500  # clocks in one write turn
COLUMNS = (
    Clock.id,
    Clock.case_id,
    Clock.rule,
    Clock.state,
    Clock.start_on,
    Clock.length,
    Clock.extension,
    Clock.due_on,
    Clock.unrolled_on,
    Clock.safe_due_on,
    Clock.provisional,
    Clock.rule_version,
    Clock.calendar_version,
)
# What is read of a case: not its secret code, which would have to be deciphered.
OF_CASE = (
    Case.series,
    Case.no_year,
    Case.no_seq,
    Case.handler_id,
    Case.due_on,
    Case.safe_due_on,
    Case.due_rule,
    Case.clock_state,
    Case.version,
)
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
            found, last = _page(session, calendar, after)
            moved = [counted for counted in found if counted.moved]
            cases = _cases(session, moved)
            moves += [counted.move(cases[counted.clock.case_id]) for counted in moved]
        if last is None:
            return moves
        after = last


def recompute_open(database: Database, tenant: int, after: UUID | None = None) -> int:
    """Count every open clock of a tenant anew that stands on an older calendar, sorted by id.

    Many are read and counted before a write turn, few are written in one, so that nobody waits long for theirs.

    Args:
        after: begin behind this clock.

    Returns:
        How many clocks moved.
    """
    moved = 0
    while True:
        with database.read(Scope.one(tenant)) as session:
            calendar = calendars.current(session)
            found, last = _page(session, calendar, after)
        for first in range(0, len(found), BATCH):
            with database.write(Scope.one(tenant)) as session:
                moved += _batch(session, calendar, found[first : first + BATCH])
        if last is None:
            return moved
        after = last


@dataclass(frozen=True, slots=True)
class _Counted:
    """A clock, as the columns that were read, and its limit on the other calendar."""

    clock: Any
    result: counting.Deadline

    @property
    def values(self) -> dict[str, Any]:
        return clocks.settled(self.clock.state, self.result)

    @property
    def changed(self) -> bool:
        """Whether anything but the calendar's version changes."""
        return any(
            getattr(self.clock, name) != value for name, value in self.values.items() if name != "calendar_version"
        )

    @property
    def moved(self) -> bool:
        """Whether a running clock's day changes, or its being provisional; a suspended one has no day to move."""
        clock, result = self.clock, self.result
        before = (clock.due_on, clock.safe_due_on, clock.provisional)
        return clock.state == clocks.RUNNING and before != (result.due, result.safe_due, result.provisional)

    def move(self, case: Case) -> Move:
        clock, result = self.clock, self.result
        days = clock.due_on, result.due, clock.safe_due_on, result.safe_due
        return Move(case.tenant_id, case.number, clock.rule, *days)


def _page(session: ScopedSession, calendar: WorkCalendar, after: UUID | None) -> tuple[list[_Counted], UUID | None]:
    """The next clocks that stand on another calendar, counted on `calendar`; the id to go on behind, if any is left.

    One that can't be counted is named in the log and stays as it is.
    """
    query = select(*COLUMNS).where(Clock.state.in_(clocks.ALIVE), Clock.calendar_version != calendar.version)
    if after is not None:
        query = query.where(Clock.id > after)
    rows = session.execute(query.order_by(Clock.id).limit(PAGE)).all()
    stops = _stops(session, after, rows[-1].id) if rows else {}
    asked = [clocks.request(row, stops.get(row.id, ())) for row in rows]
    found = []
    for row, result in zip(rows, counting.many(asked, catalogue=catalogue(calendar)), strict=True):
        if isinstance(result, DeadlineError):
            log.warning("clock %s on calendar %s: %s", row.id, calendar.version, result)
        else:
            found.append(_Counted(row, result))
    return found, rows[-1].id if len(rows) == PAGE else None


def _stops(session: ScopedSession, after: UUID | None, last: UUID) -> dict[UUID, list[Any]]:
    """The entries that begin and end suspensions, of the clocks behind `after` up to `last`."""
    query = select(ClockEntry.clock_id, ClockEntry.act, ClockEntry.on).where(
        ClockEntry.act.in_(("suspend", "resume")), ClockEntry.clock_id <= last
    )
    if after is not None:
        query = query.where(ClockEntry.clock_id > after)
    found: dict[UUID, list[Any]] = {}
    for entry in session.execute(query.order_by(ClockEntry.id)):
        found.setdefault(entry.clock_id, []).append(entry)
    return found


def _batch(session: ScopedSession, calendar: WorkCalendar, found: Sequence[_Counted]) -> int:
    """Write what was counted, but for clocks on which somebody acted meanwhile: their act counted them anew."""
    cases = _cases(session, [counted for counted in found if counted.moved], lock=True)
    found = _untouched(session, found)
    same = [counted.clock.id for counted in found if not counted.changed]
    session.execute(update(Clock).where(Clock.id.in_(same)).values(calendar_version=calendar.version))
    bulk.update(session, Clock, [{"id": counted.clock.id, **counted.values} for counted in found if counted.changed])
    moved = [counted for counted in found if counted.moved]
    if moved:
        _tell(session, calendar, moved, cases)
        _summarise(session, cases)
        actor, body = Actor.system(session.tenant), {"calendar": calendar.version, "clocks": len(moved)}
        record(session, actor, "core.calendar.recompute", calendar.version, body)
    return len(moved)


def _untouched(session: ScopedSession, found: Sequence[_Counted]) -> list[_Counted]:
    """Those still as they were read; every act on a clock changes its state or counts it on the newest calendar."""
    ids = [counted.clock.id for counted in found]
    query = select(Clock.id, Clock.state, Clock.calendar_version).where(Clock.id.in_(ids))
    now = {
        row.id: (row.state, row.calendar_version) for row in session.execute(query.order_by(Clock.id).with_for_update())
    }
    return [
        counted for counted in found if now[counted.clock.id] == (counted.clock.state, counted.clock.calendar_version)
    ]


def _cases(session: ScopedSession, found: Sequence[_Counted], *, lock: bool = False) -> dict[UUID, Case]:
    wanted = {counted.clock.case_id for counted in found}
    query = select(Case).where(Case.id.in_(wanted)).options(load_only(*OF_CASE)).order_by(Case.id)
    return {case.id: case for case in session.scalars(query.with_for_update() if lock else query)}


def _tell(
    session: ScopedSession, calendar: WorkCalendar, moved: Sequence[_Counted], cases: Mapping[UUID, Case]
) -> None:
    """Enter each move in the ledger of its clock, and tell the handler."""
    query = select(CalendarVersion.source).where(CalendarVersion.version == calendar.version)
    source = session.scalar(query) or ""
    bulk.insert(session, ClockEntry, [_entry(counted, calendar.version, source) for counted in moved])
    told = []
    for counted in moved:
        case = cases[counted.clock.case_id]
        move = counted.move(case)
        words = SETTLED if move.settled else MOVED
        told.append(notices.row(case, words, move.rule, source=source, old=str(move.old), due=str(move.new)))
    bulk.insert(session, Notice, told)


def _entry(counted: _Counted, version: str, source: str) -> dict[str, Any]:
    return {
        "clock_id": counted.clock.id,
        "act": "recompute",
        "on": time.today(),
        "ground": f"{counted.clock.calendar_version} → {version}",
        "document": source,
        "article": ARTICLE,
        "actor_id": SYSTEM_ID,
        "at": time.now(),
        "due_on": counted.result.due,
    }


def _summarise(session: ScopedSession, cases: Mapping[UUID, Case]) -> None:
    """Give each case its earliest limit anew; its version moves, so that an act begun before notices."""
    of_case: dict[UUID, list[Any]] = {case_id: [] for case_id in cases}
    query = select(Clock.case_id, Clock.rule, Clock.bearer, Clock.state, Clock.due_on, Clock.safe_due_on)
    for row in session.execute(query.where(Clock.case_id.in_(of_case)).order_by(Clock.id)):
        of_case[row.case_id].append(row)
    rows = []
    for case_id, found in of_case.items():
        case, values = cases[case_id], clocks.summary(found)
        if any(getattr(case, name) != value for name, value in values.items()):
            rows.append({"id": case_id, "version": case.version, **values})
    bulk.update(session, Case, rows)
