"""Reading people: who is signed in and what they may do, asked anew at every request, so that a change counts now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from core import clock as time
from core import plugins
from core.accounts.actor import Actor, Held, Principal, Visiting
from core.accounts.directory import hash_of
from core.accounts.models import Account, Deputy, Grant, LoginSession, Person, Visit
from core.accounts.permissions import MANAGED, Perm
from core.accounts.proving import Proof
from core.db import ScopedSession, prepared
from core.db.queue import queue
from core.errors import NotFound
from core.profiles import DEFAULT, Profile
from core.tenancy.models import Tenant, Unit, UnitPlugin
from core.tenancy.services import enabled_plugins

T = TypeVar("T")

Lender, Out = aliased(Account), aliased(Person)
# A measure and a unit that turned it off for itself.
Shut = tuple[str, UUID]
Day = dt.date | BindParameter[dt.date]


@dataclass(frozen=True, slots=True)
class Presence:
    """A signed-in browser: the account, when it was last seen, and its actor in the request's tenant if it has one.

    Attributes:
        proof: when and how its owner last proved themselves in it.
        admin: which of the three administrators the account is.
        has_factor: whether it signs in with a second factor.
        password_set_at: since when it has its password; None where that is not how it signs in.
    """

    account_id: UUID
    login: str
    name: str
    last_tenant_id: int | None
    seen_at: dt.datetime
    proof: Proof
    actor: Actor | None
    admin: str | None = None
    has_factor: bool = False
    password_set_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A role someone holds: where, in which unit, until when."""

    tenant: str
    unit: str
    role: str
    to_on: dt.date | None


def present(
    session: ScopedSession,
    secret: str,
    tenant_id: int | None,
    shut: frozenset[Shut] | None = None,
    profile: Profile = DEFAULT,
) -> Presence | None:
    """Session, account, grants and deputies in one query; None when the session is over or the account not active.

    Args:
        session: of the system scope, because the tenant is not proven yet.
        shut: the tenant's measures that units turned off for themselves, where they are known already.
    """
    now = time.now()
    asked = {
        "secret": hash_of(secret),
        "tenant": tenant_id or 0,
        "day": time.today(),
        "now": now,
        "idle": now - profile.idle,
        "idle_of_administrators": now - profile.idle_of_administrators,
    }
    rows = session.execute(PRESENT, asked).all()
    if not rows:
        return None
    login_session, account = rows[0][0], rows[0][1]
    shut = shut if shut is not None else narrowed(session, tenant_id) if tenant_id else frozenset()
    held = _held((row[2:] for row in rows if row[2] is not None), shut)
    actor = Actor(account.id, account.display_name, tenant_id, held, shut=shut) if held and tenant_id else None
    if actor is None and tenant_id is not None:
        actor = _visitor(session, account, login_session.secret_hash, tenant_id, shut)
    return Presence(
        account.id,
        account.login,
        account.display_name,
        account.last_tenant_id,
        login_session.seen_at,
        Proof(account.id, login_session.proven_by, login_session.proven_at),
        actor,
        account.admin,
        account.factor_since is not None,
        account.password_set_at,
    )


def actor_now(session: ScopedSession, account_id: UUID, measure: str = plugins.CORE) -> Actor:
    """Who ordered what the worker does, with what they may do now: nothing where their account is closed or the
    measure is off."""
    account = session.get_one(Account, account_id)
    off = measure != plugins.CORE and measure not in enabled_plugins(session, session.tenant)
    if account.state != "active" or off:
        return Actor(account.id, account.display_name, session.tenant)
    return actor_of(session, account)


def ordered(session: ScopedSession, actor: Actor, model: type[T], key: str) -> T | None:
    """What the same form of the actor ordered before, None the first time; who is just ordering it is waited for.

    Args:
        model: its rows have the form's key as their id, and who ordered them.

    Raises:
        NotFound: the key is another person's.
    """
    queue(session, key)
    found = session.get(model, (session.tenant, UUID(hex=key)))
    if found is not None and found.account_id != actor.account_id:  # type: ignore[attr-defined]
        raise NotFound(key)
    return found


