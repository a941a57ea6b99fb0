"""The directory of accounts: the only place that looks them up by login, and that makes links to open them."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from sqlalchemy import select

from core import clock as time
from core.accounts.models import Account, ActivationLink
from core.db import ScopedSession, new_id
from core.db.queue import add_once

LINK_LIFE = dt.timedelta(hours=24)


def account_by_login(session: ScopedSession, login: str) -> Account | None:
    """The account of a login; capitals and spaces round it don't matter."""
    return session.scalar(select(Account).where(Account.login == login.strip().lower()))


def ensure_account(session: ScopedSession, login: str, name: str) -> Account:
    """The account of a login, made without a password if it is new: only an activation link opens it."""
    found = account_by_login(session, login)
    if found is None:
        # Two tenants may name one person at the same moment: the later one finds the account of the first.
        given = {"login": login.strip().lower(), "display_name": name, "state": "invited", "created_at": time.now()}
        add_once(session, Account, id=new_id(), **given)
        found = account_by_login(session, login)
        assert found is not None
    return found


def invite(session: ScopedSession, account: Account) -> str:
    """A new one-use token by which the person sets a password within 24 hours; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    session.add(ActivationLink(token_hash=hash_of(token), account_id=account.id, expires_at=time.now() + LINK_LIFE))
    return token


def hash_of(secret: str) -> str:
    """What is stored of a link or session: it can be found by, not signed in with."""
    return hashlib.sha256(secret.encode()).hexdigest()
