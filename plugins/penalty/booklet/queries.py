"""Reading booklets: all of them, one with its copies, and what the next one would hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.db import ScopedSession
from core.errors import NotFound
from plugins.penalty.booklet.models import Booklet, BookletCopy, entry_of
from plugins.penalty.booklet.rules import DRAFT
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.queries import usable
from plugins.penalty.discretion.models import Standard


def listed(session: ScopedSession) -> Sequence[Booklet]:
    """Every booklet that the session may see, the newest first."""
    return session.scalars(select(Booklet).order_by(Booklet.year.desc(), Booklet.edition.desc())).all()


def booklet_of(session: ScopedSession, booklet_id: UUID) -> Booklet:
    """A booklet that the session may see.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Booklet).where(Booklet.id == booklet_id))
    if found is None:
        raise NotFound(booklet_id)
    return found


def copies(session: ScopedSession, booklet_id: UUID) -> Sequence[BookletCopy]:
    """Who got a copy, by its number."""
    query = select(BookletCopy).where(BookletCopy.booklet_id == booklet_id)
    return session.scalars(query.order_by(BookletCopy.number)).all()


def fined(session: ScopedSession) -> list[tuple[Offence, Standard | None]]:
    """Each offence that can be fined today, by code, with its newest standard, draft or published."""
    today = time.today()
    newest = {row.offence_id: row for row in session.scalars(select(Standard).order_by(Standard.edition))}
    rows = (row for row in usable(session) if row.bands and (row.valid_to is None or row.valid_to >= today))
    return [(row, newest.get(row.id)) for row in rows]


def held(session: ScopedSession, booklet_id: UUID) -> list[dict[str, Any]]:
    """The entries of a booklet: what was handed in, of a draft what would be handed in now."""
    row = booklet_of(session, booklet_id)
    return row.entries if row.stage != DRAFT else entries(session)


def entries(session: ScopedSession) -> list[dict[str, Any]]:
    """What would be handed in now."""
    return [entry_of(offence, standard) for offence, standard in fined(session) if standard is not None]
