"""What the public says of key works 以社会倒逼部门: kept unseen, looked at, then shown with its numbers masked."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.masks import mask_name
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.publishing import masking
from core.tenancy.services import bump
from plugins.goals.models import Comment, KeyWork
from plugins.goals.permissions import Perm

LONGEST, SHOWN = 500, 50


def say(session: ScopedSession, case_id: UUID, name: str, words: str, key: str) -> Comment:
    """Keep what a reader says of a published key work; a name is masked before it is kept.

    Raises:
        NotFound: no such key work is published.
        DomainError: it says nothing.
    """
    if (known := session.scalar(select(Comment).where(Comment.form_key == key))) is not None:
        return known
    work = session.scalar(select(KeyWork).where(KeyWork.case_id == case_id, KeyWork.published.is_(True)))
    if work is None:
        raise NotFound(case_id)
    if not words.strip():
        raise DomainError(Problem(N_("请写下您的意见或者建议。"), "words"))
    row = Comment(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        case_id=case_id,
        name=mask_name(name),
        words=masking.masked(words.strip()),
        at=time.now(),
    )
    session.add(row)
    session.flush()
    return row


def look(session: ScopedSession, actor: Actor, comment_id: UUID, *, show: bool, answer: str) -> Comment:
    """Show a comment, with an answer if there is one, or say why it is not shown; once.

    Raises:
        Forbidden: the actor publishes nothing here.
        NotFound: there is no such comment.
        DomainError: somebody looked at it already, or it is held back without a reason.
    """
    if not actor.may(Perm.PUBLISH):
        raise Forbidden(Perm.PUBLISH)
    row = session.get(Comment, (session.tenant, comment_id))
    if row is None:
        raise NotFound(comment_id)
    if row.looked_at is not None:
        raise DomainError(N_("这条意见已经处理。"))
    if not show and not answer.strip():
        raise DomainError(Problem(N_("不公开的，请写明理由。"), "answer"))
    row.published, row.answer = show, masking.masked(answer.strip())
    row.looked_at, row.looked_by = time.now(), actor.title
    record(session, actor, "goals.comment", str(row.id), {"shown": show})
    bump(session)
    session.flush()
    return row


def shown(session: ScopedSession, case_id: UUID) -> Sequence[Comment]:
    """The newest comments on a key work that are shown."""
    query = select(Comment).where(Comment.case_id == case_id, Comment.published.is_(True))
    return session.scalars(query.order_by(Comment.at.desc(), Comment.id.desc()).limit(SHOWN)).all()


def waiting(session: ScopedSession) -> Sequence[tuple[Comment, KeyWork]]:
    """The comments nobody looked at, the oldest first."""
    query = (
        select(Comment, KeyWork)
        .join(KeyWork, (KeyWork.tenant_id == Comment.tenant_id) & (KeyWork.case_id == Comment.case_id))
        .where(Comment.looked_at.is_(None))
        .order_by(Comment.at, Comment.id)
        .limit(SHOWN)
    )
    return [(comment, work) for comment, work in session.execute(query)]
