"""Counting anew after a change of the calendar (counting rule 26): which limits it moves, and moving them.

A clock counted on the newest calendar is done: what was cut off goes on where it stopped, and twice is once.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import load_only

from core import clock as time
from core.accounts.actor import SYSTEM_ID, Actor
from core.audit.services import record
from core.calendar import services as calendars
from core.cases import clocks, notices
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock, ClockEntry
from core.db import Database, Scope, ScopedSession, bulk
from core.deadlines import counting
from core.deadlines.calendar import WorkCalendar
from core.deadlines.errors import DeadlineError
from core.i18n import N_
from core.jobs.progress import progress
from core.notices.services import tell_all

log = logging.getLogger("xiaoneng.cases")

DOING = N_("按新的放假安排重算未结期限")
PAGE = 2_000  # clocks read and counted at once
TURN = 0.05  # seconds that a write turn should take, so that nobody waits long for theirs
BATCH = 100  # clocks that change in one write turn at most
LEAST = 10  # and at least, for a turn has a cost of its own
SAME = 2_000  # clocks in one turn that only get the name of the calendar
COLUMNS = (
    Clock.id,
    Clock.case_id,
    Clock.rule,
    Clock.state,
    Clock.start_on,
    Clock.filed_on,
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
    Case.listed_on,
    Case.due_rule,
    Case.clock_state,
    Case.version,
)
SHOWN = ("due_on", "safe_due_on", "provisional")  # what people read of a limit
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
    with database.read(Scope.one(tenant)) as session:
        query = _outdated(select(func.count()).select_from(Clock), calendars.current(session), after)
        total = session.scalar(query) or 0
    if total == 0:
        return 0
    moved = 0
    with progress(database, tenant, "core.recompute", total, DOING) as step:
        while True:
            with database.read(Scope.one(tenant)) as session:
                calendar = calendars.current(session)
                found, last = _page(session, calendar, after)
            same = [counted.clock.id for counted in found if not counted.changed]
            for first in range(0, len(same), SAME):
                with database.write(Scope.one(tenant)) as session:
                    _mark(session, calendar, same[first : first + SAME])
                step(len(same[first : first + SAME]))
            moved += _write(database, tenant, calendar, [counted for counted in found if counted.changed], step)
            if last is None:
                return moved
            after = last


@dataclass(frozen=True, slots=True)
class _Counted:
    """A clock, as the columns that were read, and its limit on the other calendar.

    Attributes:
        values: what is to be written on the clock.
        changed: whether that is more than the calendar's version.
        moved: whether a running clock's day changes, or its being provisional; a suspended one has no day to move.
    """

    clock: Any
    values: Mapping[str, Any]
    changed: bool
    moved: bool

    @classmethod
    def of(cls, clock: Any, result: counting.Deadline) -> _Counted:
        values = clocks.settled(clock.state, result)
        other = {name for name, value in values.items() if getattr(clock, name) != value}
        moved = clock.state == clocks.RUNNING and not other.isdisjoint(SHOWN)
        return cls(clock, values, other != {"calendar_version"}, moved)

    def move(self, case: Case) -> Move:
        clock, values = self.clock, self.values
        days = clock.due_on, values["due_on"], clock.safe_due_on, values["safe_due_on"]
        return Move(case.tenant_id, case.number, clock.rule, *days)


def _page(session: ScopedSession, calendar: WorkCalendar, after: UUID | None) -> tuple[list[_Counted], UUID | None]:
    """The next clocks that stand on another calendar, counted on `calendar`; the id to go on behind, if any is left.

    One that can't be counted is named in the log and stays as it is.
    """
    query = _outdated(select(*COLUMNS), calendar, after)
    rows = session.execute(query.order_by(Clock.id).limit(PAGE)).all()
    stops = _stops(session, after, rows[-1].id) if rows else {}
    asked = [clocks.request(row, stops.get(row.id, ())) for row in rows]
    found = []
    for row, result in zip(rows, counting.many(asked, catalogue=catalogue(calendar)), strict=True):
        if isinstance(result, DeadlineError):
            log.warning("clock %s on calendar %s: %s", row.id, calendar.version, result)
        else:
            found.append(_Counted.of(row, result))
    return found, rows[-1].id if len(rows) == PAGE else None


def _outdated(query: Any, calendar: WorkCalendar, after: UUID | None) -> Any:
    query = query.where(Clock.state.in_(clocks.ALIVE), Clock.calendar_version != calendar.version)
    return query if after is None else query.where(Clock.id > after)


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


def _write(
    database: Database,
    tenant: int,
    calendar: WorkCalendar,
    found: Sequence[_Counted],
    step: Callable[[int], None],
) -> int:
    """Write what changed, turn by turn, with as many in each as the machine takes in `TURN`; how many moved."""
    moved, first, size = 0, 0, min(BATCH, LEAST)
    while first < len(found):
        with database.write(Scope.one(tenant)) as session:
            began = monotonic()
            moved += _batch(session, calendar, found[first : first + size])
        step(len(found[first : first + size]))
        first += size
        size = min(BATCH, max(LEAST, int(size * TURN / (monotonic() - began))))
    return moved


def _mark(session: ScopedSession, calendar: WorkCalendar, same: Sequence[UUID]) -> None:
    """Write the calendar on clocks it leaves alone; one that was acted on meanwhile bears it already, or has ended."""
    alive = (Clock.id.in_(same), Clock.state.in_(clocks.ALIVE))
    session.execute(update(Clock).where(*alive).values(calendar_version=calendar.version))


def _batch(session: ScopedSession, calendar: WorkCalendar, found: Sequence[_Counted]) -> int:
    """Write what was counted, but for clocks on which somebody acted meanwhile: their act counted them anew."""
    cases = _cases(session, [counted for counted in found if counted.moved], lock=True)
    found = _untouched(session, found)
    bulk.update(session, Clock, [{"id": counted.clock.id, **counted.values} for counted in found])
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
    query = select(Clock.id, Clock.state, Clock.calendar_version).where(Clock.id.in_(ids)).order_by(Clock.id)
    now = {row.id: row for row in session.execute(query.with_for_update())}
    return [
        counted
        for counted in found
        if now[counted.clock.id][1:] == (counted.clock.state, counted.clock.calendar_version)
    ]


def _cases(session: ScopedSession, found: Sequence[_Counted], *, lock: bool = False) -> dict[UUID, Case]:
    wanted = {counted.clock.case_id for counted in found}
    query = select(Case).where(Case.id.in_(wanted)).options(load_only(*OF_CASE)).order_by(Case.id)
    return {case.id: case for case in session.scalars(query.with_for_update() if lock else query)}


def _tell(
    session: ScopedSession, calendar: WorkCalendar, moved: Sequence[_Counted], cases: Mapping[UUID, Case]
) -> None:
    """Enter each move in the ledger of its clock, tell the handler of each, and the party once that a day moved."""
    olds = {counted.clock.calendar_version for counted in moved}
    grounds = {old: calendars.grounds(session, old, calendar.version) for old in olds}
    entries, told = [], []
    party = notices.party_told_today(session, cases, MOVED)
    for counted in moved:
        source, article = grounds[counted.clock.calendar_version]
        entries.append(_entry(counted, calendar.version, source, article))
        case = cases[counted.clock.case_id]
        move = counted.move(case)
        given = {"source": source, "old": str(move.old), "due": str(move.new)}
        told.append(notices.row(case, SETTLED if move.settled else MOVED, move.rule, **given))
        if move.old != move.new and case.id not in party:
            told.append(notices.party_row(case, MOVED, move.rule, **given))
            party.add(case.id)
    bulk.insert(session, ClockEntry, entries)
    tell_all(session, told)


def _entry(counted: _Counted, version: str, source: str, article: str) -> dict[str, Any]:
    return {
        "clock_id": counted.clock.id,
        "act": "recompute",
        "on": time.today(),
        "ground": f"{counted.clock.calendar_version} → {version}",
        "document": source,
        "article": article,
        "actor_id": SYSTEM_ID,
        "at": time.now(),
        "due_on": counted.values["due_on"],
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
