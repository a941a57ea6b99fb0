"""A case of the township with an empty thread, and those who write in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import delete, select

from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope, ScopedSession, new_id
from core.letters import services
from core.letters.models import Letter, LetterTemplate, Thread
from core.letters.services import Text
from core.notices.models import Delivery, Notice
from tests.sample import HANDLER, MENGYUE, account
from tests.site import Site


class Desk:
    """The thread of one case."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.case: Case = site.case("勐约许1")
        self.party = Actor.party(MENGYUE, self.case.party)
        self.office = self.person(HANDLER)

    def person(self, login: str) -> Actor:
        """Somebody of the township."""
        with self.reading() as session:
            return actor_of(session, account(session, login))

    @contextmanager
    def reading(self) -> Iterator[ScopedSession]:
        """A read session of the township."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        """A write turn of the township."""
        with self.site.database.write(Scope.one(MENGYUE)) as session:
            yield session

    def write(self, actor: Actor, body: str = "样信", key: str = "", *, wants_reply: bool = False) -> Letter:
        """Write a letter."""
        with self.writing() as session:
            letter = services.write(session, actor, self.case.id, Text(body, wants_reply), key or new_id().hex)
            session.expunge(letter)
        return letter

    def letters(self) -> list[Letter]:
        """The thread, the oldest first."""
        with self.reading() as session:
            rows = list(session.scalars(select(Letter).order_by(Letter.at, Letter.id)))
            session.expunge_all()
        return rows

    def turn(self) -> str:
        """Whose turn it is."""
        with self.reading() as session:
            thread = session.get(Thread, (MENGYUE, self.case.id))
            return thread.waits_for if thread is not None else ""

    def told(self, recipient: str) -> list[str]:
        """What people or the party were told, in words."""
        with self.reading() as session:
            rows = session.scalars(select(Notice).where(Notice.recipient == recipient).order_by(Notice.at, Notice.id))
            return [row.words % row.params for row in rows]


@pytest.fixture
def desk(site: Site) -> Desk:
    """The thread of 勐约许1, empty."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        for model in (Delivery, Notice, Letter, Thread, LetterTemplate):
            session.execute(delete(model))
    return Desk(site)
