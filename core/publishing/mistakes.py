"""Mistakes 纠错 that readers found on a page of the portal: kept, answered, counted."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.publishing import masking
from core.publishing.models import Mistake
from core.publishing.permissions import Perm


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader wrote: the page's path, the words, and where the answer may be sent, if anywhere."""

    page: str
    words: str
    contact: str = ""


def tell(session: ScopedSession, told: Told) -> Mistake:
    """Keep what a reader found; its id, which nobody can guess, is the address of the answer."""
    if not told.words.strip():
        raise DomainError(Problem(N_("请写明哪里有错。"), "words"))
    row = Mistake(
        tenant_id=session.tenant,
        id=new_id(),
        at=time.now(),
        page=told.page,
        words=told.words.strip(),
        contact=told.contact.strip(),
    )
    session.add(row)
    session.flush()
    return row


def answer(session: ScopedSession, actor: Actor, mistake_id: UUID, words: str) -> Mistake:
    """Answer a reader; the answer is read at the address they were given. Once answered it stays so.

    Raises:
        Forbidden: the actor does not publish here.
        NotFound: no such message.
        DomainError: no words, or answered already.
    """
    if not actor.may(Perm.WRITE):
        raise Forbidden(Perm.WRITE)
    row = session.get(Mistake, (session.tenant, mistake_id))
    if row is None:
        raise NotFound(mistake_id)
    if row.answered_at is not None:
        raise DomainError(N_("这条留言已经答复。"))
    if not words.strip():
        raise DomainError(Problem(N_("请填写答复。"), "answer"))
    row.answer, row.answered_at, row.answered_by = masking.masked(words.strip()), time.now(), actor.name
    record(session, actor, "core.mistake.answer", str(row.id), {})
    session.flush()
    return row
