"""Posts: roles given in a unit from one day to another, and deputies who stand in for one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts import directory
from core.accounts.actor import Actor
from core.accounts.models import ADMINISTRATORS, Deputy, Grant, Person
from core.accounts.permissions import Perm
from core.audit.services import record
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.people import queries
from core.people.rules import deputy_problems, post_problems
from core.people.services import NOT_ONESELF
from core.tenancy.models import Tenant, Unit


@dataclass(frozen=True, slots=True)
class PostCommand:
    """A role for a person in a unit, both days inclusive; without a last day until it is ended."""

    role: str
    unit_id: UUID
    from_on: dt.date
    to_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DeputyCommand:
    """Who stands in for which post, both days inclusive, and without which of its acts."""

    grant_id: UUID
    person_id: UUID
    from_on: dt.date
    to_on: dt.date
    reason: str = ""
    without: tuple[str, ...] = ()


def needed(role: str) -> Perm:
    """Which permission gives and ends a role: administrators' are nobody's who administers."""
    return Perm.GRANT_ADMIN if role in ADMINISTRATORS else Perm.GRANT


def give(session: ScopedSession, actor: Actor, person_id: UUID, command: PostCommand) -> Grant:
    """Give a person a role in a unit; it counts from the next request on, if its first day has come.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such person.
        DomainError: to oneself; the role does not fit the unit; the person is another of the three administrators; …
    """
    _permit(actor, command.role)
    person, account = queries.get(session, person_id)
    unit = session.get(Unit, (session.tenant, command.unit_id))
    if unit is None or unit.closed_on is not None:
        raise DomainError(Problem(N_("请选择单位。"), "unit"))
    problems = post_problems(
        plugins.registry().roles.get(command.role),
        unit.kind,
        session.get_one(Tenant, session.tenant).tier,
        unit.name,
        command.from_on,
        command.to_on,
        time.today(),
    )
    if actor.account_id == account.id:
        problems.append(Problem(N_("不能给自己授予角色，请由其他管理员办理。")))
    if person.left_on is not None:
        problems.append(Problem(N_("“%(name)s”已经离任。"), None, {"name": person.name}))
    if problems:
        raise DomainError(problems)
    grant = directory.give(session, account, unit.id, command.role, command.from_on, command.to_on)
    body = {"account": str(account.id), "unit": str(unit.id), "role": command.role}
    days = {"from": command.from_on.isoformat(), "to": command.to_on.isoformat() if command.to_on else None}
    record(session, actor, "core.grant.give", str(grant.id), body | days)
    return grant


def end(session: ScopedSession, actor: Actor, grant_id: UUID) -> None:
    """End a role at once.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
        DomainError: it is the actor's own: the last administrator locks nobody out by mistake.
    """
    grant = session.get(Grant, (session.tenant, grant_id))
    if grant is None:
        raise NotFound(grant_id)
    _permit(actor, grant.role)
    if grant.account_id == actor.account_id:
        raise DomainError(Problem(NOT_ONESELF))
    if grant.ended_at is not None:
        return
    grant.ended_at = time.now()
    body = {"account": str(grant.account_id), "unit": str(grant.unit_id), "role": grant.role}
    record(session, actor, "core.grant.end", str(grant.id), body)
    session.flush()


def appoint(session: ScopedSession, actor: Actor, command: DeputyCommand) -> Deputy:
    """Let somebody stand in 代理 for a post.

    Raises:
        Forbidden: the actor does not administer the post's unit.
        NotFound: there is no such post or person.
        DomainError: every reason why they can't.
    """
    grant = session.get(Grant, (session.tenant, command.grant_id))
    person = session.get(Person, (session.tenant, command.person_id))
    if grant is None or person is None or person.account_id is None:
        raise NotFound(command.grant_id)
    if not actor.may(Perm.DEPUTY, grant.unit_id) or actor.acting(Perm.DEPUTY, grant.unit_id).principal is not None:
        raise Forbidden(Perm.DEPUTY)  # what was lent is not lent on
    same = person.account_id == grant.account_id
    problems = deputy_problems(grant.role, same, command.from_on, command.to_on, time.today(), grant.to_on)
    if grant.ended_at is not None:
        problems.append(Problem(N_("这个岗位已经收回。"), "grant"))
    if person.suspended_at is not None or person.left_on is not None:
        problems.append(Problem(N_("“%(name)s”已经停用或者离任。"), "deputy", {"name": person.name}))
    if person.account_id == actor.account_id:
        problems.append(Problem(N_("不能指定自己为代理人，请由其他管理员或者本岗位的负责人指定。"), "deputy"))
    if set(command.without) - plugins.registry().roles[grant.role].permissions:
        problems.append(Problem(N_("这个岗位没有所选的权限。"), "without"))
    if not problems and _overlaps(session, grant, person.account_id, command):
        problems.append(Problem(N_("这段时间已经有同样的代理。"), "from_on"))
    if problems:
        raise DomainError(problems)
    row = Deputy(
        account_id=person.account_id,
        for_account_id=grant.account_id,
        grant_id=grant.id,
        from_on=command.from_on,
        to_on=command.to_on,
        reason=command.reason.strip(),
        without=list(command.without),
    )
    session.add(row)
    session.flush()
    body = {"deputy": str(row.account_id), "for": str(row.for_account_id), "grant": str(grant.id)}
    days = {"from": row.from_on.isoformat(), "to": row.to_on.isoformat(), "without": list(row.without)}
    record(session, actor, "core.deputy.appoint", str(row.id), body | days)
    return row


def dismiss(session: ScopedSession, actor: Actor, deputy_id: UUID) -> None:
    """End a deputy's time at once.

    Raises:
        Forbidden, NotFound: the actor does not administer the post's unit, or there is none.
    """
    row = session.get(Deputy, (session.tenant, deputy_id))
    if row is None:
        raise NotFound(deputy_id)
    grant = session.get_one(Grant, (session.tenant, row.grant_id))
    if not actor.may(Perm.DEPUTY, grant.unit_id):
        raise Forbidden(Perm.DEPUTY)
    if row.ended_at is not None:
        return
    row.ended_at = time.now()
    record(session, actor, "core.deputy.end", str(row.id), {"deputy": str(row.account_id), "grant": str(grant.id)})
    session.flush()


def limits(role_code: str) -> list[str]:
    """The acts of a post that a deputy may be denied: what its measures give, core's own not among them."""
    role = plugins.registry().roles.get(role_code)
    owner = plugins.registry().owner
    return sorted(code for code in (role.permissions if role else ()) if owner[code] != plugins.CORE)


def _overlaps(session: ScopedSession, grant: Grant, account_id: UUID, command: DeputyCommand) -> bool:
    found = select(Deputy.id).where(
        Deputy.grant_id == grant.id,
        Deputy.account_id == account_id,
        Deputy.ended_at.is_(None),
        Deputy.from_on <= command.to_on,
        Deputy.to_on >= command.from_on,
    )
    return session.scalar(found.limit(1)) is not None


def _permit(actor: Actor, role: str) -> None:
    permission = needed(role)
    if not actor.may(permission):
        raise Forbidden(permission)
