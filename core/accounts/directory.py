"""The directory of accounts: the only place that looks them up by login, and that makes links to open them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from core import clock as time
from core.accounts.models import ADMINISTRATORS, Account, ActivationLink, Grant, Identity, LoginSession, Person
from core.db import ScopedSession, new_id
from core.db.queue import added_once
from core.errors import DomainError, Problem
from core.i18n import N_

TOGETHER = 500  # logins in one question
LINK_LIFE = dt.timedelta(hours=24)
EXCLUDED = N_(
    "“%(name)s”已经是三员中的另一员。系统管理、安全管理、安全审计互相制约，同一账号只能担任其中一种，以后也不能改任。"
)


def account_by_login(session: ScopedSession, login: str) -> Account | None:
    """The account of a login; capitals and spaces round it don't matter."""
    return session.scalar(select(Account).where(Account.login == login.strip().lower()))


def known(session: ScopedSession, login: str) -> tuple[Account | None, Person | None]:
    """The account of a login, and whom it belongs to in the session's tenant, in one question."""
    both = select(Account, Person).outerjoin(Person, Person.account_id == Account.id)
    found = session.execute(both.where(Account.login == login.strip().lower())).first()
    return (found[0], found[1]) if found is not None else (None, None)


def names_of_logins(session: ScopedSession, logins: Sequence[str]) -> dict[str, str]:
    """Login → name of those of some logins that somebody has, to look at many rows at once."""
    found: dict[str, str] = {}
    for first in range(0, len(logins), TOGETHER):
        some = Account.login.in_(logins[first : first + TOGETHER])
        found |= {row[0]: row[1] for row in session.execute(select(Account.login, Account.display_name).where(some))}
    return found


def ensure_account(session: ScopedSession, login: str, name: str) -> Account:
    """The account of a login, made without a password if it is new: only an activation link opens it."""
    return account_by_login(session, login) or new_account(session, login, name)


def new_account(session: ScopedSession, login: str, name: str) -> Account:
    """The account of a login that nobody had a moment ago, as `ensure_account` makes it."""
    given = {"login": login.strip().lower(), "display_name": name, "state": "invited", "created_at": time.now()}
    # Two tenants may name one person at the same moment: the later one finds the account of the first.
    found = added_once(session, Account, id=new_id(), **given) or account_by_login(session, login)
    assert found is not None
    return found


def invite(session: ScopedSession, account: Account) -> str:
    """A new one-use token by which the person sets a password within 24 hours; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    session.add(ActivationLink(token_hash=hash_of(token), account_id=account.id, expires_at=time.now() + LINK_LIFE))
    return token


def invited_since(session: ScopedSession, account: Account) -> bool:
    """Whether a link was made for an account that nobody has opened yet, or it was opened."""
    links = select(ActivationLink.token_hash).where(ActivationLink.account_id == account.id).limit(1)
    return account.password_hash is not None or session.scalar(links) is not None


def account_of_subject(session: ScopedSession, issuer: str, subject: str) -> Account | None:
    """The account that somebody known to an identity provider opens."""
    row = session.get(Identity, _subject_hash(issuer, subject))
    return session.get(Account, row.account_id) if row is not None else None


def tie(session: ScopedSession, account: Account, issuer: str, subject: str, by: str) -> None:
    """Let one subject of a provider open an account in the place of whoever did; nobody where it is empty.

    Where another subject did, the account is signed out everywhere.
    """
    hashed = _subject_hash(issuer, subject) if subject else ""
    former = delete(Identity).where(Identity.account_id == account.id, Identity.issuer == issuer)
    if set(session.scalars(former.returning(Identity.subject_hash))) - {hashed}:
        end_sessions(session, account.id)
    if subject:
        row = Identity(subject_hash=hashed, account_id=account.id, issuer=issuer, tied_at=time.now(), tied_by=by)
        session.add(row)


def is_tied(session: ScopedSession, account_id: UUID, issuer: str) -> bool:
    """Whether somebody at a provider opens an account."""
    rows = select(Identity.account_id).where(Identity.account_id == account_id, Identity.issuer == issuer)
    return session.scalar(rows) is not None


def _subject_hash(issuer: str, subject: str) -> str:
    return hash_of(f"{issuer}\n{subject}")


def hash_of(secret: str) -> str:
    """What is stored of a link or session: it can be found by, not signed in with."""
    return hashlib.sha256(secret.encode()).hexdigest()


def give(
    session: ScopedSession, account: Account, unit_id: UUID, role: str, from_on: dt.date, to_on: dt.date | None = None
) -> Grant:
    """Give an account a role in a unit; the same role from the same day, if it was ended, is given again.

    Raises:
        DomainError: the account is another of the three administrators (the database holds it too).
    """
    kind = ADMINISTRATORS.get(role)
    if kind is not None and account.admin not in {None, kind}:
        raise DomainError(Problem(EXCLUDED, "role", {"name": account.display_name}))
    if kind is not None and account.admin is None:
        account.admin = kind
        session.flush()
    there = (Grant.account_id == account.id, Grant.unit_id == unit_id, Grant.role == role, Grant.from_on == from_on)
    row = session.scalar(select(Grant).where(*there))
    if row is None:
        row = Grant(account_id=account.id, unit_id=unit_id, role=role, from_on=from_on, to_on=to_on)
        session.add(row)
    row.to_on, row.ended_at = to_on, None
    session.flush()
    return row


def end_sessions(session: ScopedSession, account_id: UUID) -> None:
    """Sign an account out everywhere, at once."""
    session.execute(delete(LoginSession).where(LoginSession.account_id == account_id))


def drop_unopened(session: ScopedSession, account: Account) -> None:
    """Delete an account that nobody ever opened; one that another tenant has, too, stays."""
    if account.password_hash is not None:
        return
    try:
        with session.begin_nested():
            session.execute(delete(ActivationLink).where(ActivationLink.account_id == account.id))
            session.delete(account)
            session.flush()
    except IntegrityError:
        session.expire(account)


def forget_ways_in(session: ScopedSession, account: Account) -> None:
    """Take an account's password and whoever opens it at a provider: only a new link or a new tie opens it again."""
    account.password_hash = account.password_set_at = None
    session.execute(delete(Identity).where(Identity.account_id == account.id))


def set_state(account: Account, active: bool) -> None:
    """Close an account, or open it again as far as it was: without a password it waits for its link."""
    account.state = ("active" if account.password_hash else "invited") if active else "suspended"
