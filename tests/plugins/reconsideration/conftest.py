"""A county that reviews: the measure on in the county and in two townships, a handler and a head of its bureau."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import cases, clock, plugins
from core.accounts.actor import Actor
from core.accounts.models import Grant, Person
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope, ScopedSession, new_id
from core.exchange.delivery import carry
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.reconsideration import words as law
from plugins.reconsideration.review import applying, queries
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review.models import Review
from tests.sample import COUNTY, COUNTY_HANDLER, HUSA, MENGYUE, account
from tests.site import Site

D = dt.date
TODAY = D(2026, 11, 24)
BUREAU_HEAD = "duan.nuoyi"
APPLIED: dict[str, Any] = {
    "way": law.WINDOW,
    "forum": law.TOWNSHIP,
    "respondent": MENGYUE,
    "act": law.PENALTY,
    "first": (law.ON_SPOT,),
    "document": "勐约罚〔2026〕1号",
    "made_on": D(2026, 11, 2),
    "known_on": D(2026, 11, 2),
    "amount": "200",
    "subject": "person",
    "name": "思样甲",
    "address": "营盘村一组",
    "about": "男，四十岁，务农",
    "claims": "撤销处罚决定",
    "reasons": "没有违法行为",
}
GATES: dict[str, Any] = {
    "findings": "没有证据证明违法",
    "grounds": "主要事实不清",
    "ruling": "撤销该处罚决定",
    "aftermath": "退还罚款",
    "legal_check": "尹相丙：同意",
}


class Reviews:
    """The county's bureau, and short ways to its services."""

    def __init__(self, site: Site) -> None:
        self.site = site

    @contextmanager
    def reading(self, tenant: int = COUNTY) -> Iterator[ScopedSession]:
        """A look at a tenant."""
        with self.site.database.read(Scope.one(tenant)) as session:
            yield session

    @contextmanager
    def writing(self, day: dt.date = TODAY, tenant: int = COUNTY) -> Iterator[ScopedSession]:
        """A write turn of a day."""
        moment = dt.datetime.combine(day, dt.time(15), clock.SHANGHAI)
        with clock.moved(moment), self.site.database.write(Scope.one(tenant)) as session:
            yield session

    def actor(self, login: str, tenant: int = COUNTY) -> Actor:
        """Somebody with the posts they hold; "system" and "party" as they are."""
        if login in {"system", "party"}:
            return Actor.system(tenant) if login == "system" else Actor.party(tenant, "思样甲")
        with self.reading(tenant) as session:
            return actor_of(session, account(session, login))

    def post(self, login: str, role: str, tenant: int = COUNTY, unit: UUID | None = None) -> None:
        """Give a role to a person of the staff, in their own unit."""
        with self.writing(tenant=tenant) as session:
            who = account(session, login)
            own = session.scalars(select(Person).where(Person.account_id == who.id)).one()
            where = unit or own.unit_id
            held = select(Grant.id).where(Grant.account_id == who.id, Grant.unit_id == where, Grant.role == role)
            if session.scalar(held) is not None:
                return
            session.add(Grant(tenant_id=tenant, account_id=who.id, unit_id=where, role=role, from_on=D(2026, 1, 1)))

    def unit(self, name: str, tenant: int = MENGYUE) -> UUID:
        """A unit by its name."""
        with self.reading(tenant) as session:
            return session.scalars(select(Unit.id).where(Unit.name == name)).one()

    def apply(self, day: dt.date = TODAY, login: str = COUNTY_HANDLER, **given: Any) -> Case:
        """An application taken in at the county."""
        command = cmd.Apply(**{**APPLIED, "applied_on": day, **given})
        with self.writing(day) as session:
            case = applying.apply(session, self.actor(login), command, new_id().hex)
            session.expunge_all()
        return case

    def act(self, case: Case, login: str, code: str, day: dt.date = TODAY, **given: Any) -> Case:
        """One act by its code, as the case is now."""
        kind = plugins.registry().case_kinds[case.kind]
        command = next(one.command for one in kind.transitions if one.code == code)
        with self.writing(day, case.tenant_id) as session:
            version = session.get_one(Case, (case.tenant_id, case.id)).version
            done = cases.act(
                session,
                self.actor(login, case.tenant_id),
                case.id,
                code,
                command(version=version, **given),
                new_id().hex,
            )
            session.expunge_all()
        return done

    def now(self, case: Case) -> Case:
        """A case as it is now."""
        with self.reading(case.tenant_id) as session:
            found = session.get_one(Case, (case.tenant_id, case.id))
            session.expunge(found)
        return found

    def review(self, case: Case) -> Review:
        """What a review holds now."""
        with self.reading() as session:
            found = session.get_one(Review, (COUNTY, case.id))
            session.expunge(found)
        return found

    def carry(self, day: dt.date = TODAY) -> None:
        """What the worker does with parcels and answers, there and back."""
        with clock.moved(dt.datetime.combine(day, dt.time(16), clock.SHANGHAI)):
            for tenant in (MENGYUE, HUSA, COUNTY, MENGYUE, HUSA, COUNTY):
                carry(self.site.database, tenant)

    def of_kind(self, kind: str, tenant: int = MENGYUE) -> Case:
        """The newest case of a kind."""
        with self.reading(tenant) as session:
            found = session.scalars(select(Case).where(Case.kind == kind).order_by(Case.no_seq.desc())).first()
            assert found is not None, kind
            session.expunge(found)
        return found

    def accepted(self, day: dt.date = TODAY, procedure: str = law.ORDINARY, **given: Any) -> Case:
        """A review accepted and its copy sent."""
        case = self.apply(day, **given)
        ground = "53①(一)" if procedure == law.SUMMARY else ""
        more = {"procedure": procedure, "procedure_ground": ground, "handlers": "董早甲、尹相丙"}
        self.act(case, COUNTY_HANDLER, "accept", day, **more)
        paper = {} if case.kind == queries.KIND and given.get("respondent", MENGYUE) else {"received_on": day}
        return self.act(case, COUNTY_HANDLER, "send_copy", day, **paper)


@pytest.fixture(scope="module")
def reviews(site: Site) -> Reviews:
    """One county for a module."""
    found = Reviews(site)
    for tenant in (COUNTY, MENGYUE, HUSA):
        with found.writing(tenant=tenant) as session:
            put_switch(session, tenant, "reconsideration", on=True, by="test")
    found.post(BUREAU_HEAD, "county_head")
    return found
