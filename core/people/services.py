"""People: added, moved, suspended, given a new link, and seen off with their cases handed over first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core.accounts import directory
from core.accounts.actor import Actor
from core.accounts.models import Account, Deputy, Grant, Person
from core.accounts.permissions import Perm
from core.audit.services import record
from core.cases.models import Case
from core.cases.services import assign
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.people import queries
from core.people.rules import login_problems
from core.tenancy.models import Unit

TAKEN = N_("登录名“%(login)s”已经有人使用，请换一个。")
HERE = N_("“%(name)s”已经在本单位的人员名单里。")
NOT_ONESELF = N_("不能对自己的账号办理这一项，请由其他管理员办理。")
ADMINISTRATOR = N_("“%(name)s”是管理员，其账号由安全管理员管理。")
ELSEWHERE = N_("“%(name)s”在其他地方也有岗位，请用命令行重发链接。")
HAND_OVER = N_("还有%(number)d件未办结的案件，请先选择接手的人。")
NO_TAKER = N_("“%(name)s”不能办理其中的%(numbers)s，请选择其他人。")


@dataclass(frozen=True, slots=True)
class PersonCommand:
    """A person as they are typed; `login` only of a new one."""

    name: str
    unit_id: UUID
    title: str = ""
    phone: str = ""
    login: str = ""


def add(session: ScopedSession, actor: Actor, command: PersonCommand) -> Person:
    """Add a person with an account that only a link opens; somebody known elsewhere by login and name keeps theirs.

    Raises:
        Forbidden: the actor may not.
        DomainError: the login is bad, somebody else's, or already here; or there is no such unit.
    """
    _permit(actor)
    login = command.login.strip().lower()
    problems = [*login_problems(login), *_told(session, command)]
    account = directory.account_by_login(session, login)
    if account is not None and account.display_name != command.name.strip():
        problems.append(Problem(TAKEN, "login", {"login": login}))
    elif account is not None and _of_account(session, account.id) is not None:
        problems.append(Problem(HERE, "login", {"name": account.display_name}))
    if problems:
        raise DomainError(problems)
    if account is None:
        account = directory.new_account(session, login, command.name.strip())
    if account.state == "suspended":
        directory.forget_ways_in(session, account)  # who was seen off elsewhere comes in by a new link only
        directory.set_state(account, active=True)
    person = Person(account_id=account.id, unit_id=command.unit_id, name=command.name.strip())
    person.title, person.phone = command.title.strip(), command.phone.strip() or None
    session.add(person)
    session.flush()
    record(session, actor, "core.person.add", str(person.id), {"login": login, "unit": str(command.unit_id)})
    return person


def take_back(session: ScopedSession, actor: Actor, person_id: UUID, *, account_too: bool) -> None:
    """Take back a person who was only just added by mistake: nothing of theirs stays but the audit.

    Args:
        account_too: the account was made with the person; it goes too, unless it was opened or is known elsewhere.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    session.delete(person)
    session.flush()
    if account_too:
        directory.drop_unopened(session, account)
    record(session, actor, "core.person.take_back", str(person_id), {"login": account.login})
    session.flush()


def change(session: ScopedSession, actor: Actor, person_id: UUID, command: PersonCommand) -> Person:
    """Change a person's name, title and telephone; the account shows the new name too where it had the old one.

    Raises:
        Forbidden, NotFound, DomainError: the actor may not, there is none, or a name is missing.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    if problems := _told(session, command, unit=False):
        raise DomainError(problems)
    was = {"name": person.name, "title": person.title}
    if account.display_name == person.name:
        account.display_name = command.name.strip()
    person.name, person.title = command.name.strip(), command.title.strip()
    person.phone = command.phone.strip() or None
    told = {"name": person.name, "title": person.title}
    record(session, actor, "core.person.change", str(person.id), {"before": was, "after": told})
    session.flush()
    return person


def move(
    session: ScopedSession,
    actor: Actor,
    person_id: UUID,
    unit_id: UUID,
    taker_id: UUID | None = None,
    *,
    posts: bool = True,
) -> None:
    """Move a person to another unit; what they handle in the old one is handed over in the same act.

    Args:
        posts: end what they hold in the old unit.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such person or unit.
        DomainError: open cases have no taker.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    unit, old = session.get(Unit, (session.tenant, unit_id)), person.unit_id
    if unit is None or unit.closed_on is not None:
        raise DomainError(Problem(N_("请选择单位。"), "unit"))
    if unit_id == old:
        return
    _refuse_own(actor, account)
    _hand_over(session, actor, queries.open_cases(session, account.id, old), account, taker_id)
    person.unit_id = unit_id
    if posts:
        _end_posts(session, actor, account, old)
    record(session, actor, "core.person.move", str(person.id), {"from": str(old), "to": str(unit_id)})
    session.flush()


def suspend(session: ScopedSession, actor: Actor, person_id: UUID, *, elsewhere: bool) -> None:
    """Suspend a person: nothing of theirs counts here from the next request on; the account too if it is only here.

    Args:
        elsewhere: the account has posts in other tenants, from `core.people.queries.elsewhere`.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
        DomainError: it is the actor's own account, or another administrator's.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    _refuse_own(actor, account)
    _refuse_administrator(actor, account)
    if person.suspended_at is not None:
        return
    person.suspended_at = time.now()
    if not elsewhere:
        directory.set_state(account, active=False)
        directory.end_sessions(session, account.id)
    record(session, actor, "core.person.suspend", str(person.id), {"login": account.login, "account": not elsewhere})
    session.flush()


def resume(session: ScopedSession, actor: Actor, person_id: UUID) -> None:
    """Take a suspension back; who left comes back without posts.

    Raises:
        Forbidden, NotFound, DomainError: as `suspend`.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    _refuse_own(actor, account)
    _refuse_administrator(actor, account)
    if person.suspended_at is None:
        return
    person.suspended_at, person.left_on = None, None
    directory.set_state(account, active=True)
    record(session, actor, "core.person.resume", str(person.id), {"login": account.login})
    session.flush()


