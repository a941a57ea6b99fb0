"""Keeping what the public says, looking at it once, and answering it; who may is the matter's plugin to say."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.comments import rules
from core.comments.models import Comment
from core.comments.rules import Moderate, Said
from core.db import ScopedSession, new_id
from core.errors import DomainError
from core.publishing import masking
from core.tenancy.services import bump


def known(session: ScopedSession, key: str) -> Comment | None:
    """What was kept of a form that is sent twice."""
    return session.scalar(select(Comment).where(Comment.form_key == key))


def say(session: ScopedSession, kind: str, owner_id: UUID, said: Said, key: str) -> Comment:
    """Keep a comment unseen; numbers of people in it are masked before it is kept.

    Raises:
        DomainError: it says nothing.
    """
    if (row := known(session, key)) is not None:
        return row
    if problems := rules.said(said.words):
        raise DomainError(problems)
    row = Comment(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        owner_kind=kind,
        owner_id=owner_id,
        at=time.now(),
        words=masking.masked(said.words.strip()),
        name=said.name.strip(),
        phone=said.phone.strip(),
    )
    session.add(row)
    session.flush()
    return row


def moderate(session: ScopedSession, actor: Actor, row: Comment, command: Moderate) -> None:
    """Show a comment, or hold it back on a ground of the list; once.

    Raises:
        DomainError: somebody looked at it already, or there is no such ground.
    """
    if problems := rules.moderate(row.standing, command):
        raise DomainError(problems)
    row.published, row.ground = command.show, "" if command.show else command.ground
    row.looked_at, row.looked_by = time.now(), actor.title
    record(session, actor, "core.comment.moderate", str(row.id), {"shown": command.show, "ground": row.ground})
    bump(session)
    session.flush()


def answer(session: ScopedSession, actor: Actor, row: Comment, words: str, taken: str = "") -> None:
    """Say something to a comment, and where it is asked whether it is taken up; it may be said anew."""
    row.taken, row.answer = taken, masking.masked(words.strip())
    record(session, actor, "core.comment.answer", str(row.id), {"taken": row.taken})
    bump(session)
    session.flush()
