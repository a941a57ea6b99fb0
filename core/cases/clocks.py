"""Clocks: what an act does to the limits of a case, each step in the ledger with its article and document.

A clock's entries are its truth: `recompute` derives the due day from them alone, through core.deadlines.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from core import clock as time
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases.catalogue import catalogue
from core.cases.models import NEVER, Case, Clock, ClockEntry
from core.contracts import ClockAct, Extend, Lapse, Restart, Resume, Start, Stop, Suspend
from core.db import ScopedSession, new_id, prepared
from core.deadlines import counting
from core.deadlines.rules import Catalogue, DeadlineRule
from core.errors import DomainError, Problem
from core.i18n import N_

RUNNING, SUSPENDED, SATISFIED, REPLACED, LAPSED = "running", "suspended", "satisfied", "replaced", "lapsed"
ALIVE = (RUNNING, SUSPENDED)
# No clock is without an entry: its start is the first.
KEPT = prepared(
    select(Clock, ClockEntry)
    .join(ClockEntry, (ClockEntry.tenant_id == Clock.tenant_id) & (ClockEntry.clock_id == Clock.id))
    .where(Clock.case_id == bindparam("case"))
    .order_by(Clock.id, ClockEntry.id)
)


def due_of(clocks: Sequence[Clock], rule: str) -> dt.date | None:
    """The last day of a rule's clock that is alive, else of its latest; the clocks come oldest first."""
    dated = [clock for clock in clocks if clock.rule == rule and clock.due_on is not None]
    alive = [clock for clock in dated if clock.state in ALIVE]
    return next((clock.due_on for clock in reversed(alive or dated)), None)


