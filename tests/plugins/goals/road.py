"""A key work on its road, for tests: opened, planned, handed in, reviewed, approved, published, by its own people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update

from core import cases
from core.accounts.actor import Actor
from core.accounts.models import Grant
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope, ScopedSession, new_id
from core.duties.models import Duty, DutyEntry
from core.publishing import services as publishing
from core.publishing.checking import Check
from core.tenancy.models import Unit
from plugins.goals import commands as cmd
from plugins.goals import notice, queries, services
from plugins.goals.road import KEY_WORK
from tests.core.duties.conftest import LONG_AGO, NEW_YEAR, Scheme, on
from tests.sample import ADMIN, HEAD, LEADER, MENGYUE, account
from tests.site import Site

SUPERVISOR = "pai.yangwu"
D = dt.date
MARCH, APRIL = D(2026, 3, 10), D(2026, 4, 15)
MINUTES = "勐政纪要〔2026〕4号"
CONTENT = cmd.Content(
    name="灌溉水渠维修",
    head="何早乙（主任）",
    body="农业综合服务中心",
    begins_on=D(2026, 3, 2),
    ends_on=D(2026, 11, 30),
    standard="三条水渠通水，验收合格",
    limit="勘察10个工作日，施工60个工作日",
    lost="勘察和预算合并办理",
)
# Goal, working days, day, what it needs.
STAGES = (
    ("勘察设计", 10, D(2026, 4, 30), ()),
    ("施工", 60, D(2026, 9, 30), (1,)),
    ("验收", 5, D(2026, 11, 20), (2,)),
)


def prepare(site: Site) -> Scheme:
    """A township that owes the scheme's duties of 2026 since the beginning of the year."""
    scheme = Scheme(site.database)
    with scheme.writing() as session:
        session.execute(update(Unit).values(since_on=LONG_AGO))
        session.execute(update(Grant).values(from_on=LONG_AGO))
        session.execute(delete(DutyEntry))
        session.execute(delete(Duty))
    with on(NEW_YEAR):
        scheme.turn("goals")
    with on(D(2026, 3, 1)):
        scheme.make()
    return scheme


def of_login(session: ScopedSession, login: str) -> Actor:
    """Somebody as they act."""
    return actor_of(session, account(session, login))


@dataclass
class Road:
    """One key work; each step returns the road."""

    site: Site
    content: cmd.Content = CONTENT
    login: str = HEAD
    year: int = 2026
    day: dt.date = MARCH
    id: UUID = field(init=False)

    def __post_init__(self) -> None:
        with on(self.day), self.site.database.write(Scope.one(MENGYUE)) as session:
            actor = of_login(session, self.login)
            unit = min(actor.own_units("goals.case.edit"))
            self.id = services.open_work(session, actor, unit, self.year, self.content, new_id().hex).id

    @property
    def case(self) -> Case:
        """The case as it is now."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            found = session.get_one(Case, (MENGYUE, self.id))
            session.expunge(found)
        return found

    def act(self, who: str, code: str, day: dt.date | None = None, key: str = "", **given: Any) -> Road:
        """One act by somebody, on the road's day unless told."""
        made = next(one for one in KEY_WORK.transitions if one.code == code).command
        with on(day or self.day, 15), self.site.database.write(Scope.one(MENGYUE)) as session:
            version = session.get_one(Case, (MENGYUE, self.id)).version
            command = made(version=version, **given)
            cases.act(session, of_login(session, who), self.id, code, command, key or new_id().hex)
        return self

    def planned(self) -> Road:
        """With its three stages."""
        for name, days, planned_on, after in STAGES:
            self.act(
                self.login,
                "put_stage",
                no=0,
                name=name,
                standard=f"{name}完成",
                days=days,
                planned_on=planned_on,
                after=after,
            )
        return self

    def submitted(self) -> Road:
        """Handed in."""
        return self.planned().act(self.login, "submit")

    def reviewed(self) -> Road:
        """Passed by both sides."""
        self.submitted().act(LEADER, "review_government", passed=True)
        return self.act(SUPERVISOR, "review_supervision", passed=True)

    def approved(self) -> Road:
        """Approved by the joint meeting."""
        return self.reviewed().act(LEADER, "resolve", APRIL, decision="approve", held_on=APRIL, document=MINUTES)

    def running(self) -> Road:
        """Published; the notice of the year is signed where it is not yet."""
        self.approved()
        sign_notice(self.site)
        return self.act(ADMIN, "publish", APRIL, media="陇川县人民政府网", media_on=APRIL, link="https://a.example/1")

    def whole(self) -> queries.Whole:
        """All that belongs to it."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            found = queries.whole(session, self.id)
            session.expunge_all()
        return found


def sign_notice(site: Site) -> None:
    """Draft, check and sign the notice of the year, by two people, once."""
    with on(APRIL), site.database.write(Scope.one(MENGYUE)) as session:
        if queries.noticed(session, 2026):
            return
        admin, leader = of_login(session, ADMIN), of_login(session, LEADER)
        row = notice.draft(session, admin, 2026, new_id().hex)
        publishing.check(session, admin, row.id, Check(row.version))
        session.flush()
        publishing.sign(session, leader, row.id, row.version, {})


def unit_of(site: Site, code: str) -> UUID:
    """A unit by its code."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()
