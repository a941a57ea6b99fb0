"""The sweep: acts for the law where a limit passed in silence, and tells people before theirs does.

It runs for one tenant at a time, is safe to run again, and never acts on a provisional day. After days of standstill it
does what it would have done on each of them, in the order of the limits' days, and follows what its acts set going.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from typing import Any
from uuid import UUID

from sqlalchemy import Exists, Select, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases import clocks, notices, services
from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock, ClockEntry
from core.contracts import Silence
from core.db import Database, ScopedSession
from core.db.queue import queue
from core.db.scope import Scope
from core.deadlines.rules import DeadlineRule, Effect
from core.i18n import N_
from core.jobs import services as jobs

log = logging.getLogger("xiaoneng.cases")

TURN = 50  # warnings in one write turn
FLAG, HOLD, PASS = "flag", "hold", "pass"
OVER = N_("%(number)s的“%(limit)s”已于%(due)s届满，至今没有完成。")
NEAR = N_("%(number)s的“%(limit)s”将于%(due)s届满。")
FLAGGED = N_("%(number)s的“%(limit)s”已于%(due)s届满，请依法审查法律规定的后果。")
HELD = N_("%(number)s的“%(limit)s”暂计于%(due)s届满，放假安排公布之后才发生法律规定的后果。")


@dataclass(frozen=True, slots=True, order=True)
class _Step:
    """What the law makes of one limit; steps are taken by the day of the limit, whatever their kind.

    Attributes:
        rank: the place among the silences of the kind; those come before flags, and flags before what is held.
        look: finds it again in the turn, in case somebody acted between the look and the turn.
        take: carries it out.
    """

    due_on: dt.date
    case_id: UUID
    rank: int
    clock_id: UUID
    look: Select[UUID] = field(compare=False)
    take: Callable[[ScopedSession, Case, Clock], int] = field(compare=False)


def sweep(database: Database, tenant: int) -> int:
    """Carry out the silence effects due in one tenant and write the warnings of the day.

    Returns:
        How many times the law moved a case.
    """
    moved = 0
    with database.read(Scope.one(tenant)) as session:
        calendars.current(session)
        steps = list(_steps(session))
    seen = {(step.clock_id, step.rank) for step in steps}
    failed: set[UUID] = set()
    heapify(steps)
    while steps:
        step = heappop(steps)
        if step.case_id in failed:
            continue  # what comes later on this case may rest on what failed: all of it waits for the next run
        try:
            with database.write(Scope.one(tenant)) as session:
                queue(session, "sweep")
                if session.scalar(step.look) is None:
                    continue
                case = session.get_one(Case, (tenant, step.case_id))
                moved += step.take(session, case, session.get_one(Clock, (tenant, step.clock_id)))
                session.flush()
                following = list(_steps(session, step.case_id))
        except Exception:
            log.exception("the limit %s of case %s", step.clock_id, step.case_id)  # the others are not kept waiting
            failed.add(step.case_id)
            continue
        for new in following:
            if (new.clock_id, new.rank) not in seen:
                seen.add((new.clock_id, new.rank))
                heappush(steps, new)
    _warn(database, tenant)
    return moved


def _steps(session: ScopedSession, case_id: UUID | None = None) -> Iterator[_Step]:
    """Everything the law makes of limits that passed, in one case or in all."""
    for kind in plugins.registry().case_kinds.values():
        for rank, silence in enumerate(kind.silences):
            query = _passed().where(
                Case.kind == kind.code,
                Case.state.in_(services.find_transition(kind, silence.transition).sources),
                Clock.rule == silence.rule,
                Clock.provisional.is_(False),
                ~_marked(PASS),
            )
            yield from _found(session, query, case_id, rank, _acting(silence))
    marks = ((FLAG, False, _flag, lambda effect: effect.flag), (HOLD, True, _hold, lambda effect: True))
    for rank, (mark, provisional, take, wanted) in enumerate(marks, 1000):
        query = _passed().where(
            Clock.rule.in_(_rules(wanted)),
            Clock.provisional.is_(provisional),
            ~_marked(mark),
        )
        yield from _found(session, query, case_id, rank, take)


def _passed() -> Select[UUID, UUID, dt.date | None]:
    return (
        select(Case.id, Clock.id, Clock.due_on)
        .join(Clock, (Clock.tenant_id == Case.tenant_id) & (Clock.case_id == Case.id))
        .where(Case.is_open == True, Clock.state == clocks.RUNNING, Clock.due_on < time.today())  # noqa: E712
    )


def _marked(mark: str) -> Exists:
    return select(ClockEntry.id).where(ClockEntry.clock_id == Clock.id, ClockEntry.act == mark).exists()


def _rules(wanted: Callable[[Effect], bool]) -> list[str]:
    """The rules that have an effect of some sort in any version."""
    known = catalogue()
    return [code for code in known.codes if any(rule.effect and wanted(rule.effect) for rule in known.versions(code))]


def _found(
    session: ScopedSession,
    query: Select[UUID, UUID, dt.date | None],
    case_id: UUID | None,
    rank: int,
    take: Callable[[ScopedSession, Case, Clock], int],
) -> Iterator[_Step]:
    if case_id is not None:
        query = query.where(Case.id == case_id)
    for case, clock, due_on in session.execute(query):
        assert due_on is not None
        yield _Step(due_on, case, rank, clock, query.with_only_columns(Clock.id).where(Clock.id == clock), take)


def _acting(silence: Silence) -> Callable[[ScopedSession, Case, Clock], int]:
    def take(session: ScopedSession, case: Case, clock: Clock) -> int:
        effect = _rule(clock).effect
        assert effect is not None, f"{clock.rule}: a silence needs an effect"
        assert clock.due_on is not None
        on = effect.day(clock.start_on, clock.due_on)
        key = f"sweep:{case.id}:{silence.transition}:{case.version}"
        actor, command = Actor.system(session.tenant), silence.command(case, on)
        services.act(session, actor, case.id, silence.transition, command, key, on)
        if effect.goes_on:
            services.mark(session, case, clock, PASS, _rule(clock), on)
        return 1

    return take


def _flag(session: ScopedSession, case: Case, clock: Clock) -> int:
    rule = _rule(clock)
    if rule.effect is not None and rule.effect.flag:
        services.flag(session, case, clock, rule)
        notices.tell(session, case, FLAGGED, clock.rule, due=str(clock.due_on))
    return 0


def _hold(session: ScopedSession, case: Case, clock: Clock) -> int:
    services.hold(session, case, clock)
    notices.tell(session, case, HELD, clock.rule, due=str(clock.due_on))
    return 0


def _rule(clock: Clock) -> DeadlineRule:
    """The version that counted the clock."""
    found = clocks.version_of(clock)
    assert found is not None, f"{clock.rule}: a limit with a day has a version"
    return found


def _warn(database: Database, tenant: int) -> None:
    """Say today's word on each limit of an organ that is near or over; what was not said in time is not said late."""
    today = time.today()
    query = (
        select(Clock.id, Clock.case_id, Clock.rule, Clock.start_on, Clock.filed_on, Clock.due_on, Clock.safe_due_on)
        .join(Case, (Clock.tenant_id == Case.tenant_id) & (Clock.case_id == Case.id))
        .where(Clock.state == clocks.RUNNING, Clock.bearer == "organ", Case.is_open == True)  # noqa: E712
        .where(Clock.safe_due_on <= today + dt.timedelta(days=60))
        .order_by(Clock.id)
    )
    with database.read(Scope.one(tenant)) as session:
        said = jobs.effects_since(session, "warn", time.now() - dt.timedelta(days=1))
        due = [
            (row, words)
            for row in session.execute(query)
            if f"{row.id}:{today}" not in said and (words := _warning(row))
        ]
    for first in range(0, len(due), TURN):
        with database.write(Scope.one(tenant)) as session:
            for row, words in due[first : first + TURN]:
                if not jobs.had_effect(session, "warn", f"{row.id}:{today}"):
                    case = session.get_one(Case, (tenant, row.case_id))
                    notices.tell(session, case, words, row.rule, due=str(row.due_on))


def _warning(row: Any) -> str:
    if row.due_on is None or row.safe_due_on is None:
        return ""
    if time.today() > row.due_on:
        return OVER
    warned = catalogue().warning_days(row.rule, row.start_on, row.safe_due_on, row.filed_on)
    return NEAR if time.today() in warned else ""
