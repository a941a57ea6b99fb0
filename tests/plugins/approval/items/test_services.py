"""Editions: drawn up, checked by a second person, in force from a day; a repealed law shuts what rests on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import clock
from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.cases.services import Party
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Forbidden, NotFound
from plugins.approval import services as applications
from plugins.approval.items import lists, queries, services
from plugins.approval.items.lists import LawCommand
from plugins.approval.models import CHECKING, DRAFT, Item
from plugins.approval.queries import application_of, item_by_code
from tests.sample import ADMIN, CLERK, LEADER, MENGYUE, TODAY, account

CODE = "MY-XK-02"
NEXT = TODAY + dt.timedelta(days=5)
PHONES = {"ask_phone": "0692-1", "complain_phone": "0692-2", "serves": ["自然人"], "conditions": ["样本条件"]}


@contextmanager
def as_(database: Database, login: str) -> Iterator[tuple[ScopedSession, Actor]]:
    with database.write(Scope.one(MENGYUE)) as session:
        yield session, actor_of(session, account(session, login))


def complete(item: Item) -> dict[str, Any]:
    return {**PHONES, "materials": [{**row, "source": "申请人自备"} for row in item.materials], "why": "样本理由"}


def drafted(database: Database, told: Mapping[str, Any], code: str = CODE) -> UUID:
    """A draft of the next edition by the administrator, handed in."""
    with as_(database, ADMIN) as (session, actor):
        draft = services.revise(session, actor, code)
        saved = services.save(session, actor, draft.id, {**complete(draft), **told}, draft.version)
        return services.submit(session, actor, saved.id, saved.version).id


def publish(database: Database, item_id: UUID, day: dt.date = TODAY, login: str = LEADER) -> None:
    with as_(database, login) as (session, actor):
        item = queries.edition(session, item_id)
        services.publish(session, actor, item_id, day, item.version)


def in_force(database: Database, code: str = CODE) -> tuple[int, int | None]:
    with database.read(Scope.public(MENGYUE)) as session:
        item = item_by_code(session, code)
        return item.edition, item.promised_days


def words(caught: pytest.ExceptionInfo[DomainError]) -> str:
    return "".join(map(str, caught.value.problems))


def test_a_change_counts_from_its_day_and_an_application_keeps_its_edition(county: Database) -> None:
    with as_(county, CLERK) as (session, actor):
        submission = applications.Submission(item_by_code(session, CODE), (Party("applicant", "样"),), {}, "window")
        case = applications.submit(session, actor, submission, "0" * 32)
        session.expunge(case)
    publish(county, drafted(county, {"promised_days": 3}), NEXT)
    assert in_force(county) == (1, 7)
    with clock.moved(clock.now() + dt.timedelta(days=5)):
        assert in_force(county) == (2, 3)
        with county.read(Scope.one(MENGYUE)) as session:
            assert application_of(session, case)[1].promised_days == 7
            old, new = (row for row in reversed(queries.editions(session, CODE)))
            assert (old.valid_to, new.valid_from, new.editor != new.checker) == (NEXT - services.DAY, NEXT, True)


def test_who_edited_it_does_not_publish_it(county: Database) -> None:
    draft = drafted(county, {"promised_days": 3})
    with pytest.raises(DomainError) as caught:
        publish(county, draft, login=ADMIN)
    assert "不能自己核对公布" in words(caught)
    publish(county, draft)
    assert in_force(county) == (2, 3)


def test_a_published_edition_is_never_edited(county: Database) -> None:
    with as_(county, ADMIN) as (session, actor):
        item = item_by_code(session, CODE)
        for act in (
            lambda: services.save(session, actor, item.id, {"fee": "1元"}, item.version),
            lambda: services.discard(session, actor, item.id, item.version),
            lambda: services.submit(session, actor, item.id, item.version),
        ):
            with pytest.raises(DomainError) as caught:
                act()
            assert "不能修改" in words(caught)


def test_there_is_one_draft_at_a_time_and_it_can_go_back_and_away(county: Database) -> None:
    draft = drafted(county, {"promised_days": 3})
    with as_(county, LEADER) as (session, actor):
        waits = queries.edition(session, draft)
        with pytest.raises(DomainError):
            services.send_back(session, actor, draft, " ", waits.version)
        back = services.send_back(session, actor, draft, "时限不对", waits.version)
        assert (back.stage, back.sent_back) == (DRAFT, "时限不对")
    with as_(county, ADMIN) as (session, actor):
        again = services.revise(session, actor, CODE)
        assert again.id == draft
        services.discard(session, actor, draft, again.version)
        with pytest.raises(NotFound):
            queries.edition(session, draft)
    assert in_force(county) == (1, 7)


def test_an_edition_that_lacks_something_is_not_handed_in(county: Database) -> None:
    with as_(county, ADMIN) as (session, actor):
        draft = services.revise(session, actor, CODE)
        with pytest.raises(DomainError) as caught:
            services.submit(session, actor, draft.id, draft.version)
        fields = {problem.field for problem in caught.value.problems}
        assert {"why", "ask_phone", "complain_phone", "materials", "conditions"} <= fields


def test_who_may_not_edit_or_publish_is_refused(county: Database) -> None:
    draft = drafted(county, {"promised_days": 3})
    with as_(county, LEADER) as (session, actor), pytest.raises(Forbidden):
        services.revise(session, actor, CODE)
    with pytest.raises(Forbidden):
        publish(county, draft, login=CLERK)


def test_a_repealed_law_shuts_what_rests_on_it_and_names_it(county: Database) -> None:
    waits = drafted(county, {"promised_days": 3})
    law = LawCommand("村庄和集镇规划建设管理条例", dt.date(1993, 11, 1), TODAY - services.DAY, "样本新法")
    with as_(county, ADMIN) as (session, actor):
        lists.put_law(session, actor, law)
        assert [item.code for item in queries.touched(session)[law.code]] == [CODE]
        submission = applications.Submission(item_by_code(session, CODE), (Party("applicant", "样"),), {})
        with pytest.raises(DomainError) as caught:
            applications.submit(session, actor, submission, "1" * 32)
        assert "已经失效" in words(caught)
    with pytest.raises(DomainError) as caught:
        publish(county, waits)
    assert "已由“样本新法”代替" in words(caught)


def test_an_item_that_ends_takes_no_application_after_its_last_day(county: Database) -> None:
    with as_(county, LEADER) as (session, actor):
        item = item_by_code(session, CODE)
        with pytest.raises(DomainError):
            services.end(session, actor, item.id, TODAY, "", item.version)
        services.end(session, actor, item.id, TODAY, "上级收回", item.version)
    assert in_force(county)[0] == 1
    with clock.moved(clock.now() + services.DAY):
        with county.read(Scope.public(MENGYUE)) as session, pytest.raises(NotFound):
            item_by_code(session, CODE)
        with as_(county, CLERK) as (session, actor):
            gone = session.scalars(select(Item).where(Item.code == CODE)).one()
            with pytest.raises(DomainError):
                applications.submit(
                    session, actor, applications.Submission(gone, (Party("applicant", "样"),), {}), "2" * 32
                )


def test_an_item_enters_the_centre_on_a_day_or_says_why_not(county: Database) -> None:
    with as_(county, ADMIN) as (session, actor):
        with pytest.raises(DomainError):
            lists.put_entry(session, actor, CODE, None, "")
        lists.put_entry(session, actor, CODE, None, "没有窗口")
        lists.put_entry(session, actor, CODE, TODAY, "没有窗口")
        row = queries.entries(session)[CODE]
        assert (row.since, row.reason) == (TODAY, "")
        with pytest.raises(NotFound):
            lists.put_entry(session, actor, "NO-SUCH", TODAY, "")


def test_the_list_has_every_stage_and_goes_on_where_a_page_ended(county: Database) -> None:
    draft = drafted(county, {"promised_days": 3})
    with county.read(Scope.one(MENGYUE)) as session:
        leader = actor_of(session, account(session, LEADER))
        found = queries.counts(session)
        assert (found["checking"], found["draft"], found["coming"]) == (2, 0, 0)  # the sample has one of its own
        assert found["public"] == len(queries.listed(session, leader, stage="public")[0])
        assert draft in {line.item.id for line in queries.listed(session, leader, stage=CHECKING)[0]}
        every = [(line.item.code, line.item.edition) for line in queries.listed(session, leader)[0]]
        at = every.index((CODE, 2))
        rest, _ = queries.listed(session, leader, after=f"{CODE} 2")
        assert [(line.item.code, line.item.edition) for line in rest] == every[at + 1 :]
