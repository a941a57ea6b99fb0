"""Handing in, accepting and returning: who may, from which state, with what, once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from sqlalchemy import select

from core.accounts.permissions import Perm
from core.audit.models import Audit
from core.db import Scope, ScopedSession, new_id
from core.duties import rules, services
from core.duties.board import BoardFilter
from core.duties.models import Duty, DutyEntry
from core.duties.services import Answer, Submit
from core.errors import DomainError, Forbidden, NotFound
from tests.core.duties.conftest import MONTHLY, PLAN, PLAN_PARTS, SUMMARY, Scheme, on
from tests.sample import HUSA

D = dt.date


@pytest.fixture
def duty(scheme: Scheme) -> Duty:
    """The farm station's report for April, due on the 25th."""
    return scheme.duty(MONTHLY, "NYZ", "2026-04")


def problems(raised: pytest.ExceptionInfo[DomainError]) -> list[tuple[str | None, str]]:
    return [(problem.field, str(problem)) for problem in raised.value.problems]


def test_the_road_of_a_duty_is_kept_in_its_ledger_and_in_the_audit(scheme: Scheme, duty: Duty) -> None:
    own, receiver = scheme.of("NYZ"), scheme.of("DZB")
    scheme.submit(own, duty, "四月进展")
    scheme.answer("send_back", receiver, duty, "缺少数据")
    assert scheme.again(duty).state == rules.RETURNED
    scheme.submit(own, scheme.again(duty), "四月进展，补数据")
    scheme.answer("withdraw", own, duty)
    assert (scheme.again(duty).state, scheme.again(duty).submitted_at) == (rules.OPEN, None)
    scheme.submit(own, scheme.again(duty), "定稿")
    scheme.answer("accept", receiver, duty)
    done = scheme.again(duty)
    assert (done.state, done.content["text"], done.submitted_by) == (rules.ACCEPTED, "定稿", own.account_id)
    assert scheme.acts(duty) == ["make", "submit", "return", "submit", "withdraw", "submit", "accept"]
    with scheme.reading() as session:
        entries = session.scalars(select(DutyEntry).where(DutyEntry.duty_id == duty.id).order_by(DutyEntry.id)).all()
        assert [entry.content.get("text") for entry in entries if entry.act == "submit"] == [
            "四月进展",
            "四月进展，补数据",
            "定稿",
        ]
        assert [entry.note for entry in entries if entry.act == "return"] == ["缺少数据"]
        audited = session.scalars(select(Audit).where(Audit.subject == str(duty.id)).order_by(Audit.id)).all()
        assert [row.action.rpartition(".")[2] for row in audited] == scheme.acts(duty)[1:]


def test_the_unit_is_told_of_a_return_with_its_reason(scheme: Scheme, duty: Duty) -> None:
    scheme.submit(scheme.of("NYZ"), duty)
    scheme.answer("send_back", scheme.of("DZB"), duty, "缺少数据", key=(key := new_id().hex))
    told = scheme.notices(duty)
    assert {words[-4:] for words in told} == {"缺少数据"}
    with scheme.writing() as session:
        services.send_back(session, scheme.of("DZB"), duty.id, Answer(duty.version, "缺少数据"), key)
    assert scheme.notices(duty) == told


@pytest.mark.parametrize("code", ["LYZ", "201", "DZB"])
def test_only_the_units_own_people_hand_in(scheme: Scheme, duty: Duty, code: str) -> None:
    with pytest.raises(Forbidden):
        scheme.submit(scheme.of(code), duty)
    assert scheme.again(duty).state == rules.OPEN


def test_a_permission_for_the_whole_township_does_not_hand_in_for_a_unit(scheme: Scheme, duty: Duty) -> None:
    from core.accounts.actor import Actor, Held

    everywhere = Held("leader", scheme.unit("LD"), False, frozenset({Perm.SUBMIT, Perm.RECEIVE, Perm.READ_DUTIES}))
    with pytest.raises(Forbidden):
        scheme.submit(Actor(new_id(), "乡长", scheme.tenant, (everywhere,)), duty)


def test_only_the_receiving_unit_answers(scheme: Scheme, duty: Duty) -> None:
    scheme.submit(scheme.of("NYZ"), duty)
    for act in ("accept", "send_back"):
        for code in ("NYZ", "LYZ"):
            with pytest.raises(Forbidden):
                scheme.answer(act, scheme.of(code), duty, "原因")
    with pytest.raises(Forbidden):
        scheme.answer("withdraw", scheme.of("DZB"), duty)
    with pytest.raises(Forbidden):
        scheme.answer("accept", scheme.of("DZB", Perm.SUBMIT), duty)


def test_nobody_answers_what_the_own_unit_handed_in(scheme: Scheme, duty: Duty) -> None:
    from core.accounts.actor import Actor

    scheme.submit(scheme.of("NYZ"), duty)
    both = Actor(new_id(), "两处任职", scheme.tenant, scheme.of("NYZ").held + scheme.of("DZB").held)
    for act in ("accept", "send_back"):
        with pytest.raises(DomainError, match="由他人接收"):
            scheme.answer(act, both, duty, "原因")


