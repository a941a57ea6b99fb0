"""Reading duties: what an actor may see is one SQL predicate; lists are paged by key, gaps first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Integer, and_, case, func, literal, or_, select, true, tuple_

from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.deadlines.own import PREFIX
from core.duties import rules
from core.duties.models import Duty, DutyEntry
from core.duties.own import owner_of
from core.errors import NotFound
from core.tenancy.models import Unit
from core.tenancy.switches import in_use

Place = tuple[int, dt.date, UUID]


@dataclass(frozen=True, slots=True)
class DutyFilter:
    """What a list shows. `codes` are the rules that are on; the other fields do not restrict while they are empty."""

    codes: tuple[str, ...]
    units: tuple[UUID, ...] | None = None
    receivers: tuple[UUID, ...] | None = None
    period: str = ""
    states: tuple[str, ...] = ()
    due_from: dt.date | None = None
    due_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DutyPage:
    """One page of a list; `after` is the place of the next page or None."""

    rows: Sequence[Duty]
    after: Place | None


# What is still owed comes before what was handed in.
_settled: ColumnElement[int] = case((Duty.state.in_(rules.OWED), 0), else_=1)


def readable(actor: Actor) -> ColumnElement[bool]:
    """The predicate of the duties an actor may see: those their own units owe or receive, or all of the tenant; none
    of a measure that the owing unit turned off for itself."""
    shut = [~and_(Duty.unit_id == unit_id, of_measure(name)) for name, unit_id in sorted(actor.shut)]
    if actor.may(Perm.READ_DUTIES):
        return and_(true(), *shut)
    mine = or_(
        Duty.unit_id.in_(sorted(actor.own_units(Perm.SUBMIT))),
        Duty.receiver_id.in_(sorted(actor.own_units(Perm.RECEIVE))),
    )
    return and_(mine, *shut)


def of_measure(name: str) -> ColumnElement[bool]:
    """The predicate of the duties of a measure, those among them that townships set themselves."""
    registry = plugins.registry()
    codes = [code for code in registry.duties if registry.owner[code] == name]
    return or_(Duty.rule.in_(codes), Duty.rule.startswith(f"{PREFIX}.{name}.", autoescape=True))


def in_use_of(codes: Collection[str]) -> list[ColumnElement[bool]]:
    """The conditions that leave out duties of units which turned their measure off for themselves.

    Args:
        codes: of the rules that are asked for.
    """
    by_measure = dict[str, list[str]]()
    for code in codes:
        by_measure.setdefault(owner_of(code), []).append(code)
    return [or_(Duty.rule.not_in(own), in_use(name, Duty)) for name, own in by_measure.items()]


def get_duty(session: ScopedSession, actor: Actor, codes: Sequence[str], duty_id: UUID) -> Duty:
    """A duty the actor may see.

    Raises:
        NotFound: it is absent, its measure is off, or it is not theirs to see, which look the same.
    """
    duty = session.scalar(select(Duty).where(Duty.id == duty_id, Duty.rule.in_(codes), readable(actor)))
    if duty is None:
        raise NotFound(duty_id)
    return duty


def page(
    session: ScopedSession, actor: Actor, wanted: DutyFilter, after: Place | None = None, limit: int = 50
) -> DutyPage:
    """A page of duties, gaps first, then the earliest."""
    query = select(Duty).where(readable(actor), *_conditions(wanted)).order_by(_settled, Duty.due_on, Duty.id)
    if after is not None:
        gap, due, duty_id = after
        here = tuple_(literal(gap, Integer), literal(due, Date), literal(duty_id, Duty.id.type))
        query = query.where(tuple_(_settled, Duty.due_on, Duty.id) > here)
    rows = session.scalars(query.limit(limit + 1)).all()
    return DutyPage(rows[:limit], _place(rows[limit - 1]) if len(rows) > limit else None)


def count(session: ScopedSession, actor: Actor, wanted: DutyFilter) -> int:
    """How many duties a filter finds."""
    query = select(func.count()).select_from(Duty).where(readable(actor), *_conditions(wanted))
    return session.scalar(query) or 0


def due_between(
    session: ScopedSession,
    actor: Actor,
    codes: Sequence[str],
    first: dt.date,
    last: dt.date,
    unit_id: UUID | None = None,
) -> Sequence[Duty]:
    """The duties still owed that are due from `first` to `last`, both included, the earliest first.

    Args:
        codes: the rules that are on.
        unit_id: one unit's only.
    """
    units = None if unit_id is None else (unit_id,)
    wanted = DutyFilter(tuple(codes), units, states=rules.OWED, due_from=first, due_to=last)
    query = select(Duty).where(readable(actor), *_conditions(wanted)).order_by(Duty.due_on, Duty.id)
    return session.scalars(query).all()


def entries_of(session: ScopedSession, duty: Duty) -> Sequence[DutyEntry]:
    """The ledger of a duty, oldest first."""
    query = select(DutyEntry).where(DutyEntry.duty_id == duty.id).order_by(DutyEntry.at, DutyEntry.id)
    return session.scalars(query).all()


def unit_names(session: ScopedSession, rows: Sequence[Duty]) -> Mapping[UUID, str]:
    """The names of the units that owe and receive some duties."""
    wanted = {unit_id for duty in rows for unit_id in (duty.unit_id, duty.receiver_id) if unit_id is not None}
    return {unit.id: unit.name for unit in session.scalars(select(Unit).where(Unit.id.in_(wanted)))}


def _place(duty: Duty) -> Place:
    return (0 if duty.state in rules.OWED else 1), duty.due_on, duty.id


def _conditions(wanted: DutyFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Duty.rule.in_(wanted.codes)]
    if wanted.units is not None:
        found.append(Duty.unit_id.in_(wanted.units))
    if wanted.receivers is not None:
        found.append(Duty.receiver_id.in_(wanted.receivers))
    if wanted.period:
        found.append(Duty.period == wanted.period)
    if wanted.states:
        found.append(Duty.state.in_(wanted.states))
    if wanted.due_from:
        found.append(Duty.due_on >= wanted.due_from)
    if wanted.due_to:
        found.append(Duty.due_on <= wanted.due_to)
    return found
