"""Reading cases: what an actor may see is one SQL predicate; lists are paged by key, never by offset."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Tuple,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, aliased

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.cases import clocks
from core.cases.doors import numbered
from core.cases.models import NEVER, Case, Clock, ClockEntry, Participant, Reply, Timeline
from core.db import ScopedSession
from core.errors import NotFound
from core.tenancy.models import Tenant, TenantPlugin, Unit
from core.tenancy.switches import in_use

NEAR = dt.timedelta(days=3)
FIGURES = ("open", "near", "overdue", "paused")


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list shows. Empty fields do not restrict; `order` is ``due`` or ``received``, the earliest first.

    `words` is part of the item or the party, a number as people write it, or its last digits alone.

    Attributes:
        received, closed: first and last day, both inclusive.
        unassigned: only those that nobody has yet.
        late: only those in which a limit of the organ had passed when it ended.
        also: conditions of rooms above this one, e.g. that a letter waits for an answer.
        county: of all townships the session sees, only where the measure is on; nobody is found by name, since the
            county reads names masked.
    """

    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    unit_id: UUID | None = None
    handler_id: UUID | None = None
    unassigned: bool = False
    open_only: bool = True
    due_from: dt.date | None = None
    due_to: dt.date | None = None
    paused: bool = False
    tenant_id: int | None = None
    words: str = ""
    order: str = "due"
    received: tuple[dt.date, dt.date] | None = None
    closed: tuple[dt.date, dt.date] | None = None
    late: bool = False
    also: tuple[ColumnElement[bool], ...] = ()
    county: bool = False


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; `after` is the key of the next page or None."""

    rows: Sequence[Case]
    after: tuple[dt.date, UUID] | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in a list: those before and behind it, its number from 1 or 0 where it does not stand in it,
    and how many the list holds."""

    before: UUID | None
    behind: UUID | None
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A case as its page shows it, with its tenant, who takes part, its parts, and who has each (case → name).

    Attributes:
        parties: the applicant first.
        also: what rooms above this one asked for, in the order in which they did.
    """

    case: Case
    tenant: Tenant
    parties: Sequence[Participant]
    children: Sequence[Case]
    who: Mapping[UUID, str]
    also: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Recounted:
    """A limit counted anew on another calendar: the day it ended on before and ends on now, and the document."""

    old: dt.date | None
    due: dt.date | None
    document: str

    @property
    def moved(self) -> bool:
        """False where the day stayed and is only certain now."""
        return self.old != self.due


def readable(actor: Actor, kinds: Collection[str] | None = None) -> ColumnElement[bool]:
    """The predicate of the cases an actor may see: of kinds that are on, in the units where the permission is held.

    Args:
        kinds: codes of the kinds in question; None for all.
    """
    parts: list[ColumnElement[bool]] = []
    for kind in plugins.registry().case_kinds.values():
        if kinds is not None and kind.code not in kinds:
            continue
        units, shut = actor.units(kind.read), sorted(actor.shut_for(kind.read))
        using = [Case.unit_id.not_in(shut)] if shut else []
        if units is None:
            parts.append(and_(Case.kind == kind.code, *using))
        elif units:
            mine = or_(Case.unit_id.in_(sorted(units)), Case.handler_id == actor.account_id)
            parts.append(and_(Case.kind == kind.code, mine, *using))
    return or_(*parts) if parts else false()


def get_case(session: ScopedSession, actor: Actor, case_id: UUID) -> Case:
    """A case the actor may see.

    Raises:
        NotFound: it is absent or not theirs to see, which look the same.
    """
    case = session.scalar(select(Case).where(Case.id == case_id, readable(actor)))
    if case is None:
        raise NotFound(case_id)
    return case


def opened(
    session: ScopedSession, actor: Actor, case_id: UUID, also: Sequence[Callable[[type[Case]], ColumnElement[Any]]] = ()
) -> Opened:
    """What the head of a case's page shows, in one query.

    Args:
        also: columns that rooms above this one want of the same case; their values come back in `Opened.also`.

    Raises:
        NotFound: it is absent or not theirs to see, which look the same.
    """
    # Two searches rather than one for either: the planner would read every case of the tenant.
    own = select(Case.id).where(Case.id == case_id, readable(actor))
    part = aliased(Case)
    parts = select(part.id).where(part.parent_id == case_id)
    query = (
        select(Case, Tenant, Account.display_name, Unit.name, Participant, *(make(Case) for make in also))
        .join(Tenant, Tenant.id == Case.tenant_id)
        .join(Unit, and_(Unit.tenant_id == Case.tenant_id, Unit.id == Case.unit_id))
        .outerjoin(Account, Account.id == Case.handler_id)
        .outerjoin(
            Participant,
            and_(
                Participant.tenant_id == Case.tenant_id, Participant.case_id == Case.id, Participant.case_id == case_id
            ),
        )
        .where(Case.id.in_(union_all(own, parts)))
        .order_by(Case.id, Participant.id)
    )
    rows = session.execute(query).all()
    mine = [row for row in rows if row[0].id == case_id]
    if not mine:
        raise NotFound(case_id)
    return Opened(
        case=mine[0][0],
        tenant=mine[0][1],
        parties=[row[4] for row in mine if row[4] is not None],
        children=[row[0] for row in rows if row[0].id != case_id],
        who={row[0].id: row[2] or row[3] for row in rows},
        also=tuple(mine[0][5:]),
    )


def some(session: ScopedSession, actor: Actor, ids: Collection[UUID], kinds: Collection[str]) -> Sequence[Case]:
    """Of some cases those the actor may see, in the order of their numbers."""
    query = select(Case).where(Case.id.in_(ids), readable(actor, kinds))
    return session.scalars(query.order_by(Case.series, Case.no_year, Case.no_seq, Case.id)).all()


def page(
    session: ScopedSession, actor: Actor, wanted: CaseFilter, after: tuple[dt.date, UUID] | None = None, limit: int = 50
) -> CasePage:
    """A page of cases, the earliest first; ordered by limit, those without a running one come last."""
    day = _day(wanted)
    query = select(Case).where(readable(actor, wanted.kinds or None), *conditions(wanted)).order_by(day, Case.id)
    if after is not None:
        query = query.where(tuple_(day, Case.id) > _literal(after))
    rows = session.scalars(query.limit(limit + 1)).all()
    return CasePage(rows[:limit], _key(rows[limit - 1], wanted) if len(rows) > limit else None)


def place(session: ScopedSession, actor: Actor, wanted: CaseFilter, case: Case, most: int) -> Place:
    """Where `case` stands in a list, in one query, also when an act has just taken it out of the list.

    Args:
        most: what is counted is counted up to one beyond it.
    """
    day, here = _day(wanted), _literal(_key(case, wanted))
    listed = select(Case.id).where(readable(actor, wanted.kinds or None), *conditions(wanted))
    ahead, rest = listed.where(tuple_(day, Case.id) < here), listed.where(tuple_(day, Case.id) > here)
    before, behind, number, total, stands = session.execute(
        select(
            ahead.order_by(day.desc(), Case.id.desc()).limit(1).scalar_subquery(),
            rest.order_by(day, Case.id).limit(1).scalar_subquery(),
            _number(ahead, most).scalar_subquery(),
            _number(listed, most).scalar_subquery(),
            listed.where(Case.id == case.id).scalar_subquery(),
        )
    ).one()
    return Place(before, behind, number + 1 if stands is not None else 0, total)


def count(session: ScopedSession, actor: Actor, wanted: CaseFilter, most: int | None = None) -> int:
    """How many cases a filter finds.

    Args:
        most: where counting ends, one beyond it, so that a list of a million is counted as fast as one of a thousand.
    """
    found = select(Case.id).where(readable(actor, wanted.kinds or None), *conditions(wanted))
    return session.scalar(_number(found, most)) or 0


def _number(found: Select[UUID], most: int | None) -> Select[int]:
    """The query of how many rows another finds, up to one beyond `most`."""
    if most is None:
        return found.with_only_columns(func.count())
    return select(func.count()).select_from(found.limit(most + 1).subquery())


def counts(session: ScopedSession, actor: Actor, several: Sequence[CaseFilter]) -> list[int]:
    """How many cases each of several filters finds, in their order and one query."""
    parts = [select(Case.id).where(readable(actor, wanted.kinds or None), *conditions(wanted)) for wanted in several]
    if not parts:
        return []
    return list(session.execute(select(*(_number(part, None).scalar_subquery() for part in parts))).one())


def clocks_of(session: ScopedSession, case: Case) -> Sequence[Clock]:
    """Every clock of a case, oldest first, also those that ended."""
    query = select(Clock).where(Clock.case_id == case.id).order_by(Clock.start_on, Clock.id)
    return session.once(("clocks", case.id), lambda: session.scalars(query).all())


def entries_of(session: ScopedSession, clock: Clock) -> Sequence[ClockEntry]:
    """The ledger of one clock, in the order in which it was written."""
    return session.scalars(select(ClockEntry).where(ClockEntry.clock_id == clock.id).order_by(ClockEntry.id)).all()


def recounted(session: ScopedSession, case: Case) -> dict[UUID, Recounted]:
    """What the last change of the calendar made of each of a case's limits, from its ledger; by the clock's id."""
    found: dict[UUID, Recounted] = {}
    before: dict[UUID, dt.date | None] = {}
    entries = (
        select(ClockEntry)
        .join(Clock, (Clock.tenant_id == ClockEntry.tenant_id) & (Clock.id == ClockEntry.clock_id))
        .where(Clock.case_id == case.id)
        .order_by(ClockEntry.id)
    )
    for entry in session.scalars(entries):
        if entry.act == "recompute":
            found[entry.clock_id] = Recounted(before.get(entry.clock_id), entry.due_on, entry.document)
        before[entry.clock_id] = entry.due_on
    return found


def timeline_of(session: ScopedSession, case: Case) -> Sequence[Timeline]:
    """What happened on a case, oldest first."""
    return session.scalars(select(Timeline).where(Timeline.case_id == case.id).order_by(Timeline.at, Timeline.id)).all()


def parties_of(session: ScopedSession, case: Case) -> Sequence[Participant]:
    """Who takes part in a case, the applicant first."""
    return session.scalars(select(Participant).where(Participant.case_id == case.id).order_by(Participant.id)).all()


def replies_of(session: ScopedSession, case: Case) -> Sequence[Reply]:
    """The answers given to the person."""
    return session.scalars(select(Reply).where(Reply.case_id == case.id).order_by(Reply.at, Reply.id)).all()


def handlers_of(session: ScopedSession, rows: Sequence[Case]) -> dict[UUID, str]:
    """Who has each case, by its id: the handler's name, or the unit's while nobody handles it."""
    query = (
        select(Case.id, Account.display_name, Unit.name)
        .join(Unit, and_(Unit.tenant_id == Case.tenant_id, Unit.id == Case.unit_id))
        .outerjoin(Account, Account.id == Case.handler_id)
        .where(Case.id.in_([case.id for case in rows]))
    )
    return {case_id: name or unit for case_id, name, unit in session.execute(query)} if rows else {}


def ended_late(*rules: str) -> ColumnElement[bool]:
    """A limit of the organ, or one of these alone, ended after its day, or passed without the act."""
    after = or_(Clock.state == clocks.LAPSED, and_(Clock.state == clocks.SATISFIED, Clock.ended_on > Clock.due_on))
    named = [Clock.rule.in_(rules)] if rules else []
    of_case = (Clock.tenant_id == Case.tenant_id, Clock.case_id == Case.id)
    return exists().where(*of_case, Clock.bearer == "organ", *named, after)


def open_of_plugin(session: ScopedSession, plugin: str, unit_id: UUID | None = None) -> int:
    """How many cases of a measure are open in the session's tenant: what a switch has to answer for."""
    return sum(open_by_state(session, plugin, unit_id).values())


