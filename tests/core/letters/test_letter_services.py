"""Letters: who may write, whose turn it is then, taking back, closing, and what the audit does not hold."""

from __future__ import annotations

import datetime as dt
import json
from uuid import UUID

import pytest
from sqlalchemy import select

from core import clock
from core.accounts.actor import Actor
from core.audit.models import Audit
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden, NotFound
from core.letters import queries, rules, services, watch
from core.letters.services import Wording
from core.notices.models import Notice
from tests.core.letters.conftest import Desk
from tests.sample import ADMIN, AGENT, HANDLER, HEAD, HUSA, LEADER, MENGYUE, account


def words(error: pytest.ExceptionInfo[DomainError]) -> str:
    return str(error.value)


def test_a_letter_of_the_party_waits_for_the_office_and_its_handler_is_told(desk: Desk) -> None:
    desk.write(desk.party)
    assert desk.turn() == rules.OFFICE
    assert desk.told("person") == ["勐约许〔2026〕1号：当事人来信，请答复。"]
    with desk.reading() as session:
        (notice,) = session.scalars(select(Notice))
        assert notice.account_id == account(session, HANDLER).id
    desk.write(desk.office)
    assert desk.turn() == rules.NOBODY
    assert desk.told("party") == ["勐约许〔2026〕1号：办理机关给您来信。"]


def test_the_office_can_ask_for_a_reply(desk: Desk) -> None:
    desk.write(desk.office, wants_reply=True)
    assert desk.turn() == rules.PARTY
    assert "请您回复" in desk.told("party")[0]
    desk.write(desk.party)
    assert desk.turn() == rules.OFFICE


def test_the_same_form_twice_is_one_letter_and_a_form_of_another_case_is_refused(desk: Desk) -> None:
    first, second = (desk.write(desk.party, "点了两次", "k1") for _ in range(2))
    assert first.id == second.id
    assert len(desk.letters()) == 1
    other = desk.site.case("勐约许2")
    with desk.writing() as session, pytest.raises(DomainError):
        services.write(session, Actor.party(MENGYUE, "甲"), other.id, services.Text("x"), "k1")


@pytest.mark.parametrize("login", [ADMIN, AGENT])
def test_who_does_not_write_on_cases_writes_no_letter(desk: Desk, login: str) -> None:
    actor = desk.person(login)
    for act in (
        lambda session: services.write(session, actor, desk.case.id, services.Text("x"), "k"),
        lambda session: services.close(session, actor, desk.case.id, "x", "k"),
        lambda session: services.recall(session, actor, desk.case.id, new_id()),
    ):
        with desk.writing() as session, pytest.raises(Forbidden):
            act(session)


def test_a_case_of_another_township_is_absent(desk: Desk) -> None:
    with desk.site.database.write(Scope.one(HUSA)) as session, pytest.raises(NotFound):
        services.write(session, Actor.party(HUSA, "甲"), desk.case.id, services.Text("x"), "k")


@pytest.mark.parametrize("body", ["", "  \n ", "字" * 4001])
def test_an_empty_or_endless_letter_is_refused_at_its_field(desk: Desk, body: str) -> None:
    with pytest.raises(DomainError) as told:
        desk.write(desk.party, body)
    assert [problem.field for problem in told.value.problems] == ["body"]
    assert desk.letters() == []


def test_a_party_who_was_not_answered_writes_no_more_than_ten(desk: Desk) -> None:
    for _ in range(rules.MOST_WAITING):
        desk.write(desk.party)
    with pytest.raises(DomainError, match="10"):
        desk.write(desk.party)
    desk.write(desk.office)
    desk.write(desk.party)


def test_a_letter_taken_back_is_gone_with_its_words_and_changes_whose_turn_it_is(desk: Desk) -> None:
    letter = desk.write(desk.party, "不想说的话")
    with desk.writing() as session:
        services.recall(session, desk.party, desk.case.id, letter.id)
        services.recall(session, desk.party, desk.case.id, letter.id)
    (row,) = desk.letters()
    assert (row.body, desk.turn()) == ("", rules.NOBODY)


def test_a_letter_that_was_read_or_is_ten_minutes_old_stays(desk: Desk) -> None:
    read, old = desk.write(desk.party), desk.write(desk.party)
    with desk.writing() as session:
        services.read(session, desk.case.id, by_party=False)
    fresh = desk.write(desk.party)
    with desk.writing() as session, pytest.raises(DomainError):
        services.recall(session, desk.party, desk.case.id, read.id)
    with (
        clock.moved(clock.now() + dt.timedelta(minutes=10)),
        desk.writing() as session,
        pytest.raises(DomainError),
    ):
        services.recall(session, desk.party, desk.case.id, fresh.id)
    assert [row.recalled_at for row in desk.letters()] == [None] * 3
    assert old.id != read.id


def test_each_side_takes_back_its_own_letters_only(desk: Desk) -> None:
    mine = desk.write(desk.office)
    with desk.writing() as session, pytest.raises(NotFound):
        services.recall(session, desk.party, desk.case.id, mine.id)
    with desk.writing() as session, pytest.raises(DomainError, match="写信的人"):
        services.recall(session, desk.person(HEAD), desk.case.id, mine.id)
    other = desk.site.case("勐约许2")
    with desk.writing() as session, pytest.raises(NotFound):
        services.recall(session, desk.office, other.id, mine.id)


