"""Whose account somebody at the identity provider is: an administrator says so, for nobody's own account."""

from __future__ import annotations

from uuid import UUID

from core.accounts import directory
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from core.people import services

NO_PROVIDER = N_("本系统没有接入统一身份认证。")
OTHERS = N_("这个用户标识已经关联了另一个账号，请核对。")


def link(session: ScopedSession, actor: Actor, person_id: UUID, issuer: str, subject: str, *, elsewhere: bool) -> None:
    """Let whom the provider calls `subject` open a person's account, and nobody else it knows; empty for nobody.

    Whoever chooses the subject chooses who holds the account, so it is refused where a new link would be.

    Raises:
        Forbidden, NotFound: the actor may not, or there is none.
        DomainError: there is no provider, a new link would be refused, or the subject opens another account.
    """
    person, account = services.to_open(session, actor, person_id, elsewhere=elsewhere)
    if not issuer:
        raise DomainError(Problem(NO_PROVIDER))
    known = directory.account_of_subject(session, issuer, subject) if subject else None
    if known is not None and known.id != account.id:
        raise DomainError(Problem(OTHERS, "subject"))
    directory.tie(session, account, issuer, subject, actor.title)
    # Subjects of a province's provider may be numbers of identity cards: the audit has that it was tied, not to whom.
    record(session, actor, "core.person.identity", str(person.id), {"login": account.login, "tied": bool(subject)})
    session.flush()