def open_by_state(session: ScopedSession, plugin: str, unit_id: UUID | None = None) -> dict[tuple[str, str], int]:
    """(kind, state) → how many cases of a measure are open there, in the order of the kinds and their states.

    Args:
        unit_id: of one unit only.
    """
    registry = plugins.registry()
    kinds = [kind for code, kind in registry.case_kinds.items() if registry.owner[code] == plugin]
    query = select(Case.kind, Case.state, func.count()).where(
        Case.kind.in_([kind.code for kind in kinds]),
        Case.is_open == True,  # noqa: E712
        *([Case.unit_id == unit_id] if unit_id is not None else []),
    )
    found = {(kind, state): number for kind, state, number in session.execute(query.group_by(Case.kind, Case.state))}
    order = [(kind.code, state.code) for kind in kinds for state in kind.states]
    return {place: found[place] for place in order if place in found}


def figures_by_tenant(session: ScopedSession) -> dict[int, dict[str, int]]:
    """Open, near (due within three days), overdue and suspended cases of every tenant the session sees.

    Returns:
        ``{tenant: {"open": …, "near": …, "overdue": …, "paused": …}}``.
    """
    today = time.today()
    rows = session.execute(
        select(
            Case.tenant_id,
            func.count(),
            func.count().filter(Case.listed_on.between(today, today + NEAR)),
            func.count().filter(Case.listed_on < today),
            func.count().filter(Case.clock_state == "suspended"),
        )
        .where(Case.is_open == True)  # noqa: E712
        .group_by(Case.tenant_id)
    )
    return {tenant: dict(zip(FIGURES, numbers, strict=True)) for tenant, *numbers in rows}


