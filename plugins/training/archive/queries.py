"""A unit's year and a person's, computed from the register: hours, what is missing, the forecast to the year's end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import Select, func, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.models import Person
from core.contracts import Card
from core.db import ScopedSession
from core.files.models import StoredFile
from core.i18n import N_
from core.schemes.queries import quotas
from core.tenancy.models import Unit
from core.tenancy.switches import in_use
from plugins.training import rules
from plugins.training.models import Attendance, Plan, Training
from plugins.training.permissions import Perm
from plugins.training.plan.queries import plan_of, planned, year_of
from plugins.training.rules import Gap
from plugins.training.sessions.queries import OWNER, Held, sessions_of
from plugins.training.who import people_of

CARD = N_("待补课")
PERSON = "training_person"  # who owns certificates, in core's files


@dataclass(frozen=True, slots=True)
class Standing:
    """Where hours stand: by topic, what they lack now, and at the year's end if all goes as planned.

    Attributes:
        topics: quarters by topic.
        rest: quarters by topic still to come.
        least: the year's quotas.
    """

    topics: dict[str, int]
    rest: dict[str, int]
    least: Mapping[str, int] = field(default_factory=lambda: rules.LEAST)

    @property
    def quarters(self) -> int:
        """All of them."""
        return sum(self.topics.values())

    @property
    def gap(self) -> Gap:
        """What they lack now."""
        return rules.gap_of(self.topics, self.least)

    @property
    def expected(self) -> dict[str, int]:
        """Quarters by topic at the year's end."""
        return rules.together(self.topics, self.rest)

    @property
    def gap_expected(self) -> Gap:
        """What they will lack at the year's end."""
        return rules.gap_of(self.expected, self.least)


@dataclass(frozen=True, slots=True)
class Studied:
    """A person's year: where they stand, and what they missed and did not make up yet.

    Attributes:
        beside: the sessions of their unit on whose lists they do not stand, to come or not for them.
    """

    person: Person
    standing: Standing
    entries: tuple[tuple[Attendance, Training], ...]
    beside: tuple[Training, ...] = ()

    @property
    def missed(self) -> list[tuple[Attendance, Training]]:
        """What is still to be made up, by day."""
        return [(row, training) for row, training in self.entries if row.came == rules.ABSENT]


@dataclass(frozen=True, slots=True)
class UnitYear:
    """A unit's year: its plan, its sessions, where the unit stands and each of its people."""

    plan: Plan | None
    sessions: list[Held]
    standing: Standing
    people: tuple[Studied, ...]


def unit_year(session: ScopedSession, unit: Unit, year: int, *, people: bool = True) -> UnitYear:
    """A unit's year, in a number of statements that does not grow with people or sessions.

    Args:
        people: whether each of its people is looked at.
    """
    plan, sessions = plan_of(session, unit.id, year), sessions_of(session, [unit.id], year)
    standing = _unit_standing(plan, sessions, quotas(session, rules.QUOTA, year))
    if not people:
        return UnitYear(plan, sessions, standing, ())
    by_person: dict[UUID, list[tuple[Attendance, Training]]] = {}
    for row, training in _of_people(session, unit, year):
        by_person.setdefault(row.person_id, []).append((row, training))
    found = tuple(_studied(person, by_person.get(person.id, []), standing) for person in people_of(session, unit.id))
    return UnitYear(plan, sessions, standing, found)


def studied(session: ScopedSession, person: Person, year: int) -> Studied:
    """A person's year, whichever units they learnt in; what is still to come is their unit's."""
    query = (
        select(Attendance, Training)
        .join(Training, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .where(Attendance.person_id == person.id, Training.held_on.between(*year_of(year)))
        .order_by(Training.held_on, Training.id)
    )
    rows = [(row, training) for row, training in session.execute(query)]
    plan, sessions = plan_of(session, person.unit_id, year), sessions_of(session, [person.unit_id], year)
    known = {training.id for _, training in rows}
    beside = tuple(one.training for one in sessions if one.training.id not in known)
    return replace(
        _studied(person, rows, _unit_standing(plan, sessions, quotas(session, rules.QUOTA, year))), beside=beside
    )


def courseware(session: ScopedSession, found: Studied) -> dict[UUID, list[StoredFile]]:
    """The courseware of the sessions of somebody's year and of their unit's, by session."""
    ids = [training.id for _, training in found.entries] + [training.id for training in found.beside]
    query = select(StoredFile).where(StoredFile.owner_kind == OWNER, StoredFile.owner_id.in_(ids))
    ware: dict[UUID, list[StoredFile]] = {}
    for file in session.scalars(query.order_by(StoredFile.id)):
        ware.setdefault(file.owner_id, []).append(file)
    return ware


def years(session: ScopedSession, person: Person) -> list[int]:
    """The years in which a person learnt or should have, the newest first, and this one."""
    query = (
        select(Training.held_on)
        .join(Attendance, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .where(Attendance.person_id == person.id)
        .distinct()
    )
    return sorted({day.year for day in session.scalars(query)} | {time.today().year}, reverse=True)


def to_make_up(year: UnitYear) -> list[tuple[Studied, Attendance, Training]]:
    """What the people of a unit missed and did not make up yet."""
    return [(one, row, training) for one in year.people for row, training in one.missed]


def made_up(year: UnitYear) -> list[tuple[Studied, Attendance, Training]]:
    """What the people of a unit made up."""
    return [(one, row, training) for one in year.people for row, training in one.entries if row.came == rules.MADE_UP]


def cards(actor: Actor, url: str) -> list[Card]:
    """What waits for who keeps a unit's register: make-up to be confirmed in the own units this year.

    Args:
        url: of the home page.
    """
    own = sorted(actor.own_units(Perm.EDIT) - actor.shut_for(Perm.EDIT))
    joined = (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id)
    if not own:
        return []
    counted: Select[int] = select(func.count()).select_from(Attendance)
    waiting = (
        counted.join(Training, joined)
        .where(Attendance.came == rules.ABSENT, Training.unit_id.in_(own), in_use("training", Training))
        .where(Training.held_on.between(*year_of(time.today().year)))
    )
    return [Card(CARD, waiting, url, order=60, mine=True, if_any=True)]


def _of_people(session: ScopedSession, unit: Unit, year: int) -> Sequence[tuple[Attendance, Training]]:
    """Every entry of the people of a unit, whichever units they learnt in."""
    of_unit = select(Person.id).where(Person.unit_id == unit.id, Person.left_on.is_(None))
    query = (
        select(Attendance, Training)
        .join(Training, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .where(Attendance.person_id.in_(of_unit), Training.held_on.between(*year_of(year)))
        .order_by(Training.held_on, Training.id)
    )
    return [(row, training) for row, training in session.execute(query)]


def _unit_standing(plan: Plan | None, sessions: Sequence[Held], least: Mapping[str, int]) -> Standing:
    held: dict[str, int] = {}
    upcoming: dict[str, int] = {}
    for one in sessions:
        place = held if one.training.entered_at is not None else upcoming
        place[one.training.topic] = place.get(one.training.topic, 0) + one.training.quarters
    return Standing(held, rules.still_to_come(planned(plan), held, upcoming), least)


def _studied(person: Person, rows: Sequence[tuple[Attendance, Training]], unit: Standing) -> Studied:
    topics = rules.counted((training.topic, training.quarters, row.came) for row, training in rows)
    return Studied(person, Standing(topics, unit.rest, unit.least), tuple(rows))
