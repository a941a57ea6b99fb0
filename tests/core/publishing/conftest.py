"""A township whose people publish: a writer, a second writer and a signer, and what they do with one publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.db import Database, Scope, ScopedSession, new_id
from core.publishing import services
from core.publishing.checking import Check
from core.publishing.models import Publication, Published
from core.publishing.services import Content
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, COUNTY_SECOND, HANDLER, LEADER, MENGYUE, account


@dataclass
class Desk:
    """One tenant's desk of publishing."""

    database: Database
    tenant: int
    writer: Actor
    signer: Actor
    other: Actor

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        """A write turn of the tenant."""
        with self.database.write(Scope.one(self.tenant)) as session:
            yield session

    def write(self, key: str = "", **typed: Any) -> Publication:
        """A draft of the writer's."""
        content = Content(**{"column": "notices", "title": "关于样例的通知", "body": "正文。", **typed})
        with self.writing() as session:
            return services.write(session, self.writer, content, key or new_id().hex)

    def check(self, row: Publication, **decided: Any) -> Publication:
        """The writer's check."""
        with self.writing() as session:
            return services.check(session, self.writer, row.id, Check(row.version, **decided))

    def sign(self, row: Publication, **given: Any) -> Publication:
        """The signer's signature."""
        with self.writing() as session:
            return services.sign(session, self.signer, row.id, row.version, given.get("copies", {}))

    def publish(self, **typed: Any) -> Publication:
        """Written, checked and signed."""
        return self.sign(self.check(self.write(**typed)))

    def withdraw(self, row: Publication, ground: str = "wrong", reason: str = "日期写错") -> Publication:
        """Taken down by the signer."""
        with self.writing() as session:
            return services.withdraw(session, self.signer, row.id, ground, reason, row.version)

    def shown(self, publication_id: UUID) -> Published | None:
        """What the public's scope sees of it."""
        with self.database.read(Scope.public(COUNTY)) as session:
            found = session.get(Published, (self.tenant, publication_id))
            session.expunge_all()
        return found


@pytest.fixture
def desk_of(county: Database) -> Callable[..., Desk]:
    """The desk of a tenant by the logins of its people."""

    def make(tenant: int, writer: str, signer: str, other: str) -> Desk:
        with county.read(Scope.one(tenant)) as session:
            actors = [actor_of(session, account(session, login)) for login in (writer, signer, other)]
        return Desk(county, tenant, *actors)

    return make


@pytest.fixture
def desk(desk_of: Callable[..., Desk]) -> Desk:
    """The desk of 勐约乡."""
    return desk_of(MENGYUE, ADMIN, LEADER, HANDLER)


@pytest.fixture
def county_desk(desk_of: Callable[..., Desk]) -> Desk:
    """The desk of the county."""
    return desk_of(COUNTY, COUNTY_ADMIN, COUNTY_SECOND, COUNTY_SECOND)