class Ledger:
    """The clocks of one case while one act is carried out on it.

    Args:
        article: the article under which the act is done, written into each entry; may be given later.
        on: the legal day of the act, today unless told.
        document: the paper that the act makes, written into each entry that names no other; may be given later.
    """

    def __init__(
        self,
        session: ScopedSession,
        case: Case,
        actor: Actor,
        article: str = "",
        on: dt.date | None = None,
        document: str = "",
    ) -> None:
        calendars.current(session)
        self.on = on or time.today()
        self.session = session
        self.case = case
        self.actor = actor
        self.article = article
        self.document = document
        self.clocks: list[Clock] = []
        self.entries: dict[Any, list[ClockEntry]] = {}
        for clock, entry in kept(session, case):
            if clock.id not in self.entries:
                self.clocks.append(clock)
                self.entries[clock.id] = []
            self.entries[clock.id].append(entry)

    def apply(self, acts: Iterable[ClockAct], facts: Any, command: Any) -> None:
        """Carry out `acts` in order, then give the case its earliest running clock.

        Raises:
            DomainError: the catalogue refuses a step (a stop the row does not allow, a late extension …).
        """
        for act in acts:
            step: Callable[[Any, Any, Any], None] = getattr(self, f"_{type(act).__name__.lower()}")
            step(act, facts, command)
        self.summarise()

    def mark(self, clock_id: UUID, act: str) -> None:
        """Enter what the law, not a person, made of a clock that goes on."""
        clock = next(clock for clock in self.clocks if clock.id == clock_id)
        self._enter(clock, act, self.on)

    def alive(self, rule: str) -> Clock | None:
        """The running or suspended clock of a rule, if any."""
        return next((clock for clock in self.clocks if clock.rule == rule and clock.state in ALIVE), None)

    def summarise(self) -> None:
        """Give the case its earliest running clock, for the lists."""
        summarise(self.case, self.clocks)

    def _start(self, act: Start, facts: Any, command: Any) -> None:
        if act.when(facts, command):
            length, source = act.length(facts, command), act.source(facts, command)
            self._begin(act.rule, act.on(facts, command), length, source, act.bearer)

    def _begin(self, rule: str, on: dt.date, length: int | None, source: str, bearer: str) -> Clock:
        clock = Clock(
            tenant_id=self.case.tenant_id,
            id=new_id(),
            case_id=self.case.id,
            rule=rule,
            bearer=str(bearer or catalogue().bearer(rule)),
            state=RUNNING,
            start_on=on,
            filed_on=self.case.received_on if catalogue().by_filing(rule) else None,
            length=length,
            source=source,
            extension=0,
            calendar_version="",
        )
        self.session.add(clock)
        self.clocks.append(clock)
        self.entries[clock.id] = []
        self._enter(clock, "start", on)
        self._recompute(clock)
        return clock

    def _stop(self, act: Stop, facts: Any, command: Any) -> None:
        if act.when(facts, command) and (clock := self.alive(act.rule)):
            self._end(clock, SATISFIED, "satisfy", act.on(facts, command) if act.on is not None else self.on)

    def _lapse(self, act: Lapse, facts: Any, command: Any) -> None:
        running = [clock for clock in self.clocks if clock.rule == act.rule and clock.state in ALIVE]
        if clock := min(running, key=lambda clock: clock.due_on or dt.date.max, default=None):
            today = time.today()  # the limit ended on its own last day, however late that is found
            self._end(clock, LAPSED, "lapse", min(clock.due_on or today, today))

    def _suspend(self, act: Suspend, facts: Any, command: Any) -> None:
        if not act.when(facts, command):
            return
        clock, on = self.alive(act.rule), act.on(facts, command)
        if clock is None or (clock.due_on is not None and on >= clock.due_on):
            return  # days after the limit has passed have no effect (counting rule 13): it stays overdue
        if clock.state == SUSPENDED:
            raise DomainError(Problem(N_("该期限已经停止计算，恢复之后才能再停止。")))
        ground, document = act.ground(facts, command), act.document(facts, command)
        if version := version_of(clock):
            version.refuse_stop(ground, document)
        clock.state = SUSPENDED
        entry = self._enter(clock, "suspend", on)
        entry.ground, entry.document = ground, document
        self._recompute(clock)

    def _resume(self, act: Resume, facts: Any, command: Any) -> None:
        if not act.when(facts, command):
            return
        if (clock := self.alive(act.rule)) and clock.state == SUSPENDED:
            clock.state = RUNNING
            self._enter(clock, "resume", act.on(facts, command))
            self._recompute(clock)

    def _restart(self, act: Restart, facts: Any, command: Any) -> None:
        former = next((clock for clock in reversed(self.clocks) if clock.rule == act.rule), None)
        if former is None or not act.when(facts, command):
            return  # a limit that never ran here is not begun by its restart
        if former.state in ALIVE:
            self._end(former, REPLACED, "replace", self.on)
        length = act.length(facts, command) or former.length
        self._begin(act.rule, act.on(facts, command), length, former.source, former.bearer)

    def _extend(self, act: Extend, facts: Any, command: Any) -> None:
        clock = self.alive(act.rule)
        if clock is None:
            raise DomainError(Problem(N_("该期限已经结束，不能延长。")))
        if clock.extension:
            raise DomainError(Problem(N_("该期限已经延长过一次，法律只允许延长一次。")))
        if clock.due_on is not None and time.today() > clock.due_on:
            raise DomainError(
                Problem(N_("期限已于%(due)s届满，届满之后不能再批准延长。"), params={"due": clock.due_on})
            )
        clock.extension = act.amount(facts, command)
        self._enter(clock, "extend", time.today()).amount = clock.extension
        self._recompute(clock)

    def _end(self, clock: Clock, state: str, act: str, on: dt.date) -> None:
        clock.state, clock.ended_on = state, on
        self._enter(clock, act, on)

    def _enter(self, clock: Clock, act: str, on: dt.date) -> ClockEntry:
        entry = ClockEntry(
            tenant_id=clock.tenant_id,
            clock_id=clock.id,
            act=act,
            on=on,
            article=self.article,
            document=self.document,
            actor_id=self.actor.account_id,
            at=time.now(),
            due_on=clock.due_on,
        )
        self.session.add(entry)
        self.entries[clock.id].append(entry)
        return entry

    def _recompute(self, clock: Clock) -> None:
        entries = self.entries[clock.id]
        settle(clock, compute(clock, entries))
        entries[-1].due_on = clock.due_on


