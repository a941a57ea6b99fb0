"""Reading people: the list of a tenant, one person with posts and deputies, and who may take over their cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from core import clock as time
from core import plugins
from core.accounts.models import Account, Deputy, Grant, Person
from core.accounts.queries import actor_of, current
from core.cases.models import Case
from core.db import Database, Scope, ScopedSession
from core.errors import NotFound
from core.tenancy.models import Unit

NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """What a list of people shows; `words` is part of name, login or title. Those who left only where asked for."""

    words: str = ""
    unit_id: UUID | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as a list shows them: account, unit, and the roles held today."""

    person: Person
    account: Account | None
    unit: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A grant with what it is called, and whether it counts today: ``now``, ``later`` or ``over``."""

    grant: Grant
    unit: str
    label: str
    state: str
    holder: str = ""


@dataclass(frozen=True, slots=True)
class DeputyLine:
    """Who stands in for whom, in which post."""

    deputy: Deputy
    who: str
    principal: str
    unit: str
    role: str
    state: str


def page(
    session: ScopedSession, wanted: PersonFilter, after: UUID | None = None, limit: int = 50
) -> tuple[list[PersonLine], UUID | None]:
    """A page of the tenant's people in the order in which they came, and the key of the next page or None."""
    query = (
        select(Person, Account, Unit.name)
        .outerjoin(Account, Account.id == Person.account_id)
        .join(Unit, (Unit.tenant_id == Person.tenant_id) & (Unit.id == Person.unit_id))
        .where(*_conditions(wanted))
        .order_by(Person.id)
    )
    if after is not None:
        query = query.where(Person.id > after)
    rows = session.execute(query.limit(limit + 1)).all()
    shown = rows[:limit]
    held: dict[UUID, list[str]] = {}
    ids = [person.account_id for person, _, _ in shown if person.account_id is not None]
    for account_id, role in session.execute(
        select(Grant.account_id, Grant.role).where(Grant.account_id.in_(ids), current(time.today())).order_by(Grant.id)
    ):
        held.setdefault(account_id, []).append(_label(role))
    lines = [
        PersonLine(person, account, unit, tuple(dict.fromkeys(held.get(person.account_id or NOBODY, ()))))
        for person, account, unit in shown
    ]
    return lines, shown[-1][0].id if len(rows) > limit else None


def count(session: ScopedSession, wanted: PersonFilter) -> int:
    """How many people a filter finds."""
    query = select(func.count()).select_from(Person).outerjoin(Account, Account.id == Person.account_id)
    return session.scalar(query.where(*_conditions(wanted))) or 0


def get(session: ScopedSession, person_id: UUID) -> tuple[Person, Account]:
    """A person of the session's tenant with the account.

    Raises:
        NotFound: there is none.
    """
    person = session.get(Person, (session.tenant, person_id))
    if person is None or person.account_id is None:
        raise NotFound(person_id)
    return person, session.get_one(Account, person.account_id)


def posts(session: ScopedSession, account_id: UUID) -> list[Post]:
    """Every role an account has, had or will have in the session's tenant, the newest first."""
    rows = session.execute(
        select(Grant, Unit.name)
        .join(Unit, (Unit.tenant_id == Grant.tenant_id) & (Unit.id == Grant.unit_id))
        .where(Grant.account_id == account_id)
        .order_by(Grant.from_on.desc(), Grant.id.desc())
    )
    return [Post(grant, unit, _label(grant.role), _state(grant)) for grant, unit in rows]


def posts_to_lend(session: ScopedSession, units: frozenset[UUID] | None) -> list[Post]:
    """The posts held today or later for which somebody may stand in, by unit and name.

    Args:
        units: only in these; None for all.
    """
    query = (
        select(Grant, Unit.name, Account.display_name)
        .join(Unit, (Unit.tenant_id == Grant.tenant_id) & (Unit.id == Grant.unit_id))
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.admin.is_(None), Grant.ended_at.is_(None))
        .where(or_(Grant.to_on.is_(None), Grant.to_on >= time.today()))
        .order_by(Unit.code, Account.display_name, Grant.id)
    )
    if units is not None:
        query = query.where(Grant.unit_id.in_(sorted(units)))
    return [Post(grant, unit, _label(grant.role), _state(grant), name) for grant, unit, name in session.execute(query)]


