"""Units: added, renamed, closed and opened again; never deleted, because what they did keeps their name."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.models import Grant, Person
from core.accounts.permissions import Perm
from core.accounts.queries import current
from core.audit.services import record
from core.cases.models import Case
from core.db import ScopedSession
from core.duties import rules as duties
from core.duties.models import Duty
from core.errors import DomainError, Forbidden, NotFound
from core.people.rules import UnitCommand, closing_problems, unit_problems
from core.tenancy.models import Unit
from core.tenancy.services import bump


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as a list shows it, with its people and what is open there."""

    unit: Unit
    people: int
    cases: int


def listed(session: ScopedSession, actor: Actor, words: str = "", *, closed: bool = False) -> list[UnitLine]:
    """The units the actor administers, by code; `words` is part of name or code.

    Args:
        closed: those that were closed too.
    """
    own = actor.units(Perm.UNITS if actor.may(Perm.UNITS) else Perm.NARROW)
    query = select(Unit).order_by(Unit.closed_on.is_not(None), Unit.code)
    if own is not None:
        query = query.where(Unit.id.in_(sorted(own)))
    if words:
        query = query.where(Unit.name.contains(words, autoescape=True) | Unit.code.contains(words, autoescape=True))
    if not closed:
        query = query.where(Unit.closed_on.is_(None))
    of_people = select(Person.unit_id, func.count()).where(Person.left_on.is_(None)).group_by(Person.unit_id)
    of_cases = select(Case.unit_id, func.count()).where(Case.is_open == True).group_by(Case.unit_id)  # noqa: E712
    people: dict[UUID, int] = dict(session.execute(of_people).all())
    cases: dict[UUID, int] = dict(session.execute(of_cases).all())
    return [UnitLine(unit, people.get(unit.id, 0), cases.get(unit.id, 0)) for unit in session.scalars(query)]


def open_units(session: ScopedSession) -> list[Unit]:
    """The units of the session's tenant that are not closed, by code."""
    return list(session.scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)))


def get(session: ScopedSession, unit_id: UUID) -> Unit:
    """A unit of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    unit = session.get(Unit, (session.tenant, unit_id))
    if unit is None:
        raise NotFound(unit_id)
    return unit


def add(session: ScopedSession, actor: Actor, command: UnitCommand) -> Unit:
    """Add a unit; it owes nothing that was due before today.

    Raises:
        Forbidden, DomainError: the actor may not, or every reason why it can't be so.
    """
    _permit(actor)
    _check(session, command, None)
    unit = Unit(
        code=command.code,
        name=command.name.strip(),
        kind=command.kind,
        function=command.function,
        legal_title=command.legal_title,
        published=True,
    )
    session.add(unit)
    session.flush()
    record(session, actor, "core.unit.add", str(unit.id), {"code": unit.code, "name": unit.name, "kind": unit.kind})
    return unit


def rename(session: ScopedSession, actor: Actor, unit_id: UUID, command: UnitCommand) -> Unit:
    """Change what a unit is called and does; its code stays.

    Raises:
        Forbidden, NotFound, DomainError: the actor may not, there is none, or every reason why it can't be so.
    """
    _permit(actor)
    unit = get(session, unit_id)
    _check(session, command, unit)
    told = {"name": command.name.strip(), "kind": command.kind, "function": command.function}
    told["legal_title"] = command.legal_title
    was = {"name": unit.name, "kind": unit.kind, "function": unit.function, "legal_title": unit.legal_title}
    if told == was:
        return unit
    unit.name, unit.kind = told["name"], told["kind"]
    unit.function, unit.legal_title = told["function"], told["legal_title"]
    record(session, actor, "core.unit.change", str(unit.id), {"before": was, "after": told})
    bump(session)
    session.flush()
    return unit


def in_the_way(session: ScopedSession, unit_id: UUID) -> dict[str, int]:
    """What a unit still has, which keeps it from being closed: cases, duties, posts, people, children."""
    owed = select(func.count()).select_from(Duty).where(Duty.unit_id == unit_id, Duty.state.in_(duties.OWED))
    cases = select(func.count()).select_from(Case).where(Case.unit_id == unit_id, Case.is_open == True)  # noqa: E712
    posts = select(func.count()).select_from(Grant).where(Grant.unit_id == unit_id, current(time.today()))
    people = select(func.count()).select_from(Person).where(Person.unit_id == unit_id, Person.left_on.is_(None))
    children = select(func.count()).select_from(Unit).where(Unit.parent_id == unit_id, Unit.closed_on.is_(None))
    # Duties that begin to be due only later end with the unit.
    asked = {
        "cases": cases,
        "duties": owed.where(Duty.due_on <= time.today()),
        "posts": posts,
        "people": people,
        "children": children,
    }
    return {name: session.scalar(query) or 0 for name, query in asked.items()}


def close(session: ScopedSession, actor: Actor, unit_id: UUID) -> Unit:
    """Close 撤销 a unit: from now on it is given nothing, and owes nothing that is not due yet.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
        DomainError: what it still has, each said.
    """
    _permit(actor)
    unit = get(session, unit_id)
    if unit.closed_on is not None:
        return unit
    if problems := closing_problems(**in_the_way(session, unit_id)):
        raise DomainError(problems)
    unit.closed_on = time.today()
    record(session, actor, "core.unit.close", str(unit.id), {"name": unit.name})
    bump(session)
    session.flush()
    return unit


def reopen(session: ScopedSession, actor: Actor, unit_id: UUID) -> None:
    """Take the closing of a unit back; it owes from today.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
    """
    _permit(actor)
    unit = get(session, unit_id)
    if unit.closed_on is None:
        return
    unit.closed_on, unit.since_on = None, time.today()
    record(session, actor, "core.unit.reopen", str(unit.id), {"name": unit.name})
    bump(session)
    session.flush()


def _permit(actor: Actor) -> None:
    if not actor.may(Perm.UNITS):
        raise Forbidden(Perm.UNITS)


def _check(session: ScopedSession, command: UnitCommand, unit: Unit | None) -> None:
    others = [row for row in session.scalars(select(Unit)) if unit is None or row.id != unit.id]
    functions = {row.function for row in others if row.closed_on is None}
    if problems := unit_problems(command, {row.code for row in others}, functions, new=unit is None):
        raise DomainError(problems)
