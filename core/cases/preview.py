"""What an act would do to the limits of a case, read before it is done: it is carried out in full and then undone.

So a preview can't say anything else than the act: the same checks, the same handler, the same ledger.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from core.accounts.actor import Actor
from core.cases import clocks, queries, receipts, services
from core.cases.models import Case, Clock
from core.contracts import Resume
from core.db import ScopedSession
from core.db.ids import new_id
from core.deadlines.receipt import Receipt
from core.errors import DomainError, Problem
from core.i18n import N_

# Days within which a paused limit may be asked about: its proof is read day by day.
LONGEST_PAUSE = 731


@dataclass(frozen=True, slots=True)
class Standing:
    """How a clock stands at one moment; without days while it is suspended."""

    state: str
    due_on: dt.date | None
    safe_due_on: dt.date | None
    unrolled_on: dt.date | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one clock.

    Attributes:
        before: None where the act starts the clock.
        proof: of the clock as the act leaves it.
        since: the first excluded day, where the act leaves it suspended.
        resume_on, resumed: the day that was asked about, and its proof if it were resumed then.
    """

    rule: str
    before: Standing | None
    after: Standing
    proof: Receipt
    since: dt.date | None = None
    resume_on: dt.date | None = None
    resumed: Receipt | None = None


def of_act(
    session: ScopedSession, actor: Actor, case_id: UUID, code: str, command: Any, resume_on: dt.date | None = None
) -> tuple[Change, ...]:
    """The clocks that an act changes, those that start last.

    Args:
        session: of `Database.trial`: the act is carried out in it.
        resume_on: a day on which what the act suspends might go on.

    Raises:
        NotFound, Forbidden, DomainError: as the act itself; `resume_on` is too early or too late.
    """
    case = session.get(Case, (session.tenant, case_id))
    before = {} if case is None else {clock.id: _standing(clock) for clock in queries.clocks_of(session, case)}
    case = services.act(session, actor, case_id, code, command, new_id().hex)
    changed = [clock for clock in queries.clocks_of(session, case) if before.get(clock.id) != _standing(clock)]
    found = tuple(_change(session, clock, before.get(clock.id)) for clock in changed)
    if resume_on is None:
        return found
    ledger = clocks.Ledger(session, case, actor, "")
    return tuple(_resumed(ledger, change, resume_on) if change.since else change for change in found)


def _standing(clock: Clock) -> Standing:
    return Standing(clock.state, clock.due_on, clock.safe_due_on, clock.unrolled_on, clock.provisional)


def _change(session: ScopedSession, clock: Clock, before: Standing | None) -> Change:
    entries = queries.entries_of(session, clock)
    proof = receipts.of_clock(clock, entries)
    since = clocks.open_since(entries) if clock.state == clocks.SUSPENDED else None
    return Change(clock.rule, before, _standing(clock), proof, since)


def _resumed(ledger: clocks.Ledger, change: Change, on: dt.date) -> Change:
    assert change.since is not None
    stopped_on = change.since - dt.timedelta(days=1)
    if on < stopped_on:
        words = N_("恢复的日期不能早于停止计算的日期（%(day)s）。")
        raise DomainError(Problem(words, "resume_on", {"day": stopped_on}))
    if (on - stopped_on).days > LONGEST_PAUSE:
        raise DomainError(Problem(N_("恢复的日期离停止计算的日期不能超过两年。"), "resume_on"))
    ledger.apply((Resume(change.rule, on=lambda facts, command: on),), None, None)
    clock = next(clock for clock in reversed(ledger.clocks) if clock.rule == change.rule)
    proof = receipts.of_clock(clock, ledger.entries[clock.id])
    return replace(change, resume_on=on, resumed=proof)
