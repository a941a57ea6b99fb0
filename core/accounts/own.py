"""One's own sign-ins 登录记录: where the account is open, and closing the rest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.directory import hash_of
from core.accounts.models import LoginSession
from core.audit.services import record
from core.db import ScopedSession


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser in which the account is open.

    Attributes:
        handle: by which it is ended; nobody signs in with it.
        agent: what the browser says of itself.
        here: whether it is the one that asks.
    """

    handle: str
    agent: str
    address: str
    created_at: dt.datetime
    seen_at: dt.datetime
    here: bool


def sign_ins(session: ScopedSession, account_id: UUID, secret: str, idle: dt.timedelta) -> list[SignIn]:
    """Where an account is open, the last used first.

    Args:
        idle: after how long without a page it is not.
    """
    now, here = time.now(), hash_of(secret)
    rows = session.scalars(
        select(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.expires_at > now,
            LoginSession.seen_at > now - idle,
        )
        .order_by(LoginSession.seen_at.desc(), LoginSession.secret_hash)
    )
    return [
        SignIn(row.secret_hash, row.agent, row.address, row.created_at, row.seen_at, row.secret_hash == here)
        for row in rows
    ]


def end(session: ScopedSession, actor: Actor, secret: str, handle: str = "") -> None:
    """Sign the actor's account out in another browser, at once; in all others without a `handle`."""
    others = delete(LoginSession).where(
        LoginSession.account_id == actor.account_id, LoginSession.secret_hash != hash_of(secret)
    )
    session.execute(others.where(LoginSession.secret_hash == handle) if handle else others)
    record(session, actor, "account.sign_ins_ended", str(actor.account_id), {})
