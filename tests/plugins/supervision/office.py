"""A township whose supervision is at work in a test: an office with a handler and a head, and the county's above it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor
from core.accounts.models import Grant, Person
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Database, Scope, ScopedSession, new_id
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import put_switch
from plugins.supervision.complaint import rules, services
from tests.sample import COUNTY, COUNTY_HANDLER, MENGYUE, NO_ROLE, TODAY, account

# 监察室: who works there, and who leads it.
CLERK_OF_IT, HEAD_OF_IT = NO_ROLE, "wan.nuoyi"
STATION = "CZS"


def give(session: ScopedSession, login: str, role: str, unit: str) -> None:
    """Give an account a role in a unit, and let it work there alone."""
    who, where = account(session, login), unit_of(session, unit)
    for grant in session.scalars(select(Grant).where(Grant.account_id == who.id)):
        session.delete(grant)
    session.add(Grant(tenant_id=session.tenant, account_id=who.id, unit_id=where, role=role, from_on=TODAY))
    for person in session.scalars(select(Person).where(Person.account_id == who.id)):
        person.unit_id = where
    session.flush()


def unit_of(session: ScopedSession, code: str) -> UUID:
    """A unit by its code."""
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def staff(database: Database) -> None:
    """Turn supervision on in the township and the county, and staff both offices."""
    for tenant in (MENGYUE, COUNTY):
        with database.write(Scope.one(tenant)) as session:
            put_switch(session, tenant, "supervision", on=True, by="test")
    with database.write(Scope.one(MENGYUE)) as session:
        give(session, CLERK_OF_IT, "handler", "JCS")
        give(session, HEAD_OF_IT, "station_head", "JCS")
    with database.write(Scope.one(COUNTY)) as session:
        office = session.scalars(select(Unit).where(Unit.code == "JWJ")).one()
        office.function = "supervision_office"
        give(session, COUNTY_HANDLER, "county_handler", "JWJ")


@dataclass
class Desk:
    """Complaints and what is done about them."""

    database: Database

    @contextmanager
    def writing(self, tenant: int = MENGYUE) -> Iterator[ScopedSession]:
        """A write turn; what was loaded stays readable behind it."""
        with self.database.write(Scope.one(tenant)) as session:
            yield session
            session.flush()
            session.expunge_all()

    @contextmanager
    def reading(self, tenant: int = MENGYUE) -> Iterator[ScopedSession]:
        """A read session."""
        with self.database.read(Scope.one(tenant)) as session:
            yield session

    def who(self, session: ScopedSession, login: str) -> Actor:
        """The actor of a login."""
        return actor_of(session, account(session, login))

    def unit(self, code: str) -> UUID:
        """A unit of the township."""
        with self.reading() as session:
            return unit_of(session, code)

    def complain(self, key: str = "", **told: Any) -> Case:
        """Complain."""
        command = rules.Complain(**{"kind": "demand", "words": "要了两条烟", **told})
        with self.writing() as session:
            return services.complain(session, session.get_one(Tenant, MENGYUE), command, key or new_id().hex)

    def act(self, case: Case, login: str, code: str, command: Any, **given: Any) -> Case:
        """Act on a case as somebody, seen as it is now."""
        with self.writing(case.tenant_id) as session:
            made = command(version=session.get_one(Case, (case.tenant_id, case.id)).version, **given)
            return cases.act(session, self.who(session, login), case.id, code, made, new_id().hex)

    def again(self, case: Case) -> Case:
        """A case as it is now."""
        with self.reading(case.tenant_id) as session:
            found = session.get_one(Case, (case.tenant_id, case.id))
            session.expunge_all()
        return found
