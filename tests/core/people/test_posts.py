"""Posts with dates, deputies with limits, and the three administrators who exclude each other."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from core import cases
from core.accounts.models import Account, Deputy, Grant
from core.accounts.permissions import Perm
from core.audit.services import record
from core.cases.models import Case, Timeline
from core.db import Database, Scope, ScopedSession, new_id
from core.errors import DomainError, Forbidden
from core.people import posts
from core.people.posts import DeputyCommand, PostCommand
from tests.core.people.conftest import actor, audited, grant_id, person_id, unit_id
from tests.sample import ADMIN, AUDITOR, CLERK, COUNTY, COUNTY_ADMIN, HANDLER, HEAD, LEADER, MENGYUE, TODAY, account

DAY = dt.timedelta(days=1)
SECURITY = "tao.zaowu"


def give(session: ScopedSession, by: str, to: str, role: str, unit: str, **days: dt.date) -> Grant:
    told = PostCommand(role, unit_id(session, unit), days.get("from_on", TODAY), days.get("to_on"))
    return posts.give(session, actor(session, by), person_id(session, to), told)


def stand_in(session: ScopedSession, by: str = ADMIN, who: str = HANDLER, **given: object) -> Deputy:
    told = {"from_on": TODAY, "to_on": TODAY + DAY, "grant_id": grant_id(session, HEAD, "station_head"), **given}
    return posts.appoint(session, actor(session, by), DeputyCommand(person_id=person_id(session, who), **told))  # type: ignore[arg-type]


def test_a_post_counts_between_its_days_both_included(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        give(session, ADMIN, HANDLER, "handler", "LYZ", from_on=TODAY, to_on=TODAY)
        give(session, ADMIN, HANDLER, "handler", "SBZ", from_on=TODAY + DAY)
        units = actor(session, HANDLER).own_units(Perm.SUBMIT)
        assert unit_id(session, "LYZ") in units
        assert unit_id(session, "SBZ") not in units


def test_an_ended_post_is_over_at_once_and_can_be_given_again_the_same_day(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        grant = give(session, ADMIN, HANDLER, "handler", "LYZ").id
        posts.end(session, actor(session, ADMIN), grant)
        assert unit_id(session, "LYZ") not in actor(session, HANDLER).own_units(Perm.SUBMIT)
        assert give(session, ADMIN, HANDLER, "handler", "LYZ").id == grant
        assert unit_id(session, "LYZ") in actor(session, HANDLER).own_units(Perm.SUBMIT)
    assert [row.subject for row in audited(database, "core.grant.end")] == [str(grant)]
    assert len(audited(database, "core.grant.give")) == 2


@pytest.mark.parametrize("login", [HANDLER, HEAD, LEADER, CLERK])
def test_only_who_may_give_gives_and_ends(database: Database, login: str) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        with pytest.raises(Forbidden):
            give(session, login, "si.yangbing", "handler", "LYZ")
        with pytest.raises(Forbidden):
            posts.end(session, actor(session, login), grant_id(session, HEAD, "station_head"))


def test_nobody_gives_to_oneself_and_no_village_decides(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        with pytest.raises(DomainError, match="不能给自己"):
            give(session, ADMIN, ADMIN, "leader", "LD")
        for role, unit in (("leader", "201"), ("county_handler", "NYZ")):
            with pytest.raises(DomainError) as raised:
                give(session, ADMIN, HANDLER, role, unit)
            assert raised.value.problems[0].field == "role"
        with pytest.raises(DomainError) as raised:
            give(session, ADMIN, HANDLER, "handler", "NYZ", from_on=TODAY, to_on=TODAY - DAY)
        assert {problem.field for problem in raised.value.problems} == {"to_on"}


def test_administrators_get_their_posts_from_the_security_administrator_alone(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session, pytest.raises(Forbidden):
        give(session, ADMIN, HANDLER, "unit_admin", "DZB")
    with database.write(Scope.one(COUNTY)) as session:
        with pytest.raises(Forbidden):
            give(session, COUNTY_ADMIN, "duan.nuoyi", "county_admin", "ZFB")
        with pytest.raises(Forbidden):
            give(session, SECURITY, "duan.nuoyi", "county_handler", "SFJ")
        give(session, SECURITY, "duan.nuoyi", "county_admin", "ZFB")
        with pytest.raises(DomainError, match="不能给自己"):
            give(session, SECURITY, SECURITY, "security_admin", "ZFB")


def test_an_account_is_only_ever_one_of_the_three(database: Database) -> None:
    with database.write(Scope.one(COUNTY)) as session:
        for login, role in ((AUDITOR, "county_admin"), (COUNTY_ADMIN, "auditor"), (COUNTY_ADMIN, "security_admin")):
            with pytest.raises(DomainError, match="三员"):
                give(session, SECURITY, login, role, "ZFB")
        posts.end(session, actor(session, SECURITY), grant_id(session, AUDITOR, "auditor"))
        with pytest.raises(DomainError, match="三员"):
            give(session, SECURITY, AUDITOR, "county_admin", "ZFB")


def test_the_database_itself_refuses_a_second_of_the_three(database: Database) -> None:
    with database.read(Scope.one(COUNTY)) as session:
        auditor, unit = account(session, AUDITOR).id, unit_id(session, "ZFB")
    row = {"tenant_id": COUNTY, "id": new_id(), "account_id": auditor, "unit_id": unit, "from_on": TODAY}
    for role, admin in (
        ("county_admin", "system"),  # the account is not
        ("county_admin", None),  # a role without its kind
        ("county_admin", "audit"),  # or with another
        ("county_handler", "audit"),  # a kind without its role
    ):
        with pytest.raises(IntegrityError), database.write(Scope.one(COUNTY)) as session:
            session.execute(insert(Grant).values(**row, role=role, admin=admin))
    with pytest.raises(IntegrityError), database.write(Scope.one(COUNTY)) as session:
        session.execute(update(Account).where(Account.id == auditor).values(admin="system"))


def test_the_database_refuses_days_the_wrong_way_round_and_a_deputy_of_oneself(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        head, unit = account(session, HEAD).id, unit_id(session, "NYZ")
        grant = grant_id(session, HEAD, "station_head")
    bad = {"tenant_id": MENGYUE, "account_id": head, "unit_id": unit, "role": "handler", "from_on": TODAY}
    with pytest.raises(IntegrityError), database.write(Scope.one(MENGYUE)) as session:
        session.execute(insert(Grant).values(id=new_id(), to_on=TODAY - DAY, **bad))
    own = {"tenant_id": MENGYUE, "account_id": head, "for_account_id": head, "grant_id": grant, "from_on": TODAY}
    with pytest.raises(IntegrityError), database.write(Scope.one(MENGYUE)) as session:
        session.execute(insert(Deputy).values(id=new_id(), to_on=TODAY, **own))


def proposable(session: ScopedSession) -> Case:
    query = select(Case).where(Case.unit_id == unit_id(session, "NYZ"), Case.is_open == True)  # noqa: E712
    return session.scalars(query.order_by(Case.id)).first()  # type: ignore[return-value]


def test_a_deputy_acts_in_the_colleague_s_place_and_timeline_and_audit_say_so(database: Database) -> None:
    from plugins.approval.commands import Withdraw  # the clerk's act, lent here

    with database.write(Scope.one(MENGYUE)) as session:
        case = proposable(session)
        assert not actor(session, "li.nuoding").may("approval.case.receive", case.unit_id)
        stand_in(session, who="li.nuoding", grant_id=grant_id(session, CLERK, "window_clerk"))
        deputy = actor(session, "li.nuoding")
        version, case_id = case.version, case.id
        cases.act(
            session, deputy, case_id, "withdraw", Withdraw(version=version, reason="申请人书面撤回"), new_id().hex
        )
    with database.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(Timeline).where(Timeline.case_id == case_id, Timeline.code == "withdraw")).one()
        assert row.actor_name == "李诺丁（代思诺甲）"
        clerk = str(account(session, CLERK).id)
    done = audited(database, "approval.application.withdraw")[-1]
    assert (done.actor_name, done.body["deputy_for"]) == ("李诺丁（代思诺甲）", clerk)


def test_what_one_may_oneself_is_done_in_nobody_s_place(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        stand_in(session)
        own = actor(session, HANDLER)
        unit = unit_id(session, "NYZ")
        assert own.acting("approval.case.handle", unit).principal is None
        assert own.acting("approval.case.propose", unit).title == "金相丙（代何早乙）"
        record(session, own.acting("approval.case.propose", unit), "test.deputy", "x", {})


def test_a_deputy_has_what_was_lent_on_its_days_and_no_more(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        unit = unit_id(session, "NYZ")
        stand_in(session, from_on=TODAY + DAY, to_on=TODAY + DAY)
        assert not actor(session, HANDLER).may("approval.case.propose", unit), "tomorrow only"
        row = stand_in(session, to_on=TODAY, without=("approval.case.propose",))
        assert actor(session, HANDLER).may(Perm.UNIT_FEED, unit)
        assert not actor(session, HANDLER).may("approval.case.propose", unit), "that stays with the head"
        posts.dismiss(session, actor(session, ADMIN), row.id)
        assert not actor(session, HANDLER).may(Perm.UNIT_FEED, unit)


def test_a_post_that_ends_takes_its_deputy_along(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        stand_in(session)
        posts.end(session, actor(session, ADMIN), grant_id(session, HEAD, "station_head"))
        assert not actor(session, HANDLER).may("approval.case.propose", unit_id(session, "NYZ"))


def test_who_can_t_stand_in_is_refused_with_every_reason(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        for given, field in (
            ({"who": HEAD}, "deputy"),
            ({"who": ADMIN}, "deputy"),
            ({"grant_id": grant_id(session, ADMIN, "unit_admin")}, "grant"),
            ({"to_on": TODAY - DAY}, "to_on"),
            ({"to_on": TODAY + 400 * DAY}, "to_on"),
            ({"without": ("approval.case.decide",)}, "without"),
        ):
            with pytest.raises(DomainError) as raised:
                stand_in(session, **given)  # type: ignore[arg-type]
            assert field in {problem.field for problem in raised.value.problems}, given
        stand_in(session)
        with pytest.raises(DomainError, match="已经有同样的代理"):
            stand_in(session)


def test_a_head_appoints_for_the_own_unit_only(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        assert isinstance(stand_in(session, by=HEAD).id, UUID)
        with pytest.raises(Forbidden):
            stand_in(session, by=HEAD, grant_id=grant_id(session, CLERK, "window_clerk"))
        with pytest.raises(Forbidden):
            stand_in(session, by=HANDLER)
