"""A township with training on since the new year, on a day in June; what a module leaves behind is its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from core import clock
from core.accounts.actor import Actor
from core.accounts.models import Grant, Person
from core.accounts.queries import actor_of
from core.db import Scope, ScopedSession, new_id
from core.duties.making import make
from core.duties.models import Duty, DutyEntry
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.training.models import Plan, Training
from plugins.training.plan import services as plans
from plugins.training.plan.services import Change
from plugins.training.sessions import services as sessions
from plugins.training.sessions.services import Hold
from tests.sample import COUNTY, HEAD, HUSA, MENGYUE, account
from tests.site import Site, opened

OFFICE = "zuo.xiangbing"  # the general office's handler
YEAR, BASE = 2026, f"/w/{MENGYUE}/training"
LONG_AGO = dt.date(2020, 1, 1)
NEW_YEAR = dt.datetime(2026, 1, 5, 9, tzinfo=clock.SHANGHAI)
MARCH = dt.datetime(2026, 3, 10, 9, tzinfo=clock.SHANGHAI)
JUNE = dt.datetime(2026, 6, 15, 9, tzinfo=clock.SHANGHAI)
TOPICS = (("执法文书", 16), ("宅基地审批", 12), ("社会救助法", 12))
TAGS = {"执法文书": "ethics"}  # what these topics stand for
WORDS = ("tag", "period", "lecturer", "form")
NEED = {"code": "c1", "who": "全体", "gap": "不会填写执法文书", "basis": "案卷评查"}


@dataclass
class Study:
    """The township, and short ways to its services."""

    site: Site

    @contextmanager
    def reading(self) -> Iterator[ScopedSession]:
        """A look at the township."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[ScopedSession]:
        """A write turn in the township."""
        with self.site.database.write(Scope.one(MENGYUE)) as session:
            yield session

    def actor(self, login: str) -> Actor:
        """Somebody with the posts they hold."""
        with self.reading() as session:
            return actor_of(session, account(session, login))

    def browser(self, login: str) -> FlaskClient:
        """Somebody's browser."""
        return self.site.sign_in(login)

    def unit(self, code: str = "NYZ") -> UUID:
        """The id of a unit."""
        with self.reading() as session:
            return session.scalars(select(Unit.id).where(Unit.code == code)).one()

    def person(self, name: str) -> UUID:
        """The id of a person."""
        with self.reading() as session:
            return session.scalars(select(Person.id).where(Person.name == name)).one()

    def people(self, unit: str, *names: str) -> list[UUID]:
        """Add people without accounts to a unit."""
        rows = [
            Person(tenant_id=MENGYUE, id=new_id(), account_id=None, unit_id=self.unit(unit), name=name)
            for name in names
        ]
        ids = [row.id for row in rows]
        with self.writing() as session:
            session.add_all(rows)
        return ids

    def plan(self, unit: str = "NYZ", topics: Any = TOPICS, login: str = HEAD, year: int = YEAR, why: str = "") -> Plan:
        """Save a plan with these topics (name, quarters)."""
        with self.writing() as session:
            known = session.scalar(select(Plan).where(Plan.unit_id == self.unit(unit), Plan.year == year))
            told = [
                {
                    "code": f"c{at}",
                    "name": name,
                    "quarters": quarters,
                    "tag": TAGS.get(name, ""),
                    "period": "",
                    "lecturer": "",
                    "form": "",
                }
                for at, (name, quarters) in enumerate(topics, 1)
            ]
            command = Change(known.version if known else 0, topics=told, needs=[NEED], why=why)
            plan = plans.change(session, self.actor(login), self.unit(unit), year, command)
            session.flush()
            session.expunge(plan)
        return plan

    def hold(self, topic: str = "", day: dt.date = dt.date(2026, 6, 12), **given: Any) -> Training:
        """Register a session of a unit: under a topic's code, or beside the plan under a name."""
        values: dict[str, Any] = {
            **{"topic_code": topic, "topic": "礼仪", "purpose": "补短板", "held_on": day, "begins": "09:00"},
            **{"ends": "12:00", "place": "二楼会议室", "form": "集中授课", "lecturer": "样讲师甲", "quarters": 12},
        }
        unit, login = given.pop("unit", "NYZ"), given.pop("login", HEAD)
        with self.writing() as session:
            command = Hold(**{**values, **given})
            made = sessions.register(session, self.actor(login), self.unit(unit), command, new_id().hex)
            session.expunge(made)
        return made

    def attend(self, training: Training, *present: UUID, excused: tuple[UUID, ...] = (), login: str = HEAD) -> None:
        """Enter who came."""
        with self.writing() as session:
            version = session.get_one(Training, (MENGYUE, training.id)).version
            sessions.attend(session, self.actor(login), training.id, version, set(present), set(excused))

    def duty(self, rule: str, unit: str = "NYZ") -> Duty:
        """What a unit owes for the year."""
        with self.reading() as session:
            found = session.scalars(
                select(Duty).where(Duty.rule == rule, Duty.unit_id == self.unit(unit), Duty.period == str(YEAR))
            ).one()
            session.expunge(found)
        return found


@contextmanager
def township(sample: Path, folder: Path, day: dt.datetime = JUNE) -> Iterator[Study]:
    """The sample's township with training on since the new year, its duties made, on a day."""
    with opened(sample, folder) as site:
        study = Study(site)
        with study.writing() as session:
            session.execute(delete(DutyEntry))
            session.execute(delete(Duty))
            session.execute(update(Unit).values(since_on=LONG_AGO))
        for tenant in (MENGYUE, HUSA, COUNTY):
            with site.database.write(Scope.one(tenant)) as session:
                session.execute(update(Grant).values(from_on=LONG_AGO))
        with clock.moved(NEW_YEAR), study.writing() as session:
            put_switch(session, MENGYUE, "training", on=True, by="test")
        with clock.moved(day):
            make(site.database, MENGYUE)
            yield study


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """One township for a module."""
    with township(sample, tmp_path_factory.mktemp("training")) as made:
        yield made