def late_in_tree(session: ScopedSession, limit: int) -> Sequence[Case]:
    """Overdue cases of every tenant the session sees, the longest overdue first."""
    return session.scalars(
        select(Case)
        .where(Case.is_open == True, Case.listed_on < time.today())  # noqa: E712
        .order_by(Case.listed_on, Case.id)
        .limit(limit)
    ).all()


def _day(wanted: CaseFilter) -> InstrumentedAttribute[dt.date]:
    """What a list is ordered by, before the id."""
    return Case.received_on if wanted.order == "received" else Case.listed_on


def _key(case: Case, wanted: CaseFilter) -> tuple[dt.date, UUID]:
    return (case.received_on if wanted.order == "received" else case.listed_on), case.id


def _literal(key: tuple[dt.date, UUID]) -> Tuple:
    return tuple_(literal(key[0], Date), literal(key[1], Case.id.type))


def conditions(wanted: CaseFilter) -> list[ColumnElement[bool]]:
    """A filter as conditions of a query over cases."""
    found: list[ColumnElement[bool]] = []
    if wanted.open_only:
        found.append(Case.is_open == True)  # noqa: E712 - the literal serves the partial index
    if wanted.states:
        found.append(Case.state.in_(wanted.states))
    if wanted.unit_id:
        found.append(Case.unit_id == wanted.unit_id)
    if wanted.handler_id:
        found.append(Case.handler_id == wanted.handler_id)
    if wanted.unassigned:
        found.append(Case.handler_id.is_(None))
    if wanted.due_from:
        found.append(Case.listed_on.between(wanted.due_from, wanted.due_to or NEVER - dt.timedelta(days=1)))
    elif wanted.due_to:
        found.append(Case.listed_on <= wanted.due_to)
    if wanted.paused:
        found.append(Case.clock_state == "suspended")
    if wanted.tenant_id:
        found.append(Case.tenant_id == wanted.tenant_id)
    if wanted.words:
        found.append(_said(wanted.words, names=not wanted.county))
    return [*found, *wanted.also, *_of_period(wanted)]