def test_opening_the_thread_reads_the_other_sides_letters_only(desk: Desk) -> None:
    desk.write(desk.party)
    desk.write(desk.office)
    with desk.writing() as session:
        services.read(session, desk.case.id, by_party=True)
    asked, answered = desk.letters()
    assert asked.read_at is None
    assert answered.read_at is not None


def test_a_letter_can_be_closed_with_a_reason_that_the_party_reads(desk: Desk) -> None:
    desk.write(desk.party)
    with desk.writing() as session, pytest.raises(DomainError) as told:
        services.close(session, desk.office, desk.case.id, " ", "k2")
    assert told.value.problems[0].field == "reason"
    with desk.writing() as session:
        services.close(session, desk.office, desk.case.id, "与前信相同，已答复。", "k3")
    assert desk.turn() == rules.NOBODY
    assert desk.letters()[-1].body == "与前信相同，已答复。"
    assert len(desk.told("party")) == 1
    with desk.writing() as session, pytest.raises(DomainError, match="没有等待答复"):
        services.close(session, desk.office, desk.case.id, "再来", "k4")
    with desk.writing() as session, pytest.raises(Forbidden):
        services.close(session, desk.party, desk.case.id, "x", "k5")


def test_the_audit_has_who_and_when_and_no_word_of_the_letter(desk: Desk) -> None:
    desk.write(desk.party, "只给承办人看的话")
    desk.write(desk.office, "只给当事人看的话")
    with desk.reading() as session:
        rows = session.scalars(select(Audit).where(Audit.action == "core.letter.write")).all()[-2:]
        assert {row.subject for row in rows} == {str(desk.case.id)}
        assert "看的话" not in json.dumps([row.body for row in rows], ensure_ascii=False)


def test_what_people_write_is_encrypted_where_it_lies(desk: Desk) -> None:
    desk.write(desk.party, "这句话不能明文保存")
    file = desk.site.config.data / "xiaoneng.db"
    if file.exists():
        lying = b"".join(path.read_bytes() for path in file.parent.glob("xiaoneng.db*"))
        assert "这句话不能明文保存".encode() not in lying


def days_later(desk: Desk, day: int) -> int:
    """Watch on a day of November or December 2026; the letter came on Tuesday the 24th."""
    on = dt.date(2026, 11, 24) + dt.timedelta(days=day)
    with clock.moved(dt.datetime.combine(on, dt.time(9), clock.SHANGHAI)):
        return watch.watch(desk.site.database, MENGYUE)


def test_a_letter_without_an_answer_is_reminded_of_on_the_third_working_day_and_daily_from_the_fifth(
    desk: Desk,
) -> None:
    desk.write(desk.party)
    told = [day for day in range(10) if days_later(desk, day)]
    assert told == [3, 7, 8, 9], "Friday, then from Tuesday on; never at the weekend"
    assert days_later(desk, 9) == 0, "once a day"
    with desk.reading() as session:
        head = account(session, HEAD).id
        days = [
            row.params["days"]
            for row in session.scalars(select(Notice).where(Notice.account_id == head).order_by(Notice.at))
        ]
    assert days == ["5", "6", "7"], "the head is told from the fifth day on"


def test_what_was_answered_is_not_reminded_of(desk: Desk) -> None:
    desk.write(desk.party)
    desk.write(desk.office)
    assert days_later(desk, 7) == 0


def test_the_worklist_has_the_longest_waiting_first_and_only_what_one_may_read(desk: Desk) -> None:
    desk.write(desk.party)
    kinds = [desk.case.kind]
    with desk.reading() as session:
        for login in (HANDLER, HEAD, LEADER):
            rows, after = queries.worklist(session, desk.person(login), kinds)
            assert ([row.case.id for row in rows], after) == ([desk.case.id], None)
        assert queries.worklist(session, desk.person(AGENT), kinds)[0] == []
        assert queries.worklist(session, desk.person(HANDLER), ["none"])[0] == []


def test_a_template_of_the_township_covers_cores_own_and_is_offered_by_state(desk: Desk) -> None:
    admin = desk.person(ADMIN)
    with desk.writing() as session:
        services.keep_template(session, admin, "ask", Wording("请补充", "请回复{编号}", ("accepted",)))
    with desk.reading() as session:
        offered = {one.code: one.title for one in queries.offered(session, "accepted")}
        assert offered["ask"] == "请补充"
        assert "ask" not in {one.code for one in queries.offered(session, "received")}
        assert len(queries.templates(session)) == len(rules.STARTERS)
    with desk.writing() as session:
        services.keep_template(session, admin, "ask", Wording("请补充", "请回复", active=False))
    with desk.reading() as session:
        assert "ask" not in {one.code for one in queries.offered(session, "accepted")}
    with desk.site.database.read(Scope.one(HUSA)) as session:
        assert "请补充" not in {one.title for one in queries.templates(session)}


def test_a_template_with_a_foreign_slot_is_refused_and_only_the_administrator_writes_them(desk: Desk) -> None:
    with desk.writing() as session, pytest.raises(DomainError) as told:
        services.keep_template(session, desk.person(ADMIN), "x", Wording("题", "{身份证}"))
    assert told.value.problems[0].field == "body"
    with desk.writing() as session, pytest.raises(Forbidden):
        services.keep_template(session, desk.office, "x", Wording("题", "文"))
    assert UUID(int=0) != desk.office.account_id