def test_where_nobody_here_receives_the_unit_itself_confirms(scheme: Scheme) -> None:
    compiled = scheme.duty("scheme.law_report.compile", "DZB", "2026-04")
    own = scheme.of("DZB")
    scheme.submit(own, compiled)
    with pytest.raises(Forbidden):
        scheme.answer("send_back", own, compiled, "原因")
    scheme.answer("accept", own, compiled)
    assert scheme.again(compiled).state == rules.ACCEPTED


def test_an_empty_report_is_refused_at_its_field(scheme: Scheme, duty: Duty) -> None:
    with pytest.raises(DomainError) as raised:
        scheme.submit(scheme.of("NYZ"), duty, "  ")
    assert [field for field, _ in problems(raised)] == ["text"]


def test_after_the_day_a_reason_is_needed_and_kept(scheme: Scheme, duty: Duty) -> None:
    with on(D(2026, 4, 25), 23):
        assert rules.late_refusals(_rule(MONTHLY), "", due=duty.due_on, today=D(2026, 4, 25)) == []
    with on(D(2026, 4, 26)):
        with pytest.raises(DomainError) as raised:
            scheme.submit(scheme.of("NYZ"), duty)
        assert problems(raised) == [("late_reason", "期限已于2026-04-25届满，请说明迟报的原因。")]
        with pytest.raises(DomainError):
            scheme.nil(scheme.of("NYZ"), duty)
        scheme.submit(scheme.of("NYZ"), duty, late_reason="停电")
    assert scheme.again(duty).late_reason == "停电"


def test_a_reason_given_in_time_is_not_kept(scheme: Scheme, duty: Duty) -> None:
    scheme.submit(scheme.of("NYZ"), duty, late_reason="停电")
    assert scheme.again(duty).late_reason == ""


def test_nothing_to_report_is_one_click_where_it_is_an_answer(scheme: Scheme, duty: Duty) -> None:
    scheme.nil(scheme.of("NYZ"), duty)
    assert (scheme.again(duty).state, scheme.again(duty).nil) == (rules.SUBMITTED, True)
    with pytest.raises(DomainError, match="不能零报告"):
        scheme.nil(scheme.of("NYZ"), scheme.duty(SUMMARY, "NYZ", "2026"))


def test_a_report_after_nothing_to_report_is_no_longer_nil(scheme: Scheme, duty: Duty) -> None:
    own = scheme.of("NYZ")
    scheme.nil(own, duty)
    scheme.answer("withdraw", own, duty)
    scheme.submit(own, scheme.again(duty))
    assert scheme.again(duty).nil is False


def test_a_second_click_changes_nothing(scheme: Scheme, duty: Duty) -> None:
    own, key = scheme.of("NYZ"), new_id().hex
    scheme.submit(own, duty, "第一次", key)
    scheme.submit(own, duty, "第二次", key)
    assert scheme.again(duty).content["text"] == "第一次"
    assert scheme.acts(duty) == ["make", "submit"]


def test_a_key_carries_out_one_act_on_one_duty(scheme: Scheme, duty: Duty) -> None:
    own, key = scheme.of("NYZ"), new_id().hex
    scheme.submit(own, duty, key=key)
    other = scheme.duty(MONTHLY, "NYZ", "2026-05")
    with pytest.raises(DomainError, match="另一件事"):
        scheme.submit(own, other, key=key)
    with pytest.raises(DomainError, match="另一件事"):
        scheme.answer("withdraw", own, duty, key=key)
    assert scheme.again(other).state == rules.OPEN


def test_two_clicks_at_once_are_one(scheme: Scheme, duty: Duty) -> None:
    own, key, start = scheme.of("NYZ"), new_id().hex, threading.Barrier(2, timeout=60)
    failed: list[BaseException] = []

    def click() -> None:
        start.wait()
        try:
            with on(D(2026, 4, 1)):
                scheme.submit(own, duty, key=key)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, scheme.acts(duty)) == ([], ["make", "submit"])


def test_a_stale_page_is_refused(scheme: Scheme, duty: Duty) -> None:
    own = scheme.of("NYZ")
    scheme.submit(own, duty)
    scheme.answer("withdraw", own, duty)
    with pytest.raises(DomainError, match="刚刚修改"):
        scheme.submit(own, duty)


ROADS = [(act, state) for act, (sources, _) in rules.ACTS.items() for state in rules.STATES if state not in sources]


@pytest.mark.parametrize(("act", "state"), ROADS)
def test_an_act_from_any_other_state_is_refused(scheme: Scheme, duty: Duty, act: str, state: str) -> None:
    own, receiver = scheme.of("NYZ"), scheme.of("DZB")
    if state != rules.OPEN:
        scheme.submit(own, duty)
    if state in {rules.ACCEPTED, rules.RETURNED}:
        scheme.answer("accept" if state == rules.ACCEPTED else "send_back", receiver, duty, "原因")
    now = scheme.again(duty)
    assert now.state == state
    with pytest.raises(DomainError, match="不能再办理"):
        if act == "submit":
            scheme.submit(own, now)
        elif act == "nil":
            scheme.nil(own, now)
        else:
            name = "send_back" if act == "return" else act
            scheme.answer(name, own if act == "withdraw" else receiver, now, "原因")
    assert scheme.again(duty).state == state


