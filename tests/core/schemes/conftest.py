"""The township of the duties' tests, with the people who write and confirm its schemes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from core.accounts.actor import Actor
from core.accounts.models import Grant
from core.accounts.queries import actor_of
from core.db import Scope, ScopedSession, new_id
from core.duties import rescheduling
from core.duties.terms import Term
from core.jobs.models import Outbox
from core.schemes import queries, rules, services
from core.schemes.models import Scheme as Row
from core.schemes.services import Begin
from tests.core.duties.conftest import LONG_AGO, Scheme, scheme, township
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, COUNTY_SECOND, LEADER, account

__all__ = ["scheme", "township"]


@dataclass
class Desk:
    """Schemes of the township and of the county, written by one and confirmed by another."""

    scheme: Scheme

    def actor(self, login: str, tenant: int) -> Actor:
        """Somebody of a tenant."""
        with self.scheme.database.read(Scope.one(tenant)) as session:
            return actor_of(session, account(session, login))

    @contextmanager
    def writing(self, tenant: int) -> Iterator[ScopedSession]:
        """A write turn."""
        with self.scheme.database.write(Scope.one(tenant)) as session:
            yield session

    def begin(self, year: int = 2026, source: str = "above", tenant: int = 0) -> UUID:
        """A draft."""
        tenant = tenant or self.scheme.tenant
        with self.writing(tenant) as session:
            return services.begin(session, self.author(tenant), Begin(year, source), new_id().hex).id

    def set(self, scheme_id: UUID, tenant: int = 0, **changes: Term) -> None:
        """Change lines of a draft; ``_`` in a name stands for the dot of the code."""
        tenant = tenant or self.scheme.tenant
        with self.writing(tenant) as session:
            row = queries.get_scheme(session, tenant, scheme_id)
            terms = rules.from_json(row.terms)
            named = {code.replace(".", "_"): code for code in terms}
            given = {named[name]: term for name, term in changes.items()}
            services.edit(session, self.author(tenant), scheme_id, {**terms, **given}, row.version)

    def step(self, act: str, scheme_id: UUID, actor: Actor, tenant: int = 0, *more: Any) -> None:
        """One step on the scheme as it is now."""
        tenant = tenant or self.scheme.tenant
        with self.writing(tenant) as session:
            row = queries.get_scheme(session, tenant, scheme_id)
            getattr(services, act)(session, actor, scheme_id, *more, row.version)

    def author(self, tenant: int = 0) -> Actor:
        """Who writes."""
        tenant = tenant or self.scheme.tenant
        return self.actor(COUNTY_ADMIN if tenant == COUNTY else ADMIN, tenant)

    def second(self, tenant: int = 0) -> Actor:
        """Who confirms."""
        tenant = tenant or self.scheme.tenant
        return self.actor(COUNTY_SECOND if tenant == COUNTY else LEADER, tenant)

    def put(self, tenant: int = 0, source: str = "above", year: int = 2026, **changes: Term) -> UUID:
        """A scheme in force, and the worker's part of it done."""
        made = self.begin(year, source, tenant)
        self.set(made, tenant, **changes)
        self.step("propose", made, self.author(tenant), tenant)
        self.step("confirm", made, self.second(tenant), tenant)
        self.carry(tenant)
        return made

    def carry(self, tenant: int = 0) -> None:
        """What the worker does for the rows of the outbox that name the township."""
        with self.scheme.database.read(Scope.one(tenant or self.scheme.tenant)) as session:
            wanted = (Outbox.topic == rescheduling.TOPIC, Outbox.is_open.is_(True))
            owed = list(session.scalars(select(Outbox.payload).where(*wanted)))
        for payload in owed:
            if payload["tenant"] == self.scheme.tenant:
                rescheduling.carry_on(self.scheme.database, tenant, payload)

    def state(self, scheme_id: UUID) -> str:
        """How far a scheme is."""
        with self.scheme.reading() as session:
            return session.get_one(Row, (self.scheme.tenant, scheme_id)).state


@pytest.fixture
def desk(scheme: Scheme) -> Desk:
    """The township on 1 April with four measures on, the county's people there since long before."""
    with scheme.database.write(Scope.one(COUNTY)) as session:
        session.execute(update(Grant).values(from_on=LONG_AGO))
    return Desk(scheme)
