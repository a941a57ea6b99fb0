"""A township whose people write documents: author, checker, two signers, who issues; and a press without type."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.proving import Proof
from core.accounts.queries import actor_of
from core.db import Database, Scope, ScopedSession, new_id
from core.documents import services
from core.documents.content import Content
from core.documents.issuing import Press
from core.documents.models import Document, IssuedDocument
from core.documents.seals import Sealed
from core.files import stores
from core.files.stores import Store
from tests.sample import ADMIN, HANDLER, HEAD, LEADER, MENGYUE, account
from tests.site import Site

SECOND = "pai.nuoyi"  # the deputy head of the township
WRITTEN = Content("notice", "letterhead", "关于样例的通知", "各村", "正文。")


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Data as bytes: what a test of the life of a document needs of a page."""
    return f"{template}:{json.dumps(data, ensure_ascii=False, sort_keys=True)}".encode()


class SampleSeal:
    """A seal service as a UKey's would be, behind the interface: it appends, and refuses what it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def seal(self, pdf: bytes, organ: str, number: str) -> Sealed:
        """Append a seal."""
        self.asked.append((organ, number))
        return Sealed(pdf + b"%SM2", "样例印章服务")


@dataclass
class Desk:
    """The people of one township's register and what they do."""

    database: Database
    store: Store
    people: Mapping[str, Actor]
    tenant: int = MENGYUE
    press: Press = field(init=False)

    def __post_init__(self) -> None:
        self.press = Press(self.store, typeset=typeset, substitutes=lambda: ())

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        """A write turn of the tenant."""
        with self.database.write(Scope.one(self.tenant)) as session:
            yield session

    def write(self, *signers: str, by: str = HANDLER, **changes: Any) -> Document:
        """A draft, to be signed by the leader where nobody else is named."""
        named = tuple(self.people[login].account_id for login in signers or (LEADER,))
        with self.writing() as session:
            content = replace(WRITTEN, signers=named, **changes)
            return services.write(session, self.people[by], content, new_id().hex)

    def step(self, row: Document, step: str, by: str, *more: Any, proof: Proof | None = None) -> Any:
        """One step on the document as it is now."""
        with self.writing() as session:
            version = session.get_one(Document, (self.tenant, row.id)).version
            actor, act = self.people[by], getattr(services, step)
            if step == "sign":
                more = (proof or Proof(actor.account_id, "password", time.now()),)
                return act(session, actor, row.id, version, *more)
            if step == "issue":
                return act(session, actor, row.id, version, *(more or (self.press,)))
            return act(session, actor, row.id, *more, version) if more else act(session, actor, row.id, version)

    def signed(self, *signers: str, **changes: Any) -> Document:
        """Written, checked and signed by all."""
        row = self.write(*signers, **changes)
        self.step(row, "submit", HANDLER)
        self.step(row, "check", HEAD)
        for login in signers or (LEADER,):
            self.step(row, "sign", login)
        return row

    def issued(self, *signers: str, **changes: Any) -> IssuedDocument:
        """All the road."""
        made: IssuedDocument = self.step(self.signed(*signers, **changes), "issue", ADMIN)
        return made

    def now(self, document_id: UUID) -> Document:
        """The document as it is."""
        with self.database.read(Scope.one(self.tenant)) as session:
            row = session.scalars(select(Document).where(Document.id == document_id)).one()
            session.expunge_all()
        return row


def desk_of(site: Site, tenant: int, *logins: str) -> Desk:
    """The register of a tenant, with some of its people."""
    with site.database.read(Scope.one(tenant)) as session:
        people = {login: actor_of(session, account(session, login)) for login in logins}
    return Desk(site.database, stores.of(site.config), people, tenant)


@pytest.fixture(scope="module")
def desk(site: Site) -> Desk:
    """The register of 勐约乡."""
    return desk_of(site, MENGYUE, HANDLER, HEAD, LEADER, SECOND, ADMIN)
