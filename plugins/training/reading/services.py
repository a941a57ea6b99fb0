"""Putting a book on the list, noting something on it, and registering an event."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from plugins.training.models import Book, BookNote, ReadingEvent
from plugins.training.permissions import Perm
from plugins.training.who import must_edit

MOST_BOOKS = 100


@dataclass(frozen=True, slots=True)
class Event:
    """An event: when, what, where, and what came of it."""

    held_on: dt.date
    title: str
    place: str
    words: str


def add_book(session: ScopedSession, actor: Actor, unit_id: UUID, year: int, title: str, author: str) -> Book:
    """Put a book on a unit's list of a year; the same title again is the one that is there.

    Raises:
        Forbidden: the unit is not the actor's to keep.
        DomainError: the list is full.
    """
    must_edit(actor, unit_id)
    queue(session, f"training:books:{unit_id}:{year}")
    rows = session.scalars(select(Book).where(Book.unit_id == unit_id, Book.year == year)).all()
    if (known := next((row for row in rows if row.title == title), None)) is not None:
        return known
    if len(rows) >= MOST_BOOKS:
        raise DomainError(Problem(N_("书目最多%(most)d本。"), "title", {"most": MOST_BOOKS}))
    own = {"tenant_id": session.tenant, "id": new_id(), "unit_id": unit_id, "year": year}
    book = Book(**own, title=title, author=author)
    session.add(book)
    record(session, actor, "training.book.add", str(book.id), {"title": title})
    session.flush()
    return book


def note(session: ScopedSession, actor: Actor, book_id: UUID, words: str, key: str) -> BookNote:
    """Share a note on a book within the unit; the same form a second time is the same note.

    Raises:
        NotFound: there is no such book.
        Forbidden: the actor is not one of the unit's people.
    """
    book = session.get(Book, (session.tenant, book_id))
    if book is None:
        raise NotFound(book_id)
    if not may_note(actor, book.unit_id):
        raise Forbidden(Perm.READ)
    queue(session, f"training:note:{key}")
    if (known := session.scalar(select(BookNote).where(BookNote.form_key == key))) is not None:
        return known
    own = {"tenant_id": session.tenant, "id": new_id(), "form_key": key, "book_id": book.id}
    made = BookNote(**own, words=words, by=actor.title, at=time.now())
    session.add(made)
    record(session, actor, "training.book.note", str(book.id), {"note": str(made.id)})
    session.flush()
    return made


def add_event(session: ScopedSession, actor: Actor, unit_id: UUID, command: Event, key: str) -> ReadingEvent:
    """Register an event of the drive; the same form a second time is the same event.

    Raises:
        Forbidden: the unit is not the actor's to keep.
    """
    must_edit(actor, unit_id)
    queue(session, f"training:event:{key}")
    if (known := session.scalar(select(ReadingEvent).where(ReadingEvent.form_key == key))) is not None:
        return known
    own = {"tenant_id": session.tenant, "id": new_id(), "form_key": key, "unit_id": unit_id}
    event = ReadingEvent(**own, **asdict(command))
    session.add(event)
    record(session, actor, "training.event.add", str(event.id), {"title": command.title})
    session.flush()
    return event


def may_note(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor is one of the unit's people, who read and write its notes."""
    return actor.visiting is None and actor.in_unit(Perm.READ, unit_id)
