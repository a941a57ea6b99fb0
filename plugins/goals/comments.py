"""What the public says of key works 以社会倒逼部门: core's comments, of works that are published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.comments import queries, services
from core.comments.models import Comment
from core.comments.rules import Moderate, Said
from core.db import ScopedSession
from core.db.masks import mask_name
from core.errors import Forbidden, NotFound
from plugins.goals.models import KeyWork
from plugins.goals.permissions import Perm

KIND = "goals.key_work"
SHOWN = 50


def say(session: ScopedSession, case_id: UUID, said: Said, key: str) -> Comment:
    """Keep what a reader says of a published key work; a name is masked before it is kept.

    Raises:
        NotFound: no such key work is published.
        DomainError: it says nothing.
    """
    if session.scalar(select(KeyWork).where(KeyWork.case_id == case_id, KeyWork.published.is_(True))) is None:
        raise NotFound(case_id)
    return services.say(session, KIND, case_id, replace(said, name=mask_name(said.name)), key)


def look(session: ScopedSession, actor: Actor, comment_id: UUID, command: Moderate, answer: str) -> Comment:
    """Show a comment, with an answer if there is one, or hold it back on a ground; once.

    Raises:
        Forbidden: the actor publishes nothing here.
        NotFound: there is no such comment.
        DomainError: somebody looked at it already, or it is held back on no ground.
    """
    if not actor.may(Perm.PUBLISH):
        raise Forbidden(Perm.PUBLISH)
    row = queries.one(session, KIND, comment_id)
    services.moderate(session, actor, row, command)
    if answer.strip():
        services.answer(session, actor, row, answer)
    return row


def waiting(session: ScopedSession) -> Sequence[tuple[Comment, KeyWork]]:
    """The comments nobody looked at, the oldest first."""
    work = (KeyWork.tenant_id == Comment.tenant_id) & (KeyWork.case_id == Comment.owner_id)
    query = queries.waiting(KIND).join(KeyWork, work).add_columns(KeyWork).limit(SHOWN)
    return [(comment, of) for comment, of in session.execute(query)]
