"""The scheme of a township: its measures on since a day, its duties made, its people at hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import ColumnElement, delete, func, select, update

from core import clock
from core.accounts.actor import Actor, Held
from core.accounts.models import Grant
from core.accounts.permissions import Perm
from core.commands import open_database
from core.config import Config
from core.contracts import Submission
from core.db import Database, Scope, ScopedSession, new_id
from core.duties import services
from core.duties.making import make
from core.duties.models import Duty, DutyEntry
from core.duties.services import Answer, Submit
from core.notices.models import Notice
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from tests.sample import HANDLER, MENGYUE, account

LONG_AGO = dt.date(2020, 1, 1)
NEW_YEAR = dt.date(2026, 1, 5)
MONTHLY, PLAN, SUMMARY = "scheme.progress_report.monthly", "scheme.plan", "scheme.summary_report"
PLAN_PARTS = dict.fromkeys(("survey", "plan", "measures", "body", "team", "head", "department", "contact"), ("样例",))
MEASURES = ("supervision", "training", "goals", "penalty")


@contextmanager
def on(day: dt.date, hour: int = 10) -> Iterator[None]:
    """Live on a day."""
    with clock.moved(dt.datetime.combine(day, dt.time(hour), clock.SHANGHAI)):
        yield


@dataclass
class Scheme:
    """A township whose people hand in and receive."""

    database: Database
    tenant: int = MENGYUE

    def turn(self, *names: str, to: bool = True) -> None:
        """Switch measures, as of now."""
        with self.writing() as session:
            for name in names:
                put_switch(session, self.tenant, name, on=to, by="test")

    def make(self) -> int:
        """Make the duties as the daily job does."""
        return make(self.database, self.tenant)

    def unit(self, code: str) -> UUID:
        """The id of a unit."""
        with self.reading() as session:
            return session.scalars(select(Unit.id).where(Unit.code == code)).one()

    def of(self, code: str, *permissions: str) -> Actor:
        """One of a unit's people, who may hand in and receive unless told."""
        given = frozenset(permissions or (Perm.SUBMIT, Perm.RECEIVE))
        with self.reading() as session:
            who = account(session, HANDLER).id
        return Actor(who, f"{code}的人", self.tenant, (Held("handler", self.unit(code), True, given),))

    def duties(self, *where: ColumnElement[bool]) -> list[Duty]:
        """Duties of the township, the earliest first."""
        with self.reading() as session:
            found = list(session.scalars(select(Duty).where(*where).order_by(Duty.due_on, Duty.id)))
            session.expunge_all()
        return found

    def duty(self, rule: str, unit: str, period: str) -> Duty:
        """One duty."""
        (found,) = self.duties(Duty.rule == rule, Duty.unit_id == self.unit(unit), Duty.period == period)
        return found

    def again(self, duty: Duty) -> Duty:
        """A duty as it is now."""
        (found,) = self.duties(Duty.id == duty.id)
        return found

    def submit(self, actor: Actor, duty: Duty, text: str = "已完成", key: str = "", **given: Any) -> None:
        """Hand in."""
        parts = given.pop("parts", {})
        command = Submit(given.pop("version", duty.version), Submission(text, parts), **given)
        with self.writing() as session:
            services.submit(session, actor, duty.id, command, key or new_id().hex)

    def nil(self, actor: Actor, duty: Duty, late_reason: str = "") -> None:
        """Nothing to report."""
        with self.writing() as session:
            services.submit_nil(session, actor, duty.id, Submit(duty.version, late_reason=late_reason), new_id().hex)

    def answer(self, what: str, actor: Actor, duty: Duty, note: str = "", key: str = "") -> None:
        """Accept, send back or withdraw, as seen now."""
        command = Answer(self.again(duty).version, note)
        with self.writing() as session:
            getattr(services, what)(session, actor, duty.id, command, key or new_id().hex)

    def acts(self, duty: Duty) -> list[str]:
        """The ledger of a duty."""
        with self.reading() as session:
            return list(
                session.scalars(select(DutyEntry.act).where(DutyEntry.duty_id == duty.id).order_by(DutyEntry.id))
            )

    def notices(self, duty: Duty) -> list[str]:
        """What was told about a duty."""
        with self.reading() as session:
            rows = session.scalars(select(Notice).where(Notice.matter_id == duty.id).order_by(Notice.at))
            return [row.words % row.params for row in rows]

    def count(self, model: Any, *where: ColumnElement[bool]) -> int:
        """How many rows there are."""
        with self.reading() as session:
            return session.scalar(select(func.count()).select_from(model).where(*where)) or 0

    @contextmanager
    def reading(self) -> Iterator[ScopedSession]:
        with self.database.read(Scope.one(self.tenant)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        with self.database.write(Scope.one(self.tenant)) as session:
            yield session


@pytest.fixture
def township(config: Config) -> Iterator[Scheme]:
    """The sample's township: no measure on, no duty made, units and people that were there before the year."""
    database = open_database(config)
    scheme = Scheme(database)
    scheme.turn("approval", to=False)
    with scheme.writing() as session:
        session.execute(update(Unit).values(since_on=LONG_AGO))
        session.execute(update(Grant).values(from_on=LONG_AGO))
        session.execute(delete(DutyEntry))
        session.execute(delete(Duty))
    yield scheme
    database.dispose()


@pytest.fixture
def scheme(township: Scheme) -> Iterator[Scheme]:
    """The same with the scheme's measures on since the beginning of 2026, on 1 April."""
    with on(NEW_YEAR):
        township.turn(*MEASURES)
    with on(dt.date(2026, 4, 1)):
        township.make()
        yield township
