"""Reading sessions: a unit's of a year with how many came, one with its list, and what was answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from core.accounts.actor import Actor
from core.accounts.models import Person
from core.db import ScopedSession
from core.errors import NotFound
from core.files.models import StoredFile
from plugins.training import rules
from plugins.training.models import Attendance, Tally, Training
from plugins.training.permissions import Perm
from plugins.training.plan.queries import year_of
from plugins.training.rules import ABSENT, ANSWERS, ANSWERS_SHOWN_FROM, QUESTIONS
from plugins.training.who import own_person, sees, sees_people

OWNER = "training_session"  # of courseware, in core's files


@dataclass(frozen=True, slots=True)
class Held:
    """A session in a list: how many came or made it up, how many did not; and the names of its courseware."""

    training: Training
    came: int
    missed: int
    courseware: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a session's list, and what is known of whether they came; None before it was entered."""

    person: Person
    row: Attendance | None


def sessions_of(session: ScopedSession, units: Collection[UUID], year: int) -> list[Held]:
    """The sessions of some units in a year, by day."""
    query = (
        select(Training)
        .where(Training.unit_id.in_(sorted(units)), Training.held_on.between(*year_of(year)))
        .order_by(Training.held_on, Training.begins, Training.id)
    )
    rows = session.scalars(query).all()
    ids = [row.id for row in rows]
    counts = (
        select(Attendance.session_id, Attendance.came, func.count())
        .where(Attendance.session_id.in_(ids))
        .group_by(Attendance.session_id, Attendance.came)
    )
    by_state = {(found, state): number for found, state, number in session.execute(counts)}
    ware: dict[UUID, list[str]] = {}
    owned = select(StoredFile.owner_id, StoredFile.name).where(
        StoredFile.owner_kind == OWNER, StoredFile.owner_id.in_(ids)
    )
    for owner, name in session.execute(owned.order_by(StoredFile.id)):
        ware.setdefault(owner, []).append(name)
    return [
        Held(
            row,
            by_state.get((row.id, rules.PRESENT), 0) + by_state.get((row.id, rules.MADE_UP), 0),
            by_state.get((row.id, ABSENT), 0),
            tuple(ware.get(row.id, ())),
        )
        for row in rows
    ]


def session_of(session: ScopedSession, actor: Actor, session_id: UUID) -> Training:
    """A session of a unit that the actor sees or works in, or on whose list they stand themselves.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    training = session.get(Training, (session.tenant, session_id))
    if training is None:
        raise NotFound(session_id)
    if sees(session, actor, training.unit_id) or actor.in_unit(Perm.OWN, training.unit_id):
        return training
    if own_row(session, actor, training) is None:
        raise NotFound(session_id)
    return training


def own_row(session: ScopedSession, actor: Actor, training: Training) -> Attendance | None:
    """The actor's own entry on a session's list."""
    query = (
        select(Attendance)
        .join(Person, (Person.tenant_id == Attendance.tenant_id) & (Person.id == Attendance.person_id))
        .where(Attendance.session_id == training.id, Person.account_id == actor.account_id)
    )
    return session.scalar(query)


def may_answer(row: Attendance | None) -> bool:
    """Whether who has this entry on a session's list still answers the questions on its effect."""
    return row is not None and row.came != ABSENT and not row.answered


def listed(session: ScopedSession, training: Training) -> list[Listed]:
    """The list of a session: who works in the unit, and who was on it already, by name."""
    joined = (Attendance.tenant_id == Person.tenant_id) & (Attendance.person_id == Person.id)
    query = (
        select(Person, Attendance)
        .outerjoin(Attendance, joined & (Attendance.session_id == training.id))
        .where(
            or_(
                Attendance.id.is_not(None),
                (Person.unit_id == training.unit_id) & or_(Person.left_on.is_(None), Person.left_on > training.held_on),
            )
        )
        .order_by(Person.name, Person.id)
    )
    return [Listed(person, row) for person, row in session.execute(query)]


def seen_of(session: ScopedSession, actor: Actor, training: Training) -> list[Listed]:
    """What of the list the actor sees: all of it, or their own entry alone."""
    if sees_people(session, actor, training.unit_id):
        return [one for one in listed(session, training) if one.row is not None]
    row, person = own_row(session, actor, training), own_person(session, actor)
    return [Listed(person, row)] if row is not None and person is not None else []


def opinions(session: ScopedSession, training: Training) -> list[tuple[str, list[tuple[str, int]]]]:
    """What was answered: (question, [(answer, how often)]), both msgids; nothing while it would tell whose it is."""
    rows = session.scalars(select(Tally).where(Tally.session_id == training.id)).all()
    number = {(row.question, row.answer): row.n for row in rows}
    asked = next(iter(QUESTIONS))
    if sum(number.get((asked, answer), 0) for answer in ANSWERS) < ANSWERS_SHOWN_FROM:
        return []
    return [
        (question, [(words, number.get((code, answer), 0)) for answer, words in ANSWERS.items()])
        for code, question in QUESTIONS.items()
    ]
