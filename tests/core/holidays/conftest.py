"""People who change a calendar, over the desk of the case kernel's tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from core.accounts.queries import actor_of
from core.calendar import services as calendars
from core.calendar.rules import Parts
from core.db import Scope, new_id
from core.deadlines.calendar import WorkCalendar
from core.holidays import services
from core.holidays.rules import Change
from tests.core.cases.conftest import desk  # noqa: F401 - a fixture
from tests.core.cases.toys import Desk
from tests.sample import COUNTY, COUNTY_ADMIN, COUNTY_SECOND, account


@pytest.fixture(autouse=True)
def _this_database_only() -> Iterator[None]:
    """Let no test count on a calendar that another one met."""
    token = calendars._counts.set(None)
    yield
    calendars._counts.reset(token)


@dataclass
class Office:
    """Where people propose and decide, each by their login, in a tenant of their own."""

    desk: Desk

    def propose(self, change: Change, login: str = COUNTY_ADMIN, tenant: int = COUNTY) -> UUID:
        with self.desk.database.write(Scope.one(tenant)) as session:
            return services.propose(session, actor_of(session, account(session, login)), change, new_id()).id

    def confirm(self, proposal: UUID, login: str = COUNTY_SECOND, tenant: int = COUNTY) -> None:
        with self.desk.database.write(Scope.one(tenant)) as session:
            services.confirm(session, actor_of(session, account(session, login)), proposal)

    def reject(self, proposal: UUID, login: str = COUNTY_SECOND, tenant: int = COUNTY, reason: str = "不符") -> None:
        with self.desk.database.write(Scope.one(tenant)) as session:
            services.reject(session, actor_of(session, account(session, login)), proposal, reason)

    def renew(self, proposal: UUID, login: str = COUNTY_ADMIN, tenant: int = COUNTY) -> UUID:
        with self.desk.database.write(Scope.one(tenant)) as session:
            return services.renew(session, actor_of(session, account(session, login)), proposal, new_id()).id

    def make(self, change: Change) -> None:
        """Change the county's calendar, by its two people."""
        self.confirm(self.propose(change))

    def parts(self, tenant: int) -> Parts:
        with self.desk.database.read(Scope.one(tenant)) as session:
            return calendars.parts(session)

    def calendar(self, tenant: int) -> WorkCalendar:
        with self.desk.database.read(Scope.one(tenant)) as session:
            return calendars.current(session)


@pytest.fixture
def office(desk: Desk) -> Office:  # noqa: F811
    """The county's and the townships' people at work on the calendar."""
    return Office(desk)
