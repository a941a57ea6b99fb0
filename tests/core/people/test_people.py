"""People: added, moved, suspended, given links, and seen off with their cases handed over."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.accounts import directory
from core.accounts.models import Account, Grant, Person
from core.cases.models import Case
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Forbidden
from core.people import queries, services
from core.people.queries import PersonFilter
from core.people.services import PersonCommand
from tests.core.people.conftest import actor, audited, person_id, unit_id
from tests.sample import ADMIN, COUNTY_ADMIN, HANDLER, HEAD, HUSA, LEADER, MENGYUE, NOON, TODAY, account


def held(session: ScopedSession, login: str) -> list[Case]:
    return list(queries.open_cases(session, account(session, login).id))


def command(session: ScopedSession, name: str = "新来人", login: str = "xin.lairen") -> PersonCommand:
    return PersonCommand(name, unit_id(session, "NYZ"), "办事员", "13900000000", login)


def test_a_new_person_has_an_account_that_only_a_link_opens(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        made = services.add(session, actor(session, ADMIN), command(session)).id
    with database.read(Scope.one(MENGYUE)) as session:
        person, new = queries.get(session, made)
        assert (person.name, new.state, new.password_hash, person.phone) == ("新来人", "invited", None, "13900000000")
    assert "13900000000" not in str(audited(database, "core.person.add")[0].body)


def test_a_login_that_somebody_else_has_is_refused_at_its_field(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        for told in (
            command(session, "别人", HANDLER),
            command(session, "金相丙", HANDLER),
            command(session, login="X"),
        ):
            with pytest.raises(DomainError) as raised:
                services.add(session, actor(session, ADMIN), told)
            assert raised.value.problems[0].field == "login"


def test_somebody_of_another_township_keeps_the_account(database: Database) -> None:
    with database.read(Scope.one(HUSA)) as session:
        person = queries.page(session, PersonFilter())[0][0].person
        name, account_id = person.name, person.account_id
        there = session.get_one(Account, account_id).login
    with database.write(Scope.one(MENGYUE)) as session:
        made = services.add(session, actor(session, ADMIN), command(session, name, there))
        assert made.account_id == account_id


def test_who_was_seen_off_elsewhere_comes_in_by_none_of_the_old_ways(database: Database) -> None:
    with database.write(Scope.one(HUSA)) as session:
        person = queries.page(session, PersonFilter())[0][0].person
        name, old = person.name, session.get_one(Account, person.account_id)
        directory.tie(session, old, "https://id.example", "s1", "")
        old.password_hash, old.password_set_at, old.state = "x", NOON, "suspended"
    with database.write(Scope.one(MENGYUE)) as session:
        services.add(session, actor(session, ADMIN), command(session, name, old.login))
    with database.read(Scope.one(MENGYUE)) as session:
        back = session.get_one(Account, old.id)
        assert (back.state, back.password_hash, back.password_set_at) == ("invited", None, None)
        assert not directory.is_tied(session, back.id, "https://id.example")


@pytest.mark.parametrize("login", [HANDLER, HEAD, LEADER])
def test_only_who_administers_people_does_anything_to_them(database: Database, login: str) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        who, person = actor(session, login), person_id(session, "si.nuojia")
        for act in (
            lambda: services.add(session, who, command(session)),
            lambda: services.change(session, who, person, command(session)),
            lambda: services.move(session, who, person, unit_id(session, "LYZ")),
            lambda: services.suspend(session, who, person, elsewhere=False),
            lambda: services.resume(session, who, person),
            lambda: services.new_link(session, who, person, elsewhere=False),
            lambda: services.leave(session, who, person, elsewhere=False),
        ):
            with pytest.raises(Forbidden):
                act()


def test_open_cases_are_handed_over_in_the_act_of_leaving_or_nobody_leaves(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        person, cases = person_id(session, HANDLER), [case.id for case in held(session, HANDLER)]
        assert cases
        with pytest.raises(DomainError) as raised:
            services.leave(session, actor(session, ADMIN), person, elsewhere=False)
        assert raised.value.problems[0].field == "taker"
        with pytest.raises(DomainError, match="不能办理"):
            services.leave(session, actor(session, ADMIN), person, person_id(session, "si.yangbing"), elsewhere=False)
    with database.write(Scope.one(MENGYUE)) as session:
        taker = person_id(session, HEAD)
        services.leave(session, actor(session, ADMIN), person, taker, elsewhere=False)
    with database.read(Scope.one(MENGYUE)) as session:
        assert held(session, HANDLER) == []
        assert {session.get_one(Case, (MENGYUE, case)).handler_id for case in cases} == {account(session, HEAD).id}
        assert account(session, HANDLER).state == "suspended"
        assert session.get_one(Person, (MENGYUE, person)).left_on == TODAY
        assert actor(session, HANDLER).held == ()
    assert set(audited(database, "core.person.hand_over")[0].body["cases"]) == {str(case) for case in cases}


def test_a_move_ends_posts_in_the_old_unit_and_hands_its_cases_over(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        services.move(
            session,
            actor(session, ADMIN),
            person_id(session, HANDLER),
            unit_id(session, "LYZ"),
            person_id(session, HEAD),
        )
    with database.read(Scope.one(MENGYUE)) as session:
        assert session.get_one(Person, (MENGYUE, person_id(session, HANDLER))).unit_id == unit_id(session, "LYZ")
        assert actor(session, HANDLER).held == ()
        assert held(session, HANDLER) == []


def test_who_has_posts_elsewhere_is_suspended_here_only(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        services.suspend(session, actor(session, ADMIN), person_id(session, "si.nuojia"), elsewhere=True)
        assert account(session, "si.nuojia").state != "suspended"
        assert actor(session, "si.nuojia").held == ()
    with database.write(Scope.one(MENGYUE)) as session:
        services.resume(session, actor(session, ADMIN), person_id(session, "si.nuojia"))
        assert [held.role for held in actor(session, "si.nuojia").held] == ["window_clerk"]


def test_an_account_with_posts_elsewhere_is_found_across_tenants(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        mine, county = account(session, HANDLER).id, account(session, COUNTY_ADMIN).id
    assert not queries.elsewhere(database, mine, MENGYUE)
    assert queries.elsewhere(database, county, MENGYUE)


def test_a_link_is_refused_where_the_account_reaches_further_than_the_administrator(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        who = actor(session, ADMIN)
        assert len(services.new_link(session, who, person_id(session, HANDLER), elsewhere=False)) > 20
        with pytest.raises(DomainError, match="其他地方"):
            services.new_link(session, who, person_id(session, HANDLER), elsewhere=True)
        session.get_one(Account, account(session, HEAD).id).admin = "audit"
        session.flush()
        for act in (services.new_link, services.suspend, services.leave):
            with pytest.raises(DomainError, match="安全管理员"):
                act(session, who, person_id(session, HEAD), elsewhere=False)


def test_nobody_suspends_sees_off_or_moves_the_own_account(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        who, own = actor(session, ADMIN), person_id(session, ADMIN)
        for act in (
            lambda: services.suspend(session, who, own, elsewhere=False),
            lambda: services.leave(session, who, own, elsewhere=False),
            lambda: services.move(session, who, own, unit_id(session, "LYZ")),
        ):
            with pytest.raises(DomainError, match="自己的账号"):
                act()


def test_the_list_finds_by_name_login_and_unit_and_goes_on_by_key(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        assert [row.person.name for row in queries.page(session, PersonFilter("jin.xiang"))[0]] == ["金相丙"]
        unit = unit_id(session, "NYZ")
        assert {row.unit for row in queries.page(session, PersonFilter(unit_id=unit))[0]} == {"农业综合服务中心"}
        first, after = queries.page(session, PersonFilter(), limit=5)
        second, _ = queries.page(session, PersonFilter(), after, limit=100)
        total = queries.count(session, PersonFilter())
        ids = [row.person.id for row in (*first, *second)]
        assert len(ids) == len(set(ids)) == total == len(list(session.scalars(select(Person.id))))
        assert session.scalars(select(Grant.id)).first() is not None
