"""Reading the duties board: units × duties of one period, a page of units at a time, totals over all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.duties import board_rules, rules
from core.duties.models import Duty, DutyEntry
from core.duties.own import owner_of
from core.duties.queries import in_use_of, readable
from core.tenancy.models import Unit
from core.tenancy.switches import Switches

YEAR = 4  # the length of its name


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """What a board shows: the rules of its columns in one period, of one kind of unit, those in one state.

    `state` is a key of `core.duties.board_rules.SHOWN`; it narrows the rows, never the totals.
    """

    period: str
    codes: tuple[str, ...]
    kind: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One duty on the board; `mark` is a key of `core.duties.board_rules.MARKS`."""

    duty_id: UUID
    mark: str


@dataclass(frozen=True, slots=True)
class Row:
    """One unit with its duties by rule, and when somebody reminded it last."""

    unit_id: UUID
    name: str
    cells: Mapping[str, Cell]
    reminded: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Total:
    """Of one duty over all units: how many owe it at all, how many still do, and how many of those are late."""

    all: int = 0
    owed: int = 0
    late: int = 0

    def __add__(self, other: Total) -> Total:
        return Total(self.all + other.all, self.owed + other.owed, self.late + other.late)


def conditions(wanted: BoardFilter) -> list[ColumnElement[bool]]:
    """The duties of a board, whoever may see them."""
    of_period = Duty.period == wanted.period
    if len(wanted.period) == YEAR:
        year = int(wanted.period)
        begun = Duty.start_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
        of_period = or_(of_period, and_(Duty.period == rules.ONCE, begun))
    found = [of_period, Duty.rule.in_(wanted.codes)]
    if wanted.kind:
        found.append(Duty.unit_id.in_(select(Unit.id).where(Unit.kind == wanted.kind)))
    return found


def handled(actor: Actor) -> ColumnElement[bool]:
    """The predicate of the duties an actor answers for as the one they are owed to: reminds of and compiles.

    Those that their own units receive; all of the tenant where they may read all and receive.
    """
    units = sorted(actor.own_units(Perm.RECEIVE))
    if units and actor.may(Perm.READ_DUTIES):
        return readable(actor)
    return and_(readable(actor), Duty.receiver_id.in_(units))


def totals(session: ScopedSession, actor: Actor, wanted: BoardFilter) -> dict[str, Total]:
    """By rule, over all units; rules that nobody owes in the period are left out."""
    rows = session.execute(
        select(Duty.rule, func.count(), func.count().filter(_owed()), func.count().filter(_late()))
        .where(readable(actor), *conditions(wanted))
        .group_by(Duty.rule)
    )
    found = {code: Total(*numbers) for code, *numbers in rows}
    return {code: found[code] for code in wanted.codes if code in found}


def units(session: ScopedSession, actor: Actor, wanted: BoardFilter) -> int:
    """How many units have a row."""
    whose = func.count(Duty.unit_id.distinct())
    owed, kept = whose.filter(_owed()), whose.filter(*_some(wanted.state))
    query = select(whose - owed if wanted.state == "settled" else kept)
    return session.scalar(query.where(readable(actor), *conditions(wanted))) or 0


def page(session: ScopedSession, actor: Actor, wanted: BoardFilter, number: int, limit: int = 50) -> list[Row]:
    """Page `number`, from 1: units with a gap first, then by their codes; how many gaps makes no order."""
    settled = func.min(case((_owed(), 0), else_=1))
    found = session.execute(
        select(Unit.id, Unit.name)
        .join(Duty, (Duty.tenant_id == Unit.tenant_id) & (Duty.unit_id == Unit.id))
        .where(readable(actor), *conditions(wanted))
        .group_by(Unit.id, Unit.name, Unit.code)
        .having(*_shown(wanted.state))
        .order_by(settled, Unit.code)
        .limit(limit)
        .offset((number - 1) * limit)
    ).all()
    ids = [unit_id for unit_id, _ in found]
    cells = _cells(session, actor, wanted, ids)
    reminded = _reminded(session, cells)
    return [Row(unit_id, name, cells.get(unit_id, {}), reminded.get(unit_id)) for unit_id, name in found]