def to_open(session: ScopedSession, actor: Actor, person_id: UUID, *, elsewhere: bool) -> tuple[Person, Account]:
    """A person whose account the actor may give to whoever holds it from now on.

    Raises:
        Forbidden, NotFound, DomainError: as `new_link`.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    _refuse_own(actor, account)
    _refuse_administrator(actor, account)
    if elsewhere:
        raise DomainError(Problem(ELSEWHERE, None, {"name": person.name}))
    if account.state == "suspended" or person.suspended_at is not None:
        raise DomainError(Problem(N_("账号已停用，请先恢复。")))
    return person, account


def new_link(session: ScopedSession, actor: Actor, person_id: UUID, *, elsewhere: bool) -> str:
    """A link by which the person sets a password within 24 hours, shown this once.

    Whoever holds the link holds the account, so it is refused where the account reaches further than the actor does.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
        DomainError: the account is an administrator's, suspended, or has posts elsewhere.
    """
    person, account = to_open(session, actor, person_id, elsewhere=elsewhere)
    token = directory.invite(session, account)
    record(session, actor, "core.person.link", str(person.id), {"login": account.login})
    session.flush()
    return token


def leave(
    session: ScopedSession, actor: Actor, person_id: UUID, taker_id: UUID | None = None, *, elsewhere: bool
) -> None:
    """See a person off 离任: cases handed over, posts and deputies ended, access gone with the same act.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
        DomainError: open cases have no taker; it is the actor's own account, or another administrator's.
    """
    _permit(actor)
    person, account = queries.get(session, person_id)
    _refuse_own(actor, account)
    _refuse_administrator(actor, account)
    _hand_over(session, actor, queries.open_cases(session, account.id), account, taker_id)
    _end_posts(session, actor, account)
    now = time.now()
    mine = or_(Deputy.account_id == account.id, Deputy.for_account_id == account.id)
    for deputy in session.scalars(select(Deputy).where(mine, Deputy.ended_at.is_(None))):
        deputy.ended_at = now
    person.left_on, person.suspended_at = time.today(), now
    if not elsewhere:
        directory.set_state(account, active=False)
        directory.end_sessions(session, account.id)
    record(session, actor, "core.person.leave", str(person.id), {"login": account.login, "account": not elsewhere})
    session.flush()


def _hand_over(
    session: ScopedSession, actor: Actor, cases: Sequence[Case], account: Account, taker_id: UUID | None
) -> None:
    if not cases:
        return
    if taker_id is None:
        raise DomainError(Problem(HAND_OVER, "taker", {"number": len(cases)}))
    taker = session.get(Person, (session.tenant, taker_id))
    able = {person.id for person, _ in queries.takers(session, cases, account.id)}
    if taker is None or taker.account_id is None or taker.id not in able:
        name = taker.name if taker is not None else ""
        numbers = tuple(case.number for case in cases[:3])
        raise DomainError(Problem(NO_TAKER, "taker", {"name": name, "numbers": numbers}))
    for case in cases:
        assign(session, actor, case, taker.account_id)
    body = {"from": str(account.id), "to": str(taker.account_id), "cases": [str(case.id) for case in cases]}
    record(session, actor, "core.person.hand_over", str(taker.id), body)


def _end_posts(session: ScopedSession, actor: Actor, account: Account, unit_id: UUID | None = None) -> None:
    query = select(Grant).where(Grant.account_id == account.id, Grant.ended_at.is_(None))
    if unit_id is not None:
        query = query.where(Grant.unit_id == unit_id)
    today = time.today()
    for grant in session.scalars(query):
        if grant.to_on is None or grant.to_on >= today:
            grant.ended_at = time.now()
            body = {"account": str(account.id), "unit": str(grant.unit_id), "role": grant.role}
            record(session, actor, "core.grant.end", str(grant.id), body)


def _told(session: ScopedSession, command: PersonCommand, *, unit: bool = True) -> list[Problem]:
    problems = [] if command.name.strip() else [Problem(N_("请填写姓名。"), "name")]
    found = session.get(Unit, (session.tenant, command.unit_id)) if unit else None
    if unit and (found is None or found.closed_on is not None):
        problems.append(Problem(N_("请选择单位。"), "unit"))
    return problems


def _of_account(session: ScopedSession, account_id: UUID) -> Person | None:
    return session.scalar(select(Person).where(Person.account_id == account_id))


def _permit(actor: Actor) -> None:
    if not actor.may(Perm.PEOPLE):
        raise Forbidden(Perm.PEOPLE)


def _refuse_own(actor: Actor, account: Account) -> None:
    if actor.account_id == account.id:
        raise DomainError(Problem(NOT_ONESELF))


def _refuse_administrator(actor: Actor, account: Account) -> None:
    """An administrator's account is opened and closed by who appoints administrators, and by nobody else."""
    if account.admin is not None and not actor.may(Perm.GRANT_ADMIN):
        raise DomainError(Problem(ADMINISTRATOR, None, {"name": account.display_name}))