def actor_of(session: ScopedSession, account: Account) -> Actor:
    """An account's actor in the session's tenant, without a browser: for the demo and for commands."""
    rows = session.execute(
        select(Grant, Deputy.without, Lender.id, Lender.display_name)
        .select_from(Account)
        .join(Grant, _held_in(session.tenant, time.today()))
        .outerjoin(Deputy, _lent(time.today()))
        .outerjoin(Lender, Lender.id == Deputy.for_account_id)
        .where(Account.id == account.id)
    )
    shut = narrowed(session, session.tenant)
    return Actor(account.id, account.display_name, session.tenant, _held(rows, shut), shut=shut)


def tenants_of(session: ScopedSession, account_id: UUID) -> list[int]:
    """The tenants in which an account holds a role today."""
    own = select(Grant.tenant_id).where(Grant.account_id == account_id, current(time.today()))
    # The account first: the condition names it, and PostgreSQL knows only what stands before.
    lent = select(Grant.tenant_id).join(Account, Account.id == account_id).join(Deputy, _lent(time.today()))
    standing = lent.where(current(time.today()))
    return sorted({*session.scalars(own.distinct()), *session.scalars(standing.distinct())})


def posts_of(session: ScopedSession, account_id: UUID) -> list[Post]:
    """Every role an account holds today, in all tenants."""
    roles = plugins.registry().roles
    rows = session.execute(
        select(Tenant.name, Unit.name, Grant.role, Grant.to_on)
        .join(Unit, (Unit.tenant_id == Grant.tenant_id) & (Unit.id == Grant.unit_id))
        .join(Tenant, Tenant.id == Grant.tenant_id)
        .where(Grant.account_id == account_id, current(time.today()))
        .order_by(Grant.tenant_id, Grant.id)
    )
    return [Post(tenant, unit, roles[role].label, to_on) for tenant, unit, role, to_on in rows if role in roles]


