"""Proving oneself again 二次验证 before an act that binds the organ or shows people's data.

It is done by the second factor, or by the password where the account has none and none is asked of it. Tries are
slowed, and wrong ones are in the audit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core import clock as time
from core.accounts import factors, passwords, throttle
from core.accounts.actor import Actor
from core.accounts.models import Account
from core.audit.services import record
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from core.profiles import DEFAULT

PASSWORD, CODE = "password", "code"
WRONG = N_("密码不正确，什么也没有改动。")
UNPROVEN = N_("请再次验证身份，证明是您本人。")


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody proved themselves: who, how and when; good for a short while."""

    account_id: UUID
    how: str
    at: dt.datetime

    def good(self, lasts: dt.timedelta, *, by_code: bool) -> bool:
        """Whether it counts now; where a code is wanted, a password proves nothing."""
        return time.now() - self.at <= lasts and (self.how == CODE or not by_code)


def by_password(database: Database, actor: Actor, password: str, address: str, field: str = "password") -> Proof:
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


def by_code(database: Database, actor: Actor, code: str, field: str = "code") -> Proof:
    """Use up a code of the app or a recovery code; as `by_password`."""

    def look(session: ScopedSession) -> Proof:
        if not factors.fits(session, actor.account_id, code):
            raise DomainError(Problem(factors.WRONG, field))
        return Proof(actor.account_id, CODE, time.now())

    return factors.proven(database, Scope.one(actor.tenant), actor.account_id, look, field)


def check(actor: Actor, proof: Proof | None, lasts: dt.timedelta = DEFAULT.proof_lasts) -> Proof:
    """The proof, if it is the actor's own and fresh.

    Raises:
        DomainError: there is none, it is another's, or it is old.
    """
    if proof is None or proof.account_id != actor.account_id or not proof.good(lasts, by_code=False):
        raise DomainError(Problem(UNPROVEN))
    return proof
