"""Lists of cases: what a filter finds, page by page; paged by key, never by offset."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    Tuple,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import InstrumentedAttribute

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.cases import clocks
from core.cases.doors import numbered
from core.cases.models import NEVER, Case, Clock
from core.cases.queries import readable
from core.db import ScopedSession
from core.tenancy.models import TenantPlugin, Unit
from core.tenancy.switches import in_use

# Asked by every list: made once, because making a statement takes longer than it runs.
HANDLERS = (
    select(Case.id, Account.display_name, Unit.name)
    .join(Unit, and_(Unit.tenant_id == Case.tenant_id, Unit.id == Case.unit_id))
    .outerjoin(Account, Account.id == Case.handler_id)
    .where(Case.id.in_(bindparam("cases", expanding=True)))
)


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


def some(session: ScopedSession, actor: Actor, ids: Collection[UUID], kinds: Collection[str]) -> Sequence[Case]:
    """Of some cases those the actor may see, in the order of their numbers."""
    query = select(Case).where(Case.id.in_(ids), readable(actor, kinds))
    return session.scalars(query.order_by(Case.series, Case.no_year, Case.no_seq, Case.id)).all()


def page(
    session: ScopedSession, actor: Actor, wanted: CaseFilter, after: tuple[dt.date, UUID] | None = None, limit: int = 50
) -> CasePage:
    """A page of cases, the earliest first; ordered by limit, those without a running one come last."""
    day = _day(wanted)
    query = select(Case).where(*_found(session, actor, wanted)).order_by(day, Case.id)
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
    found = select(Case.id).where(*_found(session, actor, wanted))
    return session.scalar(_number(found, most)) or 0


def _found(session: ScopedSession, actor: Actor, wanted: CaseFilter) -> Sequence[ColumnElement[bool]]:
    """The conditions of a list, made once for its rows and their number."""
    return session.once(("listed", actor, wanted), lambda: [readable(actor, wanted.kinds or None), *conditions(wanted)])


def _number(found: Select[UUID], most: int | None) -> Select[int]:
    """The query of how many rows another finds, up to one beyond `most`."""
    if most is None:
        return found.with_only_columns(func.count())
    return select(func.count()).select_from(found.limit(most + 1).subquery())


def number_of(actor: Actor, wanted: CaseFilter) -> Select[int]:
    """The query of how many cases a filter finds, for a figure that is asked with others."""
    return _number(select(Case.id).where(readable(actor, wanted.kinds or None), *conditions(wanted)), None)


def counts(
    session: ScopedSession, actor: Actor, several: Sequence[CaseFilter], also: Sequence[Select[int]] = ()
) -> list[int]:
    """How many cases each of several filters finds, in their order and one query.

    Args:
        also: counts of other rows that are asked with them; theirs stand last.
    """
    asked = [*(number_of(actor, wanted) for wanted in several), *also]
    return list(session.execute(select(*(one.scalar_subquery() for one in asked))).one()) if asked else []


def handlers_of(session: ScopedSession, rows: Sequence[Case]) -> dict[UUID, str]:
    """Who has each case, by its id: the handler's name, or the unit's while nobody handles it."""
    if not rows:
        return {}
    found = session.execute(HANDLERS, {"cases": [case.id for case in rows]})
    return {case_id: name or unit for case_id, name, unit in found}


def ended_late(*rules: str) -> ColumnElement[bool]:
    """A limit of the organ, or one of these alone, ended after its day, or passed without the act."""
    after = or_(Clock.state == clocks.LAPSED, and_(Clock.state == clocks.SATISFIED, Clock.ended_on > Clock.due_on))
    named = [Clock.rule.in_(rules)] if rules else []
    of_case = (Clock.tenant_id == Case.tenant_id, Clock.case_id == Case.id)
    return exists().where(*of_case, Clock.bearer == "organ", *named, after)


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
    if (number := numbered(words)) is not None:
        return number  # no item and nobody is called so
    parts = [Case.title.contains(words, autoescape=True)]
    if names:
        parts.append(Case.party.contains(words, autoescape=True))
    if tail := re.fullmatch(r"第?(\d{1,9})号?", words):
        parts.append(Case.no_seq == int(tail[1]))
    return or_(*parts)
