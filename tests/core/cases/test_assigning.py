"""A new case is given by the rule of its unit, to somebody who may handle it and is not away; the audit says how."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select, update

from core.accounts.models import Person
from core.audit.models import Audit
from core.cases.assigning import present_hands
from core.cases.models import Case
from core.db import Database, Scope, ScopedSession
from core.notices.models import Notice
from core.people import posts
from core.people.posts import DeputyCommand, PostCommand
from core.people.queries import posts as all_posts
from core.settings.services import TENANT, UNIT, Change, change
from tests.core.people.conftest import actor, audited, grant_id, person_id, unit_id
from tests.plugins.approval.road import HOUSE, Road
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, MENGYUE, TODAY, account

KIND = "approval.application"
SECOND, THIRD = "yu.yangding", "wan.nuoyi"
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def database(county: Database) -> Database:
    """The sample county, with three handlers in the unit that handles the item of the tests."""
    with county.write(Scope.one(MENGYUE)) as session:
        for login in (SECOND, THIRD):
            told = PostCommand("handler", unit_id(session, "NYZ"), TODAY)
            posts.give(session, actor(session, ADMIN), person_id(session, login), told)
        session.execute(update(Case).values(handler_id=None))
    return county


def rule(database: Database, name: str, level: str = UNIT) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        unit = unit_id(session, "NYZ") if level == UNIT else None
        change(session, actor(session, ADMIN), Change({"core.assigning": name}, level, unit))


def name_of(session: ScopedSession, case: Case) -> str | None:
    logins = {account(session, login).id: login for login in (HANDLER, HEAD, SECOND, THIRD)}
    found = session.get_one(Case, (MENGYUE, case.id)).handler_id
    return logins[found] if found is not None else None


def received(database: Database, item: str = HOUSE) -> str | None:
    road = Road(database, item)
    with database.read(Scope.one(MENGYUE)) as session:
        return name_of(session, road.case)


def assigned(database: Database, case: Case) -> list[Audit]:
    return [row for row in audited(database, f"{KIND}.assign") if row.subject == str(case.id)]


def away(database: Database, login: str, role: str) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        held = grant_id(session, login, role)
        told = DeputyCommand(person_id=person_id(session, CLERK), grant_id=held, from_on=TODAY, to_on=TODAY)
        posts.appoint(session, actor(session, ADMIN), told)


def test_no_rule_is_the_rule_until_somebody_chooses_one(database: Database) -> None:
    road = Road(database)
    assert (road.case.handler_id, assigned(database, road.case)) == (None, [])


@pytest.mark.parametrize("level", [UNIT, TENANT])
def test_in_turn_everybody_of_the_unit_gets_one_and_its_head_none(database: Database, level: str) -> None:
    rule(database, "in_turn", level)
    found = [received(database) for _ in range(6)]
    assert set(found[:3]) == {HANDLER, SECOND, THIRD}
    assert found[3:] == found[:3]


def test_a_unit_says_no_to_the_rule_of_its_township(database: Database) -> None:
    rule(database, "in_turn", TENANT)
    rule(database, "off")
    assert received(database) is None


def test_who_has_least_gets_the_next(database: Database) -> None:
    rule(database, "least_load")
    first = [Road(database).case.id for _ in range(3)]
    with database.write(Scope.one(MENGYUE)) as session:
        two = account(session, SECOND).id
        session.execute(update(Case).where(Case.id.in_(first), Case.handler_id != two).values(is_open=False))
    assert {received(database) for _ in range(2)} == {HANDLER, THIRD}


def test_the_same_item_goes_to_who_had_it_last(database: Database) -> None:
    rule(database, "by_item")
    first = received(database)
    assert [received(database) for _ in range(3)] == [first] * 3


def test_whoever_is_away_or_suspended_or_whose_post_is_over_gets_none(database: Database) -> None:
    rule(database, "in_turn")
    away(database, HANDLER, "handler")
    assert {received(database) for _ in range(3)} == {SECOND, THIRD}
    with database.write(Scope.one(MENGYUE)) as session:
        mine = Person.account_id == account(session, SECOND).id
        session.execute(update(Person).where(mine).values(suspended_at=dt.datetime.now(dt.UTC)))
    assert {received(database) for _ in range(2)} == {THIRD}
    with database.write(Scope.one(MENGYUE)) as session:
        unit = unit_id(session, "NYZ")
        (post,) = [one.grant for one in all_posts(session, account(session, THIRD).id) if one.grant.unit_id == unit]
        posts.end(session, actor(session, ADMIN), post.id)
    assert received(database) == HEAD, "nobody else is there"
    away(database, HEAD, "station_head")
    assert received(database) is None, "then somebody who assigns for the township has to"


def test_only_the_units_own_people_stand_for_its_cases(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        own = {account(session, login).id for login in (HANDLER, SECOND, THIRD)}
        assert set(present_hands(session, KIND, unit_id(session, "NYZ"))) == own


def test_timeline_and_audit_say_by_which_rule_and_the_person_is_told(database: Database) -> None:
    rule(database, "in_turn")
    road = Road(database)
    line = road.timeline()[-1]
    assert (line.code, line.label, line.actor_name) == ("assign", "轮流分办", "系统")
    (row,) = assigned(database, road.case)
    assert (row.body["rule"], row.body["to"]) == ("in_turn", str(road.case.handler_id))
    with database.read(Scope.one(MENGYUE)) as session:
        told = session.scalars(select(Notice).where(Notice.matter_id == road.case.id, Notice.kind == "core.turn"))
        assert road.case.handler_id in {one.account_id for one in told}


def test_a_form_sent_twice_moves_the_turn_once(database: Database) -> None:
    rule(database, "in_turn")
    first = Road(database, key="k1").case
    assert Road(database, key="k1").case.id == first.id
    assert len(assigned(database, first)) == 1


def test_a_case_given_by_rule_can_be_acted_on_with_the_version_its_page_shows(database: Database) -> None:
    rule(database, "least_load")
    assert Road(database).accept().case.state == "accepted"