def owing(session: ScopedSession, actor: Actor, wanted: BoardFilter) -> int:
    """How many units still owe something that the actor answers for."""
    query = select(func.count(Duty.unit_id.distinct()))
    return session.scalar(query.where(handled(actor), *conditions(wanted), _owed())) or 0


def compiled(session: ScopedSession, actor: Actor, wanted: BoardFilter) -> frozenset[str]:
    """The rules of the board that the actor can compile: those of which they answer for some duty."""
    query = select(Duty.rule).where(handled(actor), *conditions(wanted)).distinct()
    return frozenset(session.scalars(query)) if actor.may(Perm.RECEIVE) else frozenset()


def by_tenant(
    session: ScopedSession, wanted: BoardFilter, switches: Mapping[int, Switches]
) -> dict[int, dict[str, Total]]:
    """The totals of some tenants that the session sees, by tenant and rule: figures without their units.

    Args:
        switches: of each tenant; what is off there is left out.
    """
    rows = session.execute(
        select(Duty.tenant_id, Duty.rule, func.count(), func.count().filter(_owed()), func.count().filter(_late()))
        .where(*conditions(wanted), *in_use_of(wanted.codes), Duty.tenant_id.in_(switches))
        .group_by(Duty.tenant_id, Duty.rule)
    )
    found: dict[int, dict[str, Total]] = {tenant: {} for tenant in switches}
    for tenant, code, *numbers in rows:
        if switches[tenant].uses(owner_of(code)):
            found[tenant][code] = Total(*numbers)
    return found


def _cells(
    session: ScopedSession, actor: Actor, wanted: BoardFilter, ids: Sequence[UUID]
) -> dict[UUID, dict[str, Cell]]:
    today, striven = time.today(), targets()
    rows = session.execute(
        select(Duty.unit_id, Duty.rule, Duty.id, Duty.state, Duty.nil, Duty.due_on).where(
            readable(actor), *conditions(wanted), Duty.unit_id.in_(ids)
        )
    )
    found: dict[UUID, dict[str, Cell]] = {}
    for unit_id, code, duty_id, state, nil, due in rows:
        late = due < today and code not in striven
        found.setdefault(unit_id, {})[code] = Cell(duty_id, board_rules.mark(state, nil=nil, late=late))
    return found


def _reminded(session: ScopedSession, cells: Mapping[UUID, Mapping[str, Cell]]) -> dict[UUID, dt.datetime]:
    """When somebody reminded each unit of the page last of what stands there, looked up by those duties alone."""
    whose = {cell.duty_id: unit_id for unit_id, row in cells.items() for cell in row.values()}
    rows = session.execute(
        select(DutyEntry.duty_id, func.max(DutyEntry.at))
        .where(DutyEntry.duty_id.in_(sorted(whose)), DutyEntry.act == "remind")
        .group_by(DutyEntry.duty_id)
    )
    found: dict[UUID, dt.datetime] = {}
    for duty_id, at in rows:
        unit_id = whose[duty_id]
        found[unit_id] = max(at, found.get(unit_id, at))
    return found


def _owed() -> ColumnElement[bool]:
    return Duty.state.in_(rules.OWED)


def _late() -> ColumnElement[bool]:
    return and_(_owed(), Duty.due_on < time.today(), Duty.rule.not_in(sorted(targets())))


def targets() -> frozenset[str]:
    """What is only striven for is never late."""
    return frozenset(code for code, duty in plugins.registry().duties.items() if duty.target)


def _some(state: str) -> list[ColumnElement[bool]]:
    """The duties of which one is enough to keep a unit on the board; all of them where any is."""
    some = {"owed": _owed(), "late": _late(), "submitted": Duty.state == rules.SUBMITTED}
    return [some[state]] if state in some else []


def _shown(state: str) -> list[ColumnElement[bool]]:
    """What of a unit's duties keeps it on the board."""
    if state == "settled":
        return [func.count().filter(_owed()) == 0]
    return [func.count().filter(each) > 0 for each in _some(state)]
