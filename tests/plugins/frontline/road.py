"""Issues on their road, for tests: raised, sorted, handled, answered, by the sample's own people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope, ScopedSession, new_id
from core.publishing import services as publishing
from core.publishing.checking import Check
from core.publishing.models import Publication
from core.tenancy.models import Unit
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import queries, services
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.road import ISSUE, PART
from tests.core.duties.conftest import on
from tests.sample import ADMIN, LEADER, MENGYUE, account
from tests.site import Site

D = dt.date
# Ten working days from here end on 7 December.
MONDAY, DUE = D(2026, 11, 23), D(2026, 12, 7)
# A handler of the general office, where issues arrive.
OFFICE = "zuo.xiangbing"
PERSON = "余早乙"
TOLD = cmd.Collect(
    source="portal",
    name=PERSON,
    phone="13800000000",
    matter="road",
    place="三组",
    problem="雨后村组路塌方约12米",
)


def of_login(session: ScopedSession, login: str) -> Actor:
    """Somebody as they act; the empty login is the person who raised the issue."""
    return actor_of(session, account(session, login)) if login else Actor.party(MENGYUE, PERSON)


def unit(site: Site, code: str) -> UUID:
    """A unit by its code."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


@dataclass
class Road:
    """One issue; each step returns the road."""

    site: Site
    id: UUID

    @classmethod
    def collected(cls, site: Site, login: str = "", day: dt.date = MONDAY, **given: Any) -> Road:
        """An issue that somebody took in; through the portal unless told."""
        told = {name: getattr(TOLD, name) for name in ("source", "name", "phone", "matter", "place", "problem")}
        with on(day), site.database.write(Scope.one(MENGYUE)) as session:
            command = cmd.Collect(**{**told, **given})
            case = services.collect(session, of_login(session, login), command, new_id().hex)
            return cls(site, case.id)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            found = session.get_one(Case, (MENGYUE, self.id))
            session.expunge(found)
        return found

    @property
    def issue(self) -> Issue:
        """What it holds beyond its case."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            found = session.get_one(Issue, (MENGYUE, self.id))
            session.expunge(found)
        return found

    def act(self, login: str, code: str, day: dt.date = MONDAY, key: str = "", **given: Any) -> Road:
        """One act by somebody."""
        kind = ISSUE if any(one.code == code for one in ISSUE.transitions) else PART
        made = next(one for one in kind.transitions if one.code == code).command
        with on(day, 15), self.site.database.write(Scope.one(MENGYUE)) as session:
            version = session.get_one(Case, (MENGYUE, self.id)).version
            cases.act(
                session, of_login(session, login), self.id, code, made(version=version, **given), key or new_id().hex
            )
        return self

    def sorted(self, lead: str = "NYZ", day: dt.date = MONDAY) -> Road:
        """Given out to a lead."""
        issue = self.issue
        told = {"matter": issue.matter, "place": issue.place, "village_id": issue.village_id}
        return self.act(OFFICE, "sort", day, lead=unit(self.site, lead), **told)

    def answered(self, login: str, day: dt.date = MONDAY) -> Road:
        """Answered by its lead."""
        return self.act(login, "answer", day, result="solved", measures="已经修好并通车")

    def parts(self) -> list[Road]:
        """The parts of its partners."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            case = session.get_one(Case, (MENGYUE, self.id))
            return [Road(self.site, child.id) for _part, child, _unit in queries.parts_of(session, case)]


def sign(site: Site, publication_id: UUID, day: dt.date = MONDAY) -> None:
    """Check and sign a draft, by two people."""
    with on(day, 16), site.database.write(Scope.one(MENGYUE)) as session:
        row = session.get_one(Publication, (MENGYUE, publication_id))
        publishing.check(session, of_login(session, ADMIN), row.id, Check(row.version))
        session.flush()
        publishing.sign(session, of_login(session, LEADER), row.id, row.version, {})
