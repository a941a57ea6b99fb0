"""Tokens 接口令牌: keys of programs. Who makes one lends it a part of the own rights; only its hash is kept.

A token opens what its maker may open today and its scopes name; it ends with its day, at once when it is revoked, and
when its maker leaves.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.directory import hash_of
from core.accounts.models import Account, ApiToken
from core.accounts.permissions import Perm
from core.accounts.queries import actor_of
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_

CASES = "cases"
SCOPES = {CASES: N_("案件的编号、事项、状态和时限，不含姓名和内容")}
PREFIX, SECRET_BYTES = "xn_", 32
LONGEST = dt.timedelta(days=366)
USED_EVERY = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Order:
    """A token as it was asked for; `expires_on` is its last day."""

    name: str
    scopes: tuple[str, ...]
    expires_on: dt.date


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who a token lets in: the maker with no more than the token's scopes give."""

    token_id: UUID
    scopes: frozenset[str]
    used_at: dt.datetime | None
    actor: Actor


def make(session: ScopedSession, actor: Actor, order: Order, key: str) -> str | None:
    """Make a token.

    Returns:
        Its secret, which can't be read again; None where the same form made it before.

    Raises:
        Forbidden: the actor may make none.
        DomainError: it opens nothing, or lasts for less than a day or more than a year.
    """
    if not actor.may(Perm.TOKENS):
        raise Forbidden(Perm.TOKENS)
    queue(session, f"token:{key}")
    if session.scalar(select(ApiToken.id).where(ApiToken.form_key == key)) is not None:
        return None
    problems = []
    if not order.scopes or not set(order.scopes) <= SCOPES.keys():
        problems.append(Problem(N_("请至少选择一项可以读取的内容。"), "scopes"))
    if not time.today() <= order.expires_on <= time.today() + LONGEST:
        problems.append(Problem(N_("有效期最早到今天，最长一年。"), "expires_on"))
    if problems:
        raise DomainError(problems)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        name=order.name,
        secret_hash=hash_of(secret),
        scopes=sorted(order.scopes),
        maker_id=actor.account_id,
        maker=actor.title,
        made_at=time.now(),
        expires_on=order.expires_on,
    )
    session.add(token)
    about = {"name": order.name, "scopes": token.scopes, "expires_on": order.expires_on.isoformat()}
    record(session, actor, "core.token.make", str(token.id), about)
    session.flush()
    return secret


def revoke(session: ScopedSession, actor: Actor, token_id: UUID) -> ApiToken:
    """End a token: it opens nothing from the next request on. The second time changes nothing.

    Raises:
        Forbidden: the actor may not.
        NotFound: no such token in this tenant.
    """
    if not actor.may(Perm.TOKENS):
        raise Forbidden(Perm.TOKENS)
    token = session.get(ApiToken, (session.tenant, token_id))
    if token is None:
        raise NotFound(token_id)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = time.now(), actor.title
        record(session, actor, "core.token.revoke", str(token.id), {"name": token.name})
    return token


def all_of(session: ScopedSession) -> Sequence[ApiToken]:
    """Every token of the tenant, the newest first."""
    return session.scalars(select(ApiToken).order_by(ApiToken.made_at.desc(), ApiToken.id)).all()


def bearer(session: ScopedSession, secret: str) -> Bearer | None:
    """Who the token of a request lets in, today; None where it lets in nobody."""
    token = session.scalar(select(ApiToken).where(ApiToken.secret_hash == hash_of(secret)))
    if token is None or token.revoked_at is not None or token.expires_on < time.today():
        return None
    account = session.get(Account, token.maker_id)
    if account is None or account.state != "active":
        return None
    maker, given = actor_of(session, account), _given(token.scopes)
    if not maker.may(Perm.TOKENS):
        return None
    held = tuple(replace(each, permissions=each.permissions & given) for each in maker.held)
    return Bearer(token.id, frozenset(token.scopes), token.used_at, replace(maker, held=held))


def note_use(session: ScopedSession, token_id: UUID) -> None:
    """Write down that a token was used now."""
    token = session.get(ApiToken, (session.tenant, token_id))
    if token is not None:
        token.used_at = time.now()


def _given(scopes: Sequence[str]) -> frozenset[str]:
    """The permissions scopes stand for."""
    kinds = plugins.registry().case_kinds.values()
    return frozenset(kind.read for kind in kinds) if CASES in scopes else frozenset()
