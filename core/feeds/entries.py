"""What stands in a calendar feed: a day, a number and the name of a limit; never a word about a party."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from core import citations
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases.catalogue import catalogue
from core.cases.clocks import RUNNING
from core.cases.limits import source_of
from core.cases.models import Case, Clock, ClockEntry
from core.cases.queries import readable
from core.db import ScopedSession
from core.deadlines.ics import Event
from core.duties import queries
from core.duties.measures import rules_on
from core.duties.models import Duty
from core.duties.words import period_words

MOST = 2000
# How far back and ahead duties are shown.
BEHIND, AHEAD = dt.timedelta(days=90), dt.timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a feed is filled.

    Attributes:
        actor: its maker with today's grants.
        unit_id: the unit whose feed it is; None for the maker's own.
        kinds: codes of the case kinds whose measure is on.
        root: the address of the installation.
    """

    actor: Actor
    unit_id: UUID | None
    kinds: tuple[str, ...]
    root: str


Entries = Callable[[ScopedSession, Reader], Iterable[Event]]


def events(session: ScopedSession, reader: Reader) -> list[Event]:
    """What `ENTRIES` give, the earliest first, at most `MOST`."""
    found = [event for entries in ENTRIES for event in entries(session, reader)]
    return sorted(found, key=lambda event: (event.day, event.uid))[:MOST]


def of_clocks(session: ScopedSession, reader: Reader) -> Iterable[Event]:
    """The running limits that the organ bears, of open cases, each on its safe day; a suspended one has no day."""
    mine = Case.handler_id == reader.actor.account_id if reader.unit_id is None else Case.unit_id == reader.unit_id
    rows = session.execute(
        select(Clock, Case)
        .join(Case, (Case.tenant_id == Clock.tenant_id) & (Case.id == Clock.case_id))
        .where(readable(reader.actor, reader.kinds), mine, Case.is_open == True)  # noqa: E712
        .where(Clock.state == RUNNING, Clock.bearer == "organ", Clock.safe_due_on.is_not(None))
        .order_by(Clock.safe_due_on, Clock.id)
        .limit(MOST)
    ).all()
    ledgers = session.execute(
        select(ClockEntry.clock_id, func.count(), func.max(ClockEntry.at))
        .where(ClockEntry.clock_id.in_([clock.id for clock, _ in rows]))
        .group_by(ClockEntry.clock_id)
    )
    moved = {clock_id: (steps, at) for clock_id, steps, at in ledgers}
    for clock, case in rows:
        assert clock.safe_due_on is not None
        steps, at = moved[clock.id]
        url = reader.root + url_for("workspace.case", code=case.tenant_id, case_id=case.id)
        yield Event(clock.id, clock.safe_due_on, _title(clock, case), _stand(source_of(clock), clock), at, steps, url)


def of_duties(session: ScopedSession, reader: Reader) -> Iterable[Event]:
    """What the reader's units still owe by a calendar date, each on its safe day; what lies long back is left out."""
    on = rules_on(session, reader.actor.tenant)
    mine = reader.actor.own_units(Perm.SUBMIT) if reader.unit_id is None else {reader.unit_id}
    first, last = time.today() - BEHIND, time.today() + AHEAD
    for unit_id in sorted(mine):
        for duty in queries.due_between(session, reader.actor, on, first, last, unit_id):
            url = reader.root + url_for("duties.show", code=duty.tenant_id, duty_id=duty.id)
            rule = catalogue().newest(duty.rule)
            title = f"{_(rule.name)} {period_words(duty.period)}"
            words, made = _stand(f"{rule.law}{rule.article}", duty), time.midnight(duty.start_on)
            yield Event(duty.id, duty.safe_due_on, title, words, made, duty.version, url)


# Where further kinds of days are added: each gives the events of one reader.
ENTRIES: tuple[Entries, ...] = (of_clocks, of_duties)


def _title(clock: Clock, case: Case) -> str:
    name = _(catalogue().newest(clock.rule).name)
    return f"{case.number} {name}{_('（暂计）') if clock.provisional else ''}"


def _stand(source: str, limit: Clock | Duty) -> str:
    """What a limit rests on, and which of its days the event stands on."""
    lines = [citations.spoken(source)]
    if limit.due_on != limit.safe_due_on:
        lines.append(_("稳妥日，对法律有不同理解时按这一天办理。法定最后一日：%(day)s", day=limit.due_on))
    if limit.provisional:
        lines.append(_("暂计：放假安排公布后重新计算"))
    return "\n".join(lines)
