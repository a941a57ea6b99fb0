"""The people of the sample township, by their logins, in a database that every test has to itself."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from core.accounts.actor import Actor
from core.accounts.models import Grant, Person
from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.db import Database, Scope, ScopedSession
from core.tenancy.models import Unit
from tests.sample import MENGYUE, account

As = Callable[[ScopedSession, str], Actor]


def actor(session: ScopedSession, login: str) -> Actor:
    """An account's actor in the session's tenant, as it is now."""
    return actor_of(session, account(session, login))


def unit_id(session: ScopedSession, code: str) -> UUID:
    """The unit of a code."""
    return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def person_id(session: ScopedSession, login: str) -> UUID:
    """The person of a login in the session's tenant."""
    return session.scalars(select(Person.id).where(Person.account_id == account(session, login).id)).one()


def grant_id(session: ScopedSession, login: str, role: str) -> UUID:
    """The grant of a role that a login holds in the session's tenant."""
    held = select(Grant.id).where(Grant.account_id == account(session, login).id, Grant.role == role)
    return session.scalars(held).one()


def audited(database: Database, action: str, tenant: int = MENGYUE) -> list[Audit]:
    """The rows of the audit about one kind of act."""
    with database.read(Scope.one(tenant)) as session:
        rows = list(session.scalars(select(Audit).where(Audit.action == action).order_by(Audit.at, Audit.id)))
        session.expunge_all()
    return rows


@pytest.fixture
def database(county: Database) -> Database:
    """The sample county."""
    return county
