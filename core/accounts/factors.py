"""The second factor 双因素认证 of an account: an app's codes, each good once, and recovery codes for a lost phone.

Beginning gives a secret that counts for nothing until a code of it was typed; from then on nobody signs in to the
account by its password alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, func, select

from core import clock as time
from core.accounts import throttle, totp
from core.accounts.actor import Actor
from core.accounts.directory import hash_of
from core.accounts.models import Account, RecoveryCode, SecondFactor
from core.audit.services import record
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_

T = TypeVar("T")
RECOVERY_CODES = 10
WRONG = N_("口令不正确。请输入验证器上现在显示的6位数字；用过的口令要等下一个。")


def begin(session: ScopedSession, account_id: UUID) -> None:
    """Draw a secret for the account's app, unless it has one that counts."""
    row = session.get(SecondFactor, account_id)
    if row is None:
        session.add(SecondFactor(account_id=account_id, secret=totp.new_secret(), last_step=0))


def waiting(session: ScopedSession, account_id: UUID) -> str | None:
    """The secret to be read into the app, as long as no code of it was typed."""
    account, row = session.get_one(Account, account_id), session.get(SecondFactor, account_id)
    return row.secret if row is not None and account.factor_since is None else None


def confirm(session: ScopedSession, account_id: UUID, code: str) -> list[str]:
    """Let the second factor count from now on.

    Returns:
        The recovery codes, to be shown this once; only their hashes are kept.

    Raises:
        DomainError: the code is wrong, or none was begun.
    """
    account = session.get_one(Account, account_id, with_for_update=True)
    if account.factor_since is not None or not _app_says(session, account_id, code):
        raise DomainError(Problem(WRONG, "code"))
    account.factor_since = time.now()
    _record(session, account, "account.factor_added")
    return _renewed(session, account_id)


def fits(session: ScopedSession, account_id: UUID, code: str) -> bool:
    """Whether a code is one of the account's app or an unused recovery code; it is used up then."""
    account = session.get_one(Account, account_id, with_for_update=True)
    if _app_says(session, account_id, code):
        return True
    row = session.get(RecoveryCode, (account_id, hash_of(totp.plain(code))), with_for_update=True)
    if row is None or row.used_at is not None:
        return False
    row.used_at = time.now()
    _record(session, account, "account.recovery_code_used")
    return True


def require(session: ScopedSession, account_id: UUID, code: str) -> None:
    """Use up a code.

    Raises:
        DomainError: it is wrong.
    """
    if not fits(session, account_id, code):
        raise DomainError(Problem(WRONG, "code"))


def proven(
    database: Database, scope: Scope, account_id: UUID, act: Callable[[ScopedSession], T], field: str = "code"
) -> T:
    """Do in one write turn what a code of the app proves.

    Tries are slowed from wherever they come: who tries knows the password.

    Raises:
        DomainError: the code is wrong, as `act` says, which the audit notes; `TooMany` where it was tried too often.
    """

    def look() -> T:
        with database.write(scope) as session:
            return act(session)

    def failed(session: ScopedSession) -> None:
        _record(session, session.get_one(Account, account_id), "account.code_failed")

    return throttle.slowed(database, scope, f"code:{account_id.hex}", field, look, failed)


def new_codes(session: ScopedSession, account_id: UUID, code: str) -> list[str]:
    """Recovery codes in place of those there are, as `confirm` gives them.

    Raises:
        DomainError: the code is wrong.
    """
    require(session, account_id, code)
    _record(session, session.get_one(Account, account_id), "account.recovery_codes_renewed")
    return _renewed(session, account_id)


def drop(session: ScopedSession, account_id: UUID, code: str) -> None:
    """Go back to the password alone.

    Raises:
        DomainError: the code is wrong.
    """
    require(session, account_id, code)
    account = session.get_one(Account, account_id)
    forget(session, account)
    _record(session, account, "account.factor_dropped")


def forget(session: ScopedSession, account: Account) -> None:
    """Delete the secret and the recovery codes of an account."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    account.factor_since = None


def codes_left(session: ScopedSession, account_id: UUID) -> int:
    """How many recovery codes are unused."""
    unused = (RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def _app_says(session: ScopedSession, account_id: UUID, code: str) -> bool:
    """Whether it is a code of the app that nobody used; no earlier one is good after it (RFC 6238, 5.2)."""
    row = session.get(SecondFactor, account_id, with_for_update=True)
    step = totp.step_of(row.secret, code, time.now()) if row is not None else None
    if row is None or step is None or step <= row.last_step:
        return False
    row.last_step = step
    return True


def _renewed(session: ScopedSession, account_id: UUID) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    drawn = [totp.new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account_id, code_hash=hash_of(totp.plain(code))) for code in drawn)
    return drawn


def _record(session: ScopedSession, account: Account, what: str) -> None:
    record(session, Actor(account.id, account.display_name, session.tenant), what, account.login, {})
