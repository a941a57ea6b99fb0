"""Reading the drive: a unit's books of a year with their notes, and its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core.db import ScopedSession
from plugins.training.models import Book, BookNote, ReadingEvent
from plugins.training.plan.queries import year_of

SHOWN = 200


def books_of(session: ScopedSession, unit_id: UUID, year: int) -> Sequence[Book]:
    """A unit's list of a year."""
    query = select(Book).where(Book.unit_id == unit_id, Book.year == year).order_by(Book.title, Book.id)
    return session.scalars(query).all()


def notes_of(session: ScopedSession, books: Sequence[Book]) -> dict[UUID, list[BookNote]]:
    """The newest notes by book, the newest first."""
    query = select(BookNote).where(BookNote.book_id.in_([book.id for book in books]))
    found: dict[UUID, list[BookNote]] = {}
    for row in session.scalars(query.order_by(BookNote.at.desc(), BookNote.id.desc()).limit(SHOWN)):
        found.setdefault(row.book_id, []).append(row)
    return found


def count_notes(session: ScopedSession, books: Sequence[Book]) -> dict[UUID, int]:
    """How many notes there are by book, for who sees the list and not the notes."""
    query = select(BookNote.book_id, func.count()).where(BookNote.book_id.in_([book.id for book in books]))
    rows: Sequence[Any] = session.execute(query.group_by(BookNote.book_id)).all()
    return dict(rows)


def events_of(session: ScopedSession, unit_id: UUID, year: int) -> Sequence[ReadingEvent]:
    """A unit's events of a year, the newest first."""
    query = select(ReadingEvent).where(ReadingEvent.unit_id == unit_id, ReadingEvent.held_on.between(*year_of(year)))
    return session.scalars(query.order_by(ReadingEvent.held_on.desc(), ReadingEvent.id.desc())).all()
