"""Signing in and out, and opening an account by its link. The tenant of the session is the county, for the audit."""

from __future__ import annotations

import secrets
from uuid import UUID

from sqlalchemy import delete, select, update

from core import clock as time
from core.accounts import directory, factors, passwords, throttle
from core.accounts.actor import Actor
from core.accounts.directory import account_by_login, hash_of
from core.accounts.models import Account, ActivationLink, FormerPassword, LoginSession
from core.accounts.proving import PASSWORD, Proof
from core.audit.services import record
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from core.profiles import DEFAULT, Profile
from core.tenancy.models import Tenant

NOBODY = UUID(int=0)
UNTIED = N_("统一身份认证通过了，但没有可以登录的账号。请把这个用户标识告诉本单位管理员：%(subject)s")
WRONG = N_("登录名或者密码不正确。")
AGAIN = N_("新密码不能和最近用过的%(count)d个密码相同。")


def enter(session: ScopedSession, login: str, address: str) -> int:
    """Count a try of this login from this address; seconds to wait where it comes too early."""
    return throttle.enter(session, _key(login, address))


def failed(session: ScopedSession, login: str) -> None:
    """Audit a failed sign-in."""
    record(session, Actor(NOBODY, login[:80], session.tenant), "account.sign_in_failed", login[:80], {})


def check(session: ScopedSession, login: str, password: str) -> Account | None:
    """The account, if login and password fit and it is active; takes the same time if not."""
    account = account_by_login(session, login)
    stored = account.password_hash if account is not None and account.state == "active" else None
    return account if passwords.fits(stored, password) else None


def account_of_subject(session: ScopedSession, issuer: str, subject: str) -> Account:
    """The account that somebody known to an identity provider opens; one that nobody opened yet is active from now on.

    Raises:
        DomainError: no administrator tied one to them, or it is suspended.
    """
    account = directory.account_of_subject(session, issuer, subject)
    if account is None or account.state == "suspended":
        raise DomainError(Problem(UNTIED, None, {"subject": subject[:80]}))
    if account.state == "invited":
        account.state = "active"
        record(session, Actor(account.id, account.display_name, session.tenant), "account.activated", account.login, {})
    return account


def sign_in(
    session: ScopedSession,
    account_id: UUID,
    address: str,
    agent: str = "",
    profile: Profile = DEFAULT,
    how: str = PASSWORD,
) -> str:
    """Open a session for an account that proved itself.

    Args:
        address: whence.
        agent: what the browser says of itself.
        how: by what the account proved itself.

    Returns:
        The secret the browser keeps; only its hash is stored.
    """
    account = session.get_one(Account, account_id)
    throttle.clear(session, _key(account.login, address))
    secret, now = secrets.token_urlsafe(32), time.now()
    session.add(
        LoginSession(
            secret_hash=hash_of(secret),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + profile.longest,
            proven_at=now,
            proven_by=how,
            address=address[:80],
            agent=agent[:200],
        )
    )
    record(session, Actor(account.id, account.display_name, session.tenant), "account.signed_in", account.login, {})
    return secret


def keep_proof(session: ScopedSession, secret: str, proof: Proof) -> None:
    """Note that the owner of a session proved themselves in it."""
    found = update(LoginSession).where(LoginSession.secret_hash == hash_of(secret))
    session.execute(found.values(proven_at=proof.at, proven_by=proof.how))


def sign_out(session: ScopedSession, secret: str) -> None:
    """End a session at once, in every process."""
    session.execute(delete(LoginSession).where(LoginSession.secret_hash == hash_of(secret)))


def account_of_link(session: ScopedSession, token: str) -> Account:
    """The account an unused link opens.

    Raises:
        DomainError: the link is unknown, used, or older than 24 hours.
    """
    return session.get_one(Account, _link(session, token).account_id)