def deputies(
    session: ScopedSession, units: frozenset[UUID] | None = None, account_id: UUID | None = None
) -> list[DeputyLine]:
    """Who stands, stood or will stand in, the newest first; of some units' posts, or of one account on either side."""
    principal = select(Account.id, Account.display_name)
    query = (
        select(Deputy, Grant, Unit.name)
        .join(Grant, (Grant.tenant_id == Deputy.tenant_id) & (Grant.id == Deputy.grant_id))
        .join(Unit, (Unit.tenant_id == Grant.tenant_id) & (Unit.id == Grant.unit_id))
        .order_by(Deputy.from_on.desc(), Deputy.id.desc())
    )
    if units is not None:
        query = query.where(Grant.unit_id.in_(sorted(units)))
    if account_id is not None:
        query = query.where(or_(Deputy.account_id == account_id, Deputy.for_account_id == account_id))
    rows = session.execute(query.limit(200)).all()
    ids = {one for deputy, _, _ in rows for one in (deputy.account_id, deputy.for_account_id)}
    names: dict[UUID, str] = dict(session.execute(principal.where(Account.id.in_(ids))).all())
    return [
        DeputyLine(
            deputy, names[deputy.account_id], names[deputy.for_account_id], unit, _label(grant.role), _state(deputy)
        )
        for deputy, grant, unit in rows
    ]


def colleagues(session: ScopedSession, but: UUID | None = None) -> list[tuple[Person, str]]:
    """Who works in the session's tenant and is not suspended, with the unit's name, by unit and name."""
    query = (
        select(Person, Unit.name)
        .join(Unit, (Unit.tenant_id == Person.tenant_id) & (Unit.id == Person.unit_id))
        .where(Person.left_on.is_(None), Person.suspended_at.is_(None), Person.account_id.is_not(None))
        .order_by(Unit.code, Person.name)
    )
    return [(person, unit) for person, unit in session.execute(query) if person.account_id != but]


def open_cases(session: ScopedSession, account_id: UUID, unit_id: UUID | None = None) -> Sequence[Case]:
    """The open cases an account handles, by limit; in one unit only if one is given."""
    query = select(Case).where(Case.handler_id == account_id, Case.is_open == True)  # noqa: E712
    if unit_id is not None:
        query = query.where(Case.unit_id == unit_id)
    return session.scalars(query.order_by(Case.due_on.is_(None), Case.due_on, Case.id)).all()


def takers(session: ScopedSession, cases: Sequence[Case], but: UUID) -> list[tuple[Person, str]]:
    """Who may open every one of some cases, so that they can be handed over to them."""
    registry, needed = plugins.registry(), {(case.kind, case.unit_id) for case in cases}
    found = []
    for person, unit in colleagues(session, but):
        account = session.get_one(Account, person.account_id)
        actor = actor_of(session, account)
        if all(actor.may(registry.case_kinds[kind].read, unit_id) for kind, unit_id in needed):
            found.append((person, unit))
    return found


def elsewhere(database: Database, account_id: UUID, tenant: int) -> bool:
    """Whether an account belongs to people of other tenants too, so that it is not one tenant's to close or open."""
    with database.read(Scope.system("where else an account has a post")) as session:
        at_work = and_(Person.account_id == account_id, Person.tenant_id != tenant, Person.left_on.is_(None))
        held = and_(Grant.account_id == account_id, Grant.tenant_id != tenant, current(time.today()))
        return bool(session.scalar(select(or_(exists().where(at_work), exists().where(held)))))


def _conditions(wanted: PersonFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if not wanted.left:
        found.append(Person.left_on.is_(None))
    if wanted.unit_id is not None:
        found.append(Person.unit_id == wanted.unit_id)
    if wanted.words:
        found.append(
            or_(
                *(
                    column.contains(wanted.words, autoescape=True)
                    for column in (Person.name, Person.title, Account.login)
                )
            )
        )
    return found


def _label(role: str) -> str:
    known = plugins.registry().roles.get(role)
    return known.label if known is not None else role


def _state(row: Grant | Deputy) -> str:
    today: dt.date = time.today()
    if row.ended_at is not None or (row.to_on is not None and row.to_on < today):
        return "over"
    return "later" if row.from_on > today else "now"
