"""Reading the good practice of all townships."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from core.db import ScopedSession
from core.db.ids import PageKey
from core.db.keyset import newest_first
from core.publishing.models import Published
from core.publishing.queries import anywhere
from plugins.supervision.practice.types import PRACTICE

PAGE = 50


def shared(
    session: ScopedSession, words: str, after: PageKey | None, size: int = PAGE
) -> tuple[Sequence[Published], PageKey | None]:
    """What county and townships published of it, the newest first; `session` is a public one of them all.

    Args:
        words: part of the title or the text.
    """
    query = select(Published).where(anywhere(), Published.type == PRACTICE.code)
    if words:
        query = query.where(
            Published.title.contains(words, autoescape=True) | Published.body.contains(words, autoescape=True)
        )
    return newest_first(session, query, Published.published_at, Published.id, after, size)
