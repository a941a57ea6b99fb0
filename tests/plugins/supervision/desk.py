"""A township with supervision on, and its people at hand: the office that issues, the unit that answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import cases, clock
from core.accounts.actor import Actor
from core.accounts.models import Grant
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope, ScopedSession, new_id
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.supervision.orders import rules, services
from tests.sample import MENGYUE, NO_ROLE, account
from tests.site import Site

# The general office's and the supervision office's supervisors.
OFFICE, SUPERVISOR = "zuo.xiangbing", NO_ROLE
MONDAY = dt.date(2026, 11, 30)
SAID: dict[str, Any] = {
    "matter": "整改台账",
    "demand": "补齐十月台账。",
    "person": "何早乙",
    "due_on": dt.date(2026, 12, 4),
}


@dataclass
class Desk:
    """The township with its people."""

    site: Site

    @contextmanager
    def reading(self) -> Iterator[ScopedSession]:
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        with self.site.database.write(Scope.one(MENGYUE)) as session:
            yield session

    def who(self, login: str) -> Actor:
        """Somebody as they are now."""
        with self.reading() as session:
            return actor_of(session, account(session, login))

    def unit(self, code: str) -> UUID:
        """The id of a unit."""
        with self.reading() as session:
            return session.scalars(select(Unit.id).where(Unit.code == code)).one()

    def issue(self, login: str = OFFICE, kind: str = rules.ASSIGN, key: str = "", **given: Any) -> Case:
        """Issue an order to the agricultural station."""
        said = {"unit_id": self.unit("NYZ"), **SAID, **given}
        with self.writing() as session:
            case = services.issue(session, self.who(login), rules.Issue(kind=kind, **said), key or new_id().hex)
            session.expunge_all()
        return case

    def act(self, case: Case, login: str, code: str, command: type, **given: Any) -> Case:
        """Act on an order as it is now."""
        actor = self.who(login)
        with self.writing() as session:
            version = session.get_one(Case, (MENGYUE, case.id)).version
            done = cases.act(session, actor, case.id, code, command(version=version, **given), new_id().hex)
            session.expunge_all()
        return done


@pytest.fixture(scope="module")
def desk(site: Site) -> Desk:
    """Supervision on, and a supervisor in each of the two offices."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, "supervision", on=True, by="test")
        office = session.scalars(select(Unit.id).where(Unit.function == "supervision_office")).one()
        who = account(session, SUPERVISOR).id
        since = dt.date(2026, 1, 1)
        session.add(Grant(tenant_id=MENGYUE, account_id=who, unit_id=office, role="supervisor", from_on=since))
    return Desk(site)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """Live on a Monday."""
    with clock.moved(dt.datetime.combine(MONDAY, dt.time(10), clock.SHANGHAI)):
        yield
