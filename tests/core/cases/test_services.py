"""The one door: done once, by those who may, from the state and version they saw, whole or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from core import clock
from core.accounts.actor import Actor, Held, Visiting
from core.audit.models import Audit
from core.cases import doors, queries
from core.cases.models import Case, Clock, FormOnce, Reply, Timeline
from core.db import Scope, ScopedSession, numbers
from core.errors import DomainError, Forbidden, NotFound
from core.jobs.models import Outbox
from tests.core.cases.toys import ACT, ANSWER, Desk
from tests.sample import MENGYUE, TODAY


def test_a_form_opens_one_case_however_often_it_is_sent(desk: Desk) -> None:
    first = desk.open("k1")
    assert desk.open("k1").id == first.id
    assert desk.count(Case, Case.kind == "toy.matter") == 1
    assert desk.open("k2").no_seq == 2


def test_an_act_is_done_once_however_often_it_is_sent(desk: Desk) -> None:
    case = desk.open()
    done = desk.act(case, "finish", "k1")
    again = desk.act(case, "finish", "k1")  # with the version of the first page, long stale
    assert (again.state, again.version, again.is_open) == ("done", done.version, False)
    assert desk.count(Timeline, Timeline.case_id == case.id) == 2
    assert desk.count(Reply, Reply.case_id == case.id) == 1


def test_a_visiting_superior_acts_on_nothing_whatever_they_hold(desk: Desk) -> None:
    case = desk.open()
    visitor = dataclasses.replace(desk.clerk, visiting=Visiting(UUID(int=8), "核查", clock.now()))
    with pytest.raises(Forbidden):
        desk.act(case, "finish", actor=visitor)
    assert desk.act(case, "finish").state == "done"


def test_a_key_opens_only_what_it_was_made_for(desk: Desk) -> None:
    first, second = desk.open("k1"), desk.open("k2")
    desk.act(first, "tell", "k3")
    for attempt in (
        lambda: desk.open("k3"),
        lambda: desk.act(first, "tell", "k1"),
        lambda: desk.act(first, "finish", "k3"),
        lambda: desk.act(second, "tell", "k3"),
    ):
        with pytest.raises(DomainError, match="另一件事"):
            attempt()
    assert desk.case(second).version == second.version


def test_a_case_is_opened_with_all_that_belongs_to_it(desk: Desk) -> None:
    case = desk.open()
    assert case.number == "样〔2026〕1号"
    assert (case.state, case.is_open, case.received_on, case.party) == ("open", True, TODAY, "样乙")
    assert (case.due_on, case.due_rule, case.clock_state) == (dt.date(2026, 12, 8), ANSWER, "running")
    with desk.database.read(Scope.one(MENGYUE)) as session:
        (line,) = queries.timeline_of(session, case)
        assert (line.code, line.actor_name, line.article, line.state) == ("open", "样甲", "样法3", "open")
        assert [party.name for party in queries.parties_of(session, case)] == ["样乙"]
        assert doors.by_reference(session, case.number, case.code).id == case.id
    assert desk.count(Audit, Audit.subject == str(case.id)) == 1
    assert desk.count(Outbox, Outbox.key == f"case:{case.id}") == 1


def test_papers_are_not_received_tomorrow(desk: Desk) -> None:
    with pytest.raises(DomainError, match="不能晚于今天"):
        desk.open(received_on=TODAY + dt.timedelta(days=1))
    assert desk.count(Case, Case.kind == "toy.matter") == 0


def test_a_number_is_given_back_when_the_turn_fails(desk: Desk) -> None:
    desk.open("k1")
    with pytest.raises(RuntimeError, match="power"), desk.writing() as session:
        assert desk.open_in(session, "k2").no_seq == 2
        raise RuntimeError("power")
    assert desk.count(FormOnce, FormOnce.key == "k2") == 0
    assert desk.open("k2").no_seq == 2


def test_the_number_is_taken_when_all_but_the_papers_is_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    take = numbers.take

    def watched(session: ScopedSession, series: str, year: int) -> int:
        seen.append(sum(len(session.scalars(select(model)).all()) for model in (Timeline, FormOnce, Clock)))
        return take(session, series, year)

    before = sum(desk.count(model) for model in (Timeline, FormOnce, Clock))
    monkeypatch.setattr(numbers, "take", watched)
    desk.open()
    assert seen == [before + 3]


def test_series_and_tenants_number_apart(desk: Desk) -> None:
    assert [desk.open(series=series).number for series in ("甲", "乙", "甲")] == [
        "甲〔2026〕1号",
        "乙〔2026〕1号",
        "甲〔2026〕2号",
    ]


def test_a_stale_version_is_refused(desk: Desk) -> None:
    case = desk.open()
    seen = case.version
    desk.act(case, "tell")
    with pytest.raises(DomainError, match="其他人刚刚修改"):
        desk.act(case, "finish", version=seen)
    assert desk.case(case).state == "open"


def test_an_act_from_another_state_is_refused_with_the_states_name(desk: Desk) -> None:
    case = desk.act(desk.open(), "pause")
    with pytest.raises(DomainError, match="案件现在是“等待”"):
        desk.act(case, "finish")


def test_an_act_needs_its_permission_for_the_cases_unit(desk: Desk) -> None:
    case = desk.open()
    elsewhere = Actor(UUID(int=8), "样丙", MENGYUE, (Held("handler", UUID(int=5), True, frozenset({ACT})),))
    other = Actor(UUID(int=9), "样丁", MENGYUE, (Held("handler", desk.unit_id, True, frozenset({"toy.other"})),))
    whole = Actor(UUID(int=9), "样戊", MENGYUE, (Held("leader", UUID(int=5), False, frozenset({ACT})),))
    for actor in (
        elsewhere,
        other,
        Actor.system(MENGYUE),
        Actor.party(MENGYUE, "样乙"),
        Actor(UUID(int=3), "", MENGYUE),
    ):
        with pytest.raises(Forbidden) as refused:
            desk.act(case, "tell", actor=actor)
        assert refused.value.needs == ACT
    with pytest.raises(Forbidden):
        desk.act(case, "silence")  # the law's own act is nobody's
    assert desk.act(case, "tell", actor=whole).version > case.version


def test_absent_cases_and_acts_are_not_found(desk: Desk) -> None:
    case = desk.open()
    with pytest.raises(NotFound):
        desk.act(case, "dance")
    case.id = UUID(int=1)
    with pytest.raises(NotFound):
        desk.act(case, "tell")


def test_a_guard_tells_every_reason_at_once_and_leaves_no_trace(desk: Desk) -> None:
    case = desk.open()
    with pytest.raises(DomainError) as refused:
        desk.act(case, "never", "k1")
    assert [(problem.message, problem.field) for problem in refused.value.problems] == [
        ("一", "on"),
        ("二", "days"),
        ("三", None),
    ]
    assert desk.case(case).version == case.version
    assert desk.count(FormOnce, FormOnce.key == "k1") == 0


def test_a_handler_that_fails_leaves_nothing_half(desk: Desk) -> None:
    case = desk.open()
    with pytest.raises(RuntimeError, match="burst"):
        desk.act(case, "burst", "k1")
    now = desk.case(case)
    assert (now.state, now.version, now.due_on) == ("open", case.version, case.due_on)
    assert desk.count(Timeline, Timeline.case_id == case.id) == 1
    assert desk.act(case, "tell", "k1").version > case.version  # the key is free again


@pytest.mark.parametrize("through", [(), ("pause",)])
def test_a_case_that_must_be_answered_does_not_end_without_a_reply(desk: Desk, through: tuple[str, ...]) -> None:
    case = desk.open()
    for code in through:
        case = desk.act(case, code)
    with pytest.raises(DomainError, match="还没有答复当事人"):
        desk.act(case, "drop")
    assert desk.case(case).is_open


def test_a_reply_lets_the_case_end_and_is_kept(desk: Desk) -> None:
    case = desk.act(desk.open(), "finish")
    assert case.closed_at is not None
    with desk.database.read(Scope.one(MENGYUE)) as session:
        assert [(reply.act, reply.words) for reply in queries.replies_of(session, case)] == [("finish", "已答复")]


def test_a_part_is_a_child_with_limits_and_a_number_of_its_own(desk: Desk) -> None:
    parent = desk.open()
    child = desk.open(parent_id=parent.id, received_on=TODAY - dt.timedelta(days=7))
    desk.act(child, "finish")
    with desk.database.read(Scope.one(MENGYUE)) as session:
        opened = queries.opened(session, desk.clerk, parent.id)
        assert (opened.case.id, [part.id for part in opened.children]) == (parent.id, [child.id])
        assert set(opened.who) == {parent.id, child.id}
    assert child.number != parent.number
    assert desk.case(parent).is_open
    assert desk.case(parent).due_on == parent.due_on != child.due_on