def activate(session: ScopedSession, token: str, password: str, profile: Profile = DEFAULT) -> Account:
    """Give an account its password and use up the link; sessions it had end, and so does its second factor.

    Who lost the phone and the recovery codes asks for a link as who forgot the password does.

    Raises:
        DomainError: the link is not good, or the password is too weak, with every reason.
    """
    link = _link(session, token, lock=True)
    account = session.get_one(Account, link.account_id)
    if found := _problems(session, account, password, profile):
        raise DomainError(found)
    # Sessions before the account, as `touch` takes them: two that meet here wait, and neither for the other.
    session.execute(delete(LoginSession).where(LoginSession.account_id == account.id))
    link.used_at = time.now()
    _set_password(session, account, password, profile.remembered)
    account.state = "active"
    factors.forget(session, account)
    record(session, Actor(account.id, account.display_name, session.tenant), "account.activated", account.login, {})
    return account


def change_password(
    session: ScopedSession, account_id: UUID, secret: str, password: str, profile: Profile = DEFAULT
) -> None:
    """Give an account another password; it stays open only in the browser that asks, whose `secret` this is.

    Raises:
        DomainError: the password is too weak or an old one, with every reason.
    """
    account = session.get_one(Account, account_id)
    problems = _problems(session, account, password, profile)
    if not problems and _was_used(session, account, password, profile.remembered):
        problems = [Problem(AGAIN, "password", {"count": profile.remembered})]
    if problems:
        raise DomainError(problems)
    others = (LoginSession.account_id == account_id, LoginSession.secret_hash != hash_of(secret))
    session.execute(delete(LoginSession).where(*others))
    _set_password(session, account, password, profile.remembered)
    actor = Actor(account.id, account.display_name, session.tenant)
    record(session, actor, "account.password_changed", account.login, {})


def touch(session: ScopedSession, secret: str, tenant_id: int | None) -> None:
    """Note that a session is in use, and the tenant where its owner works."""
    # By one statement: the session may be ended at this very moment.
    seen = update(LoginSession).where(LoginSession.secret_hash == hash_of(secret)).values(seen_at=time.now())
    account_id = session.scalar(seen.returning(LoginSession.account_id))
    if account_id is not None and tenant_id is not None:
        session.execute(update(Account).where(Account.id == account_id).values(last_tenant_id=tenant_id))


def _problems(session: ScopedSession, account: Account, password: str, profile: Profile) -> list[Problem]:
    """What the profile has against a new password of an account."""
    names = session.scalars(select(Tenant.name).where(Tenant.successor_id.is_(None)))
    return passwords.problems(password, account.login, profile, (account.display_name, *names))


def _was_used(session: ScopedSession, account: Account, password: str, remembered: int) -> bool:
    """Whether a password is one of the last of an account, the present one among them."""
    if not remembered:
        return False
    former = select(FormerPassword.password_hash).where(FormerPassword.account_id == account.id)
    kept = session.scalars(former.order_by(FormerPassword.ended_at.desc()).limit(remembered - 1))
    return any(passwords.fits(stored, password) for stored in (account.password_hash, *kept) if stored)


def _set_password(session: ScopedSession, account: Account, password: str, remembered: int) -> None:
    """Give an account a password; of those before only what `_was_used` looks at is kept."""
    now = time.now()
    if account.password_hash is not None:
        session.add(FormerPassword(account_id=account.id, ended_at=now, password_hash=account.password_hash))
    account.password_hash, account.password_set_at = passwords.hashed(password), now
    session.flush()
    mine = FormerPassword.account_id == account.id
    last = select(FormerPassword.ended_at).where(mine).order_by(FormerPassword.ended_at.desc())
    older = FormerPassword.ended_at.not_in(last.limit(max(remembered - 1, 0)))
    session.execute(delete(FormerPassword).where(mine, older))


def _link(session: ScopedSession, token: str, *, lock: bool = False) -> ActivationLink:
    """A link that is good; locked, whoever uses it at the same moment is waited for, and it is good no more."""
    link = session.get(ActivationLink, hash_of(token), with_for_update=lock or None)
    if link is None or link.used_at is not None or link.expires_at < time.now():
        raise DomainError(Problem(N_("这个激活链接已经用过或者已过24小时，请向管理员索取新的链接。")))
    return link


def _key(login: str, address: str) -> str:
    return f"sign_in:{login.strip().lower()[:80]}:{address}"
