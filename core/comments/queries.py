"""Reading comments; the public scope finds those that are shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, select

from core.comments.models import Comment
from core.db import ScopedSession
from core.errors import NotFound

MOST = 500


def of(session: ScopedSession, kind: str, owner_id: UUID, *, shown: bool = False) -> Sequence[Comment]:
    """What was said of a matter, the first first; with `shown` only what everybody may read."""
    query = select(Comment).where(Comment.owner_kind == kind, Comment.owner_id == owner_id)
    return session.scalars(_first(query, shown).limit(MOST)).all()


def shown_of(session: ScopedSession, kind: str, owner_ids: Collection[UUID]) -> Mapping[UUID, list[Comment]]:
    """What is shown of each of some matters."""
    found: dict[UUID, list[Comment]] = {}
    query = select(Comment).where(Comment.owner_kind == kind, Comment.owner_id.in_(owner_ids))
    for row in session.scalars(_first(query, shown=True)):
        found.setdefault(row.owner_id, []).append(row)
    return found


def waiting(kind: str) -> Select[Comment]:
    """The comments on matters of a kind that nobody looked at, the oldest first."""
    return _first(select(Comment).where(Comment.owner_kind == kind, Comment.looked_at.is_(None)), shown=False)


def one(session: ScopedSession, kind: str, comment_id: UUID, owner_id: UUID | None = None) -> Comment:
    """A comment on a matter of a kind, or on one matter.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Comment, (session.tenant, comment_id))
    if found is None or found.owner_kind != kind or owner_id not in {None, found.owner_id}:
        raise NotFound(comment_id)
    return found


def _first(query: Select[Comment], shown: bool) -> Select[Comment]:
    return (query.where(Comment.published.is_(True)) if shown else query).order_by(Comment.at, Comment.id)
