"""Reading people: who is signed in and what they may do, asked anew at every request, so that a change counts now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor, Held, Visiting
from core.accounts.directory import hash_of
from core.accounts.models import Account, Grant, LoginSession, Person, Visit
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.tenancy.models import Tenant, Unit

IDLE = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Presence:
    """A signed-in browser: the account, when it was last seen, and its actor in the request's tenant if it has one."""

    account_id: UUID
    login: str
    name: str
    last_tenant_id: int | None
    seen_at: dt.datetime
    actor: Actor | None


@dataclass(frozen=True, slots=True)
class Post:
    """A role someone holds: where, in which unit, until when."""

    tenant: str
    unit: str
    role: str
    to_on: dt.date | None


def present(session: ScopedSession, secret: str, tenant_id: int | None) -> Presence | None:
    """Session, account and grants in one query; None when the session is over or the account is not active.

    Args:
        session: of the system scope, because the tenant is not proven yet.
    """
    now = time.now()
    here = and_(Grant.account_id == Account.id, Grant.tenant_id == (tenant_id or 0), _current(time.today()))
    rows = session.execute(
        select(LoginSession, Account, Grant)
        .join(Account, Account.id == LoginSession.account_id)
        .outerjoin(Grant, here)
        .where(
            LoginSession.secret_hash == hash_of(secret),
            LoginSession.expires_at > now,
            LoginSession.seen_at > now - IDLE,
            Account.state == "active",
        )
    ).all()
    if not rows:
        return None
    login_session, account, _ = rows[0]
    held = _held(grant for _, _, grant in rows if grant is not None)
    actor = Actor(account.id, account.display_name, tenant_id, held) if held and tenant_id else None
    if actor is None and tenant_id is not None:
        actor = _visitor(session, account, login_session.secret_hash, tenant_id)
    return Presence(
        account.id, account.login, account.display_name, account.last_tenant_id, login_session.seen_at, actor
    )


def actor_of(session: ScopedSession, account: Account) -> Actor:
    """An account's actor in the session's tenant, without a browser: for the demo and for commands."""
    grants = session.scalars(select(Grant).where(Grant.account_id == account.id, _current(time.today())))
    return Actor(account.id, account.display_name, session.tenant, _held(grants))


def tenants_of(session: ScopedSession, account_id: UUID) -> list[int]:
    """The tenants in which an account holds a role today."""
    query = select(Grant.tenant_id).where(Grant.account_id == account_id, _current(time.today())).distinct()
    return sorted(session.scalars(query))


def posts_of(session: ScopedSession, account_id: UUID) -> list[Post]:
    """Every role an account holds today, in all tenants."""
    roles = plugins.registry().roles
    rows = session.execute(
        select(Tenant.name, Unit.name, Grant.role, Grant.to_on)
        .join(Unit, (Unit.tenant_id == Grant.tenant_id) & (Unit.id == Grant.unit_id))
        .join(Tenant, Tenant.id == Grant.tenant_id)
        .where(Grant.account_id == account_id, _current(time.today()))
        .order_by(Grant.tenant_id, Grant.id)
    )
    return [Post(tenant, unit, roles[role].label, to_on) for tenant, unit, role, to_on in rows if role in roles]


def who_can(session: ScopedSession, permission: str, unit_id: UUID) -> Sequence[tuple[str, str]]:
    """Who holds `permission` for the cases of a unit, each with the label of the role: the answer to "why can't I?"."""
    roles = plugins.registry().roles
    able = [role for role in roles.values() if permission in role.permissions]
    where = [
        and_(Grant.role == role.code, Grant.unit_id == unit_id) if role.own_unit else Grant.role == role.code
        for role in able
    ]
    if not where:
        return ()
    rows = session.execute(
        select(Person.name, Grant.role)
        .join(Grant, (Grant.tenant_id == Person.tenant_id) & (Grant.account_id == Person.account_id))
        .where(or_(*where), _current(time.today()))
        .order_by(Person.id)
    )
    return [(name, roles[role].label) for name, role in rows]


def people_in(session: ScopedSession, permission: str, unit_id: UUID) -> list[UUID]:
    """The accounts that hold a permission in this very unit today, as its own people."""
    able = [role.code for role in plugins.registry().roles.values() if permission in role.permissions]
    held = select(Grant.account_id).where(Grant.unit_id == unit_id, Grant.role.in_(able), _current(time.today()))
    return list(session.scalars(held.distinct().order_by(Grant.account_id)))


def own_people(session: ScopedSession, permissions: Collection[str], units: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Who holds one of some permissions today among the own people of some units: (account, name), by name."""
    able = [role.code for role in plugins.registry().roles.values() if role.permissions & set(permissions)]
    query = (
        select(Account.id, Account.display_name)
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.unit_id.in_(sorted(units)), Grant.role.in_(able), _current(time.today()))
        .where(Account.state != "suspended")
    )
    return sorted({(row[0], row[1]) for row in session.execute(query)}, key=lambda one: (one[1], one[0]))


def people_for(session: ScopedSession, permission: str, unit_id: UUID | None = None) -> list[UUID]:
    """The accounts that hold a permission for the cases of a unit today, in it or for the whole tenant.

    Args:
        unit_id: None for whoever holds it in any unit.
    """
    able = [role for role in plugins.registry().roles.values() if permission in role.permissions]
    whole = [role.code for role in able if not role.own_unit or unit_id is None]
    own = [role.code for role in able if role.own_unit]
    holds = or_(Grant.role.in_(whole), and_(Grant.role.in_(own), Grant.unit_id == unit_id))
    held = select(Grant.account_id).where(holds, _current(time.today()))
    return list(session.scalars(held.distinct().order_by(Grant.account_id)))


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


def _visitor(session: ScopedSession, account: Account, session_hash: str, tenant_id: int) -> Actor | None:
    """The account as a reader of a tenant in which it holds nothing, while its visit there lasts.

    The right to enter is asked anew every time, so that a grant that ended ends the visit.
    """
    opened = running_visits(session_hash, account.id).where(Visit.tenant_id == tenant_id)
    visit = session.scalars(opened.limit(1)).first()
    if visit is None:
        return None
    grants = session.scalars(
        select(Grant).where(
            Grant.account_id == account.id, Grant.tenant_id == visit.from_tenant, _current(time.today())
        )
    )
    if not any(Perm.VISIT in held.permissions for held in _held(grants)):
        return None
    reads = {kind.read for kind in plugins.registry().case_kinds.values() if kind.read}
    held = Held("visitor", visit.id, False, frozenset({str(Perm.WORK), *reads}))
    return Actor(account.id, account.display_name, tenant_id, (held,), Visiting(visit.id, visit.reason, visit.ends_at))


def _held(grants: Iterable[Grant]) -> tuple[Held, ...]:
    """What grants give; a role that no installed plugin knows gives nothing."""
    roles = plugins.registry().roles
    known = ((grant, roles[grant.role]) for grant in grants if grant.role in roles)
    return tuple(Held(role.code, grant.unit_id, role.own_unit, role.permissions) for grant, role in known)


def _current(day: dt.date) -> ColumnElement[bool]:
    return and_(Grant.from_on <= day, or_(Grant.to_on.is_(None), Grant.to_on >= day))
