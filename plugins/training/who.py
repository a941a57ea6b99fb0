"""Who sees and edits what: one's own unit, all of them for the general office 党政办, the leaders and who looks on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from core.accounts.actor import Actor
from core.accounts.models import Person
from core.accounts.permissions import Perm as Core
from core.db import ScopedSession
from core.duties.who import GENERAL_OFFICE, STATIONS_AND_VILLAGES
from core.errors import Forbidden, NotFound
from core.tenancy.models import Unit
from plugins.training.permissions import Perm

# Years that a plan may be of; an address with another one is none.
YEARS = range(2000, 2101)
OFFICES = ("training.offices",)  # kept for the request: the units of the general office


@dataclass(frozen=True, slots=True)
class Sight:
    """What an actor sees.

    Attributes:
        units: whose plans and sessions, None for every unit's.
        office: the actor works in the general office, which checks the others.
    """

    units: frozenset[UUID] | None
    office: bool


def sight(session: ScopedSession, actor: Actor) -> Sight:
    """The units an actor sees; who works in the general office sees all."""
    own = actor.own_units(Perm.READ)
    offices = select(Unit.id).where(Unit.function.in_(GENERAL_OFFICE.functions))
    office = bool(own) and not own.isdisjoint(session.once(OFFICES, lambda: session.scalars(offices).all()))
    return Sight(None if office else actor.units(Perm.READ), office)


def sees(session: ScopedSession, actor: Actor, unit_id: UUID) -> bool:
    """Whether the year of a unit is the actor's to see."""
    seen = sight(session, actor).units
    return seen is None or unit_id in seen


def units_seen(session: ScopedSession, actor: Actor) -> Sequence[Unit]:
    """The units an actor sees that owe training, and the own ones, by code."""
    seen = sight(session, actor).units
    query = select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)
    rows = session.scalars(query if seen is None else query.where(Unit.id.in_(sorted(seen)))).all()
    own = actor.own_units(Perm.READ)
    return [unit for unit in rows if STATIONS_AND_VILLAGES.hold(unit.kind, unit.function) or unit.id in own]


def unit_of(session: ScopedSession, actor: Actor, unit_id: UUID) -> Unit:
    """A unit that the actor sees.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    functions = GENERAL_OFFICE.functions
    # The unit and the offices by which `sight` knows its own people, in one question.
    found = session.scalars(select(Unit).where(or_(Unit.id == unit_id, Unit.function.in_(functions)))).all()
    session.once(OFFICES, lambda: [unit.id for unit in found if unit.function in functions])
    unit = next((unit for unit in found if unit.id == unit_id), None)
    if unit is None or not sees(session, actor, unit_id):
        raise NotFound(unit_id)
    return unit


def may_edit(actor: Actor, unit_id: UUID) -> bool:
    """Whether the plan, the sessions and the make-up of a unit are the actor's to keep."""
    return actor.visiting is None and actor.may(Perm.EDIT, unit_id)


def must_edit(actor: Actor, unit_id: UUID) -> None:
    """Refuse who may not edit.

    Raises:
        Forbidden: the unit is not theirs to keep.
    """
    if not may_edit(actor, unit_id):
        raise Forbidden(Perm.EDIT)


def sees_people(session: ScopedSession, actor: Actor, unit_id: UUID) -> bool:
    """Whether the hours of each person of a unit are the actor's to see: a colleague sees the own ones alone."""
    return may_edit(actor, unit_id) or sight(session, actor).units is None


def may_check(session: ScopedSession, actor: Actor) -> bool:
    """Whether the actor makes spot checks: as one of the general office's people."""
    return actor.visiting is None and bool(actor.own_units(Perm.CHECK)) and sight(session, actor).office


def people_of(session: ScopedSession, unit_id: UUID) -> Sequence[Person]:
    """Who works in a unit, by name."""
    query = select(Person).where(Person.unit_id == unit_id, Person.left_on.is_(None))
    return session.scalars(query.order_by(Person.name, Person.id)).all()


def own_person(session: ScopedSession, actor: Actor) -> Person | None:
    """The actor as a person of the tenant."""
    return session.scalar(select(Person).where(Person.account_id == actor.account_id))


def person_of(session: ScopedSession, actor: Actor, person_id: UUID) -> Person:
    """A person whose hours the actor may see.

    Raises:
        NotFound: there is none, or they are not the actor's to see.
    """
    person = session.get(Person, (session.tenant, person_id))
    if person is None or (person.account_id != actor.account_id and not sees_people(session, actor, person.unit_id)):
        raise NotFound(person_id)
    return person


def may_file(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor hands in what the unit owes."""
    return actor.in_unit(Core.SUBMIT, unit_id)