def kept(session: ScopedSession, case: Case) -> Sequence[tuple[Clock, ClockEntry]]:
    """Every entry of a case's clocks with its clock, clock by clock, in the order in which they were written."""
    return session.once(("ledger", case.id), lambda: session.execute(KEPT, {"case": case.id}).all())


def summarise(case: Case, clocks: Iterable[Clock]) -> None:
    """Copy the earliest running clock that the organ bears onto the case, for the lists."""
    for name, value in summary(clocks).items():
        setattr(case, name, value)


def summary(clocks: Iterable[Any]) -> dict[str, Any]:
    """What a case says of its clocks, by the name of its column."""
    organ = [clock for clock in clocks if clock.bearer == "organ" and clock.state in ALIVE]
    running = [clock for clock in organ if clock.state == RUNNING and clock.due_on is not None]
    first = min(running, key=lambda clock: (clock.due_on, clock.rule), default=None)
    return {
        "due_on": first.due_on if first else None,
        "safe_due_on": first.safe_due_on if first else None,
        "listed_on": first.due_on if first else NEVER,
        "due_rule": first.rule if first else next((clock.rule for clock in organ), None),
        "clock_state": first.state if first else (SUSPENDED if organ else None),
    }


def settle(clock: Clock, result: counting.Deadline) -> None:
    """Write a computed limit on its clock."""
    for name, value in settled(clock.state, result).items():
        setattr(clock, name, value)


def settled(state: str, result: counting.Deadline) -> dict[str, Any]:
    """What a clock says of its limit, by the name of its column; while it is suspended there is no day it ends on."""
    suspended = state == SUSPENDED
    return {
        "due_on": None if suspended else result.due,
        "unrolled_on": None if suspended else result.unrolled,
        "safe_due_on": None if suspended else result.safe_due,
        "provisional": result.provisional,
        "rule_version": result.version,
        "calendar_version": result.calendar_version,
    }


def compute(clock: Clock, entries: Sequence[ClockEntry], known: Catalogue | None = None) -> counting.Deadline:
    """The limit of a clock as its entries give it; an open suspension is counted up to its first excluded day.

    Args:
        known: the rules on the calendar to count on; on the one that counts unless told.
    """
    given = request(clock, entries)._asdict()
    return counting.compute(given.pop("rule"), given.pop("start"), catalogue=known or catalogue(), **given)


def request(clock: Any, entries: Sequence[Any]) -> counting.Request:
    """What is to be counted for a clock (or a row of its columns) and its entries."""
    return counting.Request(
        clock.rule,
        clock.start_on,
        suspensions=intervals(entries),
        extension=clock.extension,
        length=clock.length,
        filed=clock.filed_on or clock.start_on,
    )


def version_of(clock: Clock) -> DeadlineRule | None:
    """The version of the law that governs a clock, None where none was in force."""
    return catalogue().rule(clock.rule, clock.start_on, clock.filed_on or clock.start_on)


def intervals(entries: Sequence[Any]) -> list[tuple[dt.date, dt.date]]:
    """Closed suspensions as (first excluded, last excluded), both inclusive (counting rules 13 and 14).

    The first excluded day is the day after the document that stopped the clock.
    """
    found: list[tuple[dt.date, dt.date]] = []
    opened: dt.date | None = None
    for entry in entries:
        if entry.act == "suspend":
            opened = entry.on + dt.timedelta(days=1)
        elif entry.act == "resume" and opened is not None:
            if entry.on >= opened:
                found.append((opened, entry.on))
            opened = None
    return found


def open_since(entries: Sequence[ClockEntry]) -> dt.date | None:
    """First excluded day of a suspension that has not ended, or None."""
    last = next((entry for entry in reversed(entries) if entry.act in {"suspend", "resume"}), None)
    return last.on + dt.timedelta(days=1) if last is not None and last.act == "suspend" else None
