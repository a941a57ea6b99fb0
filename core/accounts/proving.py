"""Proving oneself again 二次验证 before an act that binds the organ: the password once more, tries slowed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core import clock as time
from core.accounts import passwords, throttle
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.audit.services import record
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_

PASSWORD = "password"  # noqa: S105 - the name of a way to prove oneself
LASTS = dt.timedelta(minutes=5)
WRONG = N_("密码不正确，什么也没有改动。")
UNPROVEN = N_("请再次输入密码，证明是您本人。")


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody proved themselves again: who, how and when; good for one act, at once."""

    account_id: UUID
    how: str
    at: dt.datetime


def prove(database: Database, actor: Actor, password: str, address: str, field: str = "password") -> Proof:
    """Look at a password typed again, slowed as `throttle.slowed` does.

    Args:
        field: where the form asks for it.

    Raises:
        DomainError: it is not the one, which the audit notes; `TooMany` where it was tried too often.
    """
    scope = Scope.one(actor.tenant)

    def look() -> Proof:
        with database.read(scope) as session:
            account = session.get_one(Account, actor.account_id)
            stored = account.password_hash if account.state == "active" else None
        if not passwords.fits(stored, password):
            raise DomainError(Problem(WRONG, field))
        return Proof(actor.account_id, PASSWORD, time.now())

    def failed(session: ScopedSession) -> None:
        record(session, actor, "account.proof_failed", str(actor.account_id), {})

    return throttle.slowed(database, scope, f"prove:{actor.account_id}:{address}", field, look, failed)


def check(actor: Actor, proof: Proof | None) -> Proof:
    """The proof, if it is the actor's own and fresh.

    Raises:
        DomainError: there is none, it is another's, or it is old.
    """
    fresh = proof is not None and time.now() - proof.at <= LASTS
    if proof is None or proof.account_id != actor.account_id or not fresh:
        raise DomainError(Problem(UNPROVEN, "password"))
    return proof
