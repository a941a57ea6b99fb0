"""A township in which somebody is told of things, and the worker that sends."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from core import clock
from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.cases import notices as of_cases
from core.cases.models import Case
from core.contracts import Message
from core.db import Scope, ScopedSession
from core.jobs import drain
from core.jobs.models import Outbox
from core.notices import queries, services
from core.notices.models import Delivery, Digest, Notice, NoticeConsent, NoticeSettings
from core.notices.sending import Post
from core.notices.services import Choice, News
from tests.sample import HANDLER, MENGYUE, account
from tests.site import Site

PHONE = "13900001234"


class Desk:
    """One person of the township and what they are told."""

    def __init__(self, site: Site, login: str = HANDLER) -> None:
        self.site = site
        self.case: Case = site.case("勐约许1")
        self.post = Post(site.database, site.config)
        self.sent: list[Message] = []
        with self.reading() as session:
            self.actor: Actor = actor_of(session, account(session, login))

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

    def setup(self, **settings: object) -> None:
        """Send with other settings from now on."""
        self.post = Post(self.site.database, dataclasses.replace(self.site.config, **settings))  # type: ignore[arg-type]

    def catch(self, answer: Callable[[Message], str] = lambda message: "ok") -> None:
        """Let no message leave: `answer` says what a gateway says, or raises."""

        def take(message: Message) -> str:
            said = answer(message)
            self.sent.append(message)
            return said

        self.post._senders = dict.fromkeys(("mail", "sms", "wechat"), take)

    def choose(self, modes: Mapping[str, str] = {}, quiet: tuple[int, int] = (0, 0), **addresses: str) -> None:
        """Say how to be told."""
        with self.reading() as session:
            now = queries.wanted(session, self.actor.account_id).modes
        with self.writing() as session:
            services.choose(session, self.actor, Choice({**now, **modes}, addresses, *quiet))

    def tell(self, words: str = "%(number)s的事", kind: str = of_cases.LIMIT.code, case: Case | None = None) -> None:
        """Tell the person of their case."""
        about = case or self.case
        with self.writing() as session:
            services.tell(session, News(kind, about.id, words, {"number": about.number}), [self.actor.account_id])

    def tell_party(self, words: str = "%(number)s有进展") -> None:
        """Tell the party of the case."""
        with self.writing() as session:
            named = {"number": self.case.number}
            services.tell_party(session, News(of_cases.PROGRESS.code, self.case.id, words, named))

    def work(self) -> None:
        """Drain what is owed, as the worker does."""
        while drain.drain(self.site.database, MENGYUE, self.post.handlers):
            pass

    def log(self) -> list[Delivery]:
        """The delivery log, the oldest first."""
        with self.reading() as session:
            rows = list(session.scalars(select(Delivery).order_by(Delivery.queued_at, Delivery.id)))
            session.expunge_all()
        return rows

    def states(self) -> list[str]:
        """Where each message stands."""
        return [row.state for row in self.log()]

    def unread(self) -> int:
        """What the bell says."""
        with self.reading() as session:
            return queries.unread(session, self.actor)[0]

    def owed(self, topic: str) -> list[Outbox]:
        """What the worker owes."""
        with self.reading() as session:
            rows = list(session.scalars(select(Outbox).where(Outbox.topic == topic, Outbox.is_open == True)))  # noqa: E712
            session.expunge_all()
        return rows


def wipe(site: Site) -> None:
    """Nobody is told anything, and nothing is owed."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        for model in (Delivery, Digest, Notice, NoticeSettings, NoticeConsent, Outbox):
            session.execute(delete(model))


@pytest.fixture
def desk(site: Site, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The handler's desk, empty."""
    monkeypatch.setattr(drain, "TURN", 60)
    wipe(site)
    return Desk(site)


@contextmanager
def at(day: int, hour: int, minute: int = 0) -> Iterator[None]:
    """Live at a moment of November 2026 in Shanghai; the 24th is a Tuesday."""
    with clock.moved(dt.datetime(2026, 11, day, hour, minute, tzinfo=clock.SHANGHAI)):
        yield


def end(desk: Desk, case_id: UUID, is_open: bool) -> None:
    """Let a case be done, or not."""
    with desk.writing() as session:
        session.get_one(Case, (MENGYUE, case_id)).is_open = is_open