def _of_period(wanted: CaseFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.received:
        yield Case.received_on.between(*wanted.received)
    if wanted.closed:
        since, until = wanted.closed
        yield Case.closed_at >= time.midnight(since)
        yield Case.closed_at < time.midnight(until + dt.timedelta(days=1))
    if wanted.late:
        yield ended_late()
    if wanted.county:
        yield _switched_on()


def _switched_on() -> ColumnElement[bool]:
    """The measure of the case is on in the case's own tenant and unit."""
    registry = plugins.registry()
    kinds: dict[str, list[str]] = {}
    for code in registry.case_kinds:
        kinds.setdefault(registry.owner[code], []).append(code)
    return or_(
        false(),
        *(
            and_(
                Case.kind.in_(codes),
                Case.tenant_id.in_(
                    select(TenantPlugin.tenant_id).where(TenantPlugin.plugin == owner, TenantPlugin.enabled.is_(True))
                ),
                in_use(owner, Case),
            )
            for owner, codes in kinds.items()
        ),
    )


def _said(words: str, *, names: bool) -> ColumnElement[bool]:
    parts = [Case.title.contains(words, autoescape=True)]
    if names:
        parts.append(Case.party.contains(words, autoescape=True))
    if (number := numbered(words)) is not None:
        parts.append(number)
    elif tail := re.fullmatch(r"第?(\d{1,9})号?", words):
        parts.append(Case.no_seq == int(tail[1]))
    return or_(*parts)