def test_a_return_without_a_reason_is_refused(scheme: Scheme, duty: Duty) -> None:
    scheme.submit(scheme.of("NYZ"), duty)
    with pytest.raises(DomainError) as raised:
        scheme.answer("send_back", scheme.of("DZB"), duty, " ")
    assert [field for field, _ in problems(raised)] == ["note"]


def test_a_duty_of_a_measure_that_is_off_is_not_there_and_comes_back(scheme: Scheme, duty: Duty) -> None:
    scheme.turn("supervision", to=False)
    with pytest.raises(NotFound):
        scheme.submit(scheme.of("NYZ"), duty)
    scheme.turn("supervision")
    scheme.submit(scheme.of("NYZ"), duty)


def test_a_duty_of_another_township_is_not_there(scheme: Scheme, duty: Duty) -> None:
    with scheme.database.write(Scope.one(HUSA)) as session, pytest.raises(NotFound):
        services.submit(session, scheme.of("NYZ"), duty.id, Submit(1), new_id().hex)


def test_what_a_plan_must_hold_is_kept_part_by_part(scheme: Scheme) -> None:
    with on(D(2026, 1, 6)):
        scheme.make()
        plan = scheme.duty(PLAN, "NYZ", rules.ONCE)
        with pytest.raises(DomainError) as raised:
            scheme.submit(scheme.of("NYZ"), plan, "")
        assert [field for field, _ in problems(raised)] == list(PLAN_PARTS)
        parts = {**PLAN_PARTS, "head": ("何早乙",)}
        scheme.submit(scheme.of("NYZ"), plan, "", parts=parts)
    assert scheme.again(plan).content["parts"]["head"] == ["何早乙"]


def remind(session: ScopedSession, scheme: Scheme, code: str = "DZB", rule: str = MONTHLY) -> int:
    """Remind everybody, a turn after another; how many were told."""
    wanted, actor = BoardFilter("2026-04", (rule,)), scheme.of(code)
    told, after = services.remind_all(session, actor, wanted)
    while after is not None:
        more, after = services.remind_all(session, actor, wanted, after)
        told += more
    return told


def test_the_receiver_reminds_all_who_still_owe_once_a_day(scheme: Scheme, duty: Duty) -> None:
    owing = scheme.count(Duty, Duty.rule == MONTHLY, Duty.period == "2026-04")
    scheme.submit(scheme.of("NYZ"), duty)
    with scheme.writing() as session:
        assert remind(session, scheme) == owing - 1
        assert remind(session, scheme) == 0
    assert scheme.notices(duty) == []
    reminded = scheme.duty(MONTHLY, "LYZ", "2026-04")
    assert (scheme.acts(reminded), scheme.acts(duty)) == (["make", "remind"], ["make", "submit"])
    other = scheme.notices(reminded)
    assert set(other) == {"党政综合办公室提醒：“进展情况”（2026-04）最迟于2026-04-25报送。"}
    with on(D(2026, 4, 2)), scheme.writing() as session:
        assert remind(session, scheme) == owing - 1


def test_a_unit_that_owes_several_duties_has_one_notice_of_them(scheme: Scheme) -> None:
    wanted = BoardFilter("2026-04", (MONTHLY, "scheme.law_report.monthly"))
    with scheme.writing() as session:
        services.remind_all(session, scheme.of("DZB"), wanted)
    both = [scheme.duty(code, "LYZ", "2026-04") for code in wanted.codes]
    told = [words for duty in both for words in scheme.notices(duty)]
    assert set(told) == {
        "党政综合办公室提醒：还有2项任务没有报送，最早的是“进展情况”（2026-04），最迟于2026-04-25报送。"
    }
    assert [scheme.acts(duty)[-1] for duty in both] == ["remind", "remind"]


def test_others_remind_nobody(scheme: Scheme, duty: Duty) -> None:
    with scheme.writing() as session:
        assert remind(session, scheme, "LYZ") == 0
        with pytest.raises(NotFound):
            remind(session, scheme, rule="scheme.approval.cleanup")


def _rule(code: str) -> services.DutyRule:
    from core import plugins

    return plugins.registry().duties[code]


def test_many_units_are_reminded_turn_by_turn_and_none_is_left_out(
    scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "TURN", 2)
    wanted, office = BoardFilter("2026-04", (MONTHLY,)), scheme.of("DZB")
    owing, told, turns, after = len(scheme.duties(Duty.rule == MONTHLY, Duty.period == "2026-04")), 0, 0, None
    while turns == 0 or after is not None:
        with scheme.writing() as session:
            now, after = services.remind_all(session, office, wanted, after)
        told, turns = told + now, turns + 1
        assert now <= 2
    assert (told, turns) == (owing, owing // 2 + 1)
    assert scheme.count(DutyEntry, DutyEntry.act == "remind") == owing