def who_can(
    session: ScopedSession, permissions: Collection[str], unit_id: UUID
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Who holds each of some permissions for the cases of a unit, with the label of the role: the answer to "why can't
    I?", in one query for all of them."""
    roles = plugins.registry().roles
    able = [role for role in roles.values() if role.permissions & set(permissions)]
    where = [
        and_(Grant.role == role.code, Grant.unit_id == unit_id) if role.own_unit else Grant.role == role.code
        for role in able
    ]
    if not where:
        return dict.fromkeys(permissions, ())
    rows = session.execute(
        select(Person.name, Grant.role)
        .join(Grant, (Grant.tenant_id == Person.tenant_id) & (Grant.account_id == Person.account_id))
        .where(or_(*where), current(time.today()))
        .order_by(Person.id)
    ).all()
    return {
        permission: [(name, roles[role].label) for name, role in rows if permission in roles[role].permissions]
        for permission in permissions
    }


def people_in(session: ScopedSession, permission: str, unit_id: UUID) -> list[UUID]:
    """The accounts that hold a permission in this very unit today, as its own people."""
    able = [role.code for role in plugins.registry().roles.values() if permission in role.permissions]
    return list(session.scalars(HOLDERS, {"unit": unit_id, "own": able, "whole": (), "day": time.today()}))


def stood_in_for(session: ScopedSession, unit_id: UUID) -> set[UUID]:
    """The accounts that are away from their post in a unit today: a deputy stands in for it."""
    query = (
        select(Deputy.for_account_id)
        .join(Grant, and_(Grant.tenant_id == Deputy.tenant_id, Grant.id == Deputy.grant_id))
        .join(Account, Account.id == Deputy.account_id)
        .where(Grant.unit_id == unit_id, _stands_in(Deputy, time.today()))
    )
    return set(session.scalars(query))


def own_people(session: ScopedSession, permissions: Collection[str], units: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Who holds one of some permissions today among the own people of some units: (account, name), by name."""
    found = {(account, name) for _unit, account, name in placed(session, permissions, units)}
    return sorted(found, key=lambda one: (one[1], one[0]))


def placed(
    session: ScopedSession, permissions: Collection[str], units: Collection[UUID]
) -> list[tuple[UUID, UUID, str]]:
    """The same with the unit of each: (unit, account, name), in no order."""
    able = [role.code for role in plugins.registry().roles.values() if role.permissions & set(permissions)]
    query = (
        select(Grant.unit_id, Account.id, Account.display_name)
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.unit_id.in_(sorted(units)), Grant.role.in_(able), current(time.today()))
        .where(Account.state != "suspended")
        .distinct()
    )
    return [(unit, account, name) for unit, account, name in session.execute(query)]


def named_in(session: ScopedSession, words: str, units: Collection[UUID], limit: int = 10) -> Sequence[Person]:
    """Who works in some units under a name that has these words, by name; not who has left."""
    query = select(Person).where(
        Person.unit_id.in_(sorted(units)), Person.left_on.is_(None), Person.name.contains(words, autoescape=True)
    )
    return session.scalars(query.order_by(Person.name, Person.id).limit(limit)).all()


def people_for(session: ScopedSession, permission: str, unit_id: UUID | None = None) -> list[UUID]:
    """The accounts that hold a permission for the cases of a unit today, in it or for the whole tenant.

    Args:
        unit_id: None for whoever holds it in any unit.
    """
    able = [role for role in plugins.registry().roles.values() if permission in role.permissions]
    whole = [role.code for role in able if not role.own_unit or unit_id is None]
    own = [role.code for role in able if role.own_unit]
    return list(session.scalars(HOLDERS, {"unit": unit_id, "own": own, "whole": whole, "day": time.today()}))


def running_visits(session_hash: str, account_id: UUID) -> Select[Visit]:
    """What a browser of an account has open in townships, the newest first."""
    return (
        select(Visit)
        .where(
            Visit.session_hash == session_hash,
            Visit.account_id == account_id,
            Visit.left_at.is_(None),
            Visit.ends_at > time.now(),
        )
        .order_by(Visit.opened_at.desc())
    )


def _visitor(
    session: ScopedSession, account: Account, session_hash: str, tenant_id: int, shut: frozenset[Shut]
) -> Actor | None:
    """The account as a reader of a tenant in which it holds nothing, while its visit there lasts.

    The right to enter is asked anew every time, so that a grant that ended ends the visit.
    """
    opened = running_visits(session_hash, account.id).where(Visit.tenant_id == tenant_id)
    visit = session.scalars(opened.limit(1)).first()
    if visit is None:
        return None
    grants = session.scalars(
        select(Grant).where(Grant.account_id == account.id, Grant.tenant_id == visit.from_tenant, current(time.today()))
    )
    at_home = frozenset[str]().union(
        *(held.permissions for held in _held((grant, None, None, None) for grant in grants))
    )
    manages = visit.purpose == "manage"
    if (Perm.MANAGE if manages else Perm.VISIT) not in at_home:
        return None
    registry = plugins.registry()
    reads = {kind.read for kind in registry.case_kinds.values() if kind.read}
    reads |= {code for code, permission in registry.permissions.items() if permission.visitors}
    given = at_home & MANAGED if manages else frozenset({str(Perm.WORK), *reads})
    held = Held("visitor", visit.id, False, frozenset(map(str, given)))
    visiting = Visiting(visit.id, visit.reason, visit.ends_at, manages)
    return Actor(account.id, account.display_name, tenant_id, (held,), visiting, shut)


def _held(rows: Iterable[Any], shut: frozenset[Shut] = frozenset()) -> tuple[Held, ...]:
    """What posts give: grants, each with the limits of a deputy and the colleague it is held for, if it is.

    A role that no installed plugin knows gives nothing; nor does a measure that the unit turned off for itself.
    """
    registry = plugins.registry()
    found = []
    for grant, without, principal_id, principal in rows:
        role = registry.roles.get(grant.role)
        if role is None:
            continue
        off = {measure for measure, unit_id in shut if unit_id == grant.unit_id}
        given = frozenset(code for code in role.permissions if registry.owner[code] not in off) - set(without or ())
        standing = Principal(principal_id, principal) if principal_id is not None else None
        found.append(Held(role.code, grant.unit_id, role.own_unit, given, standing))
    return tuple(found)


def narrowed(session: ScopedSession, tenant_id: int) -> frozenset[Shut]:
    """(measure, unit) where a unit of the tenant turned a measure off for itself."""
    rows = select(UnitPlugin.plugin, UnitPlugin.unit_id).where(
        UnitPlugin.tenant_id == tenant_id, UnitPlugin.off.is_(True)
    )
    return frozenset((plugin, unit_id) for plugin, unit_id in session.execute(rows))


def current(day: Day) -> ColumnElement[bool]:
    """The grant counts on a day: within its dates, not ended, its holder neither suspended nor gone."""
    out = exists().where(
        Out.tenant_id == Grant.tenant_id, Out.account_id == Grant.account_id, Out.suspended_at.is_not(None)
    )
    dates = and_(Grant.from_on <= day, or_(Grant.to_on.is_(None), Grant.to_on >= day))
    return and_(dates, Grant.ended_at.is_(None), ~out)


def _stands_in(on: type[Deputy], day: Day) -> ColumnElement[bool]:
    """A deputy's row of the account that counts on a day; not where the deputy is suspended themselves."""
    out = exists().where(Out.tenant_id == on.tenant_id, Out.account_id == on.account_id, Out.suspended_at.is_not(None))
    return and_(on.account_id == Account.id, on.from_on <= day, on.to_on >= day, on.ended_at.is_(None), ~out)


def _held_in(tenant_id: int | BindParameter[int], day: Day) -> ColumnElement[bool]:
    """A grant of the account itself, or one for which it stands in."""
    lent = aliased(Deputy)
    standing = select(lent.grant_id).where(lent.tenant_id == tenant_id, _stands_in(lent, day))
    mine = or_(Grant.account_id == Account.id, Grant.id.in_(standing.correlate(Account)))
    return and_(Grant.tenant_id == tenant_id, mine, current(day))


def _lent(day: Day) -> ColumnElement[bool]:
    """The deputy's row by which a grant of somebody else counts."""
    return and_(Deputy.tenant_id == Grant.tenant_id, Deputy.grant_id == Grant.id, _stands_in(Deputy, day))


# Asked by every page and by every act: made once, because making a statement takes longer than it runs.
TODAY = bindparam("day", type_=Date)
PRESENT = (
    select(LoginSession, Account, Grant, Deputy.without, Lender.id, Lender.display_name)
    .join(Account, Account.id == LoginSession.account_id)
    .outerjoin(Grant, _held_in(bindparam("tenant"), TODAY))
    .outerjoin(Deputy, _lent(TODAY))
    .outerjoin(Lender, Lender.id == Deputy.for_account_id)
    .where(
        LoginSession.secret_hash == bindparam("secret"),
        LoginSession.expires_at > bindparam("now"),
        LoginSession.seen_at > bindparam("idle"),
        or_(Account.admin.is_(None), LoginSession.seen_at > bindparam("idle_of_administrators")),
        Account.state == "active",
    )
)
HOLDERS = prepared(
    select(Grant.account_id)
    .where(
        or_(
            Grant.role.in_(bindparam("whole", expanding=True)),
            and_(Grant.role.in_(bindparam("own", expanding=True)), Grant.unit_id == bindparam("unit")),
        ),
        current(TODAY),
    )
    .distinct()
    .order_by(Grant.account_id)
)
