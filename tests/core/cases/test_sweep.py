"""The sweep: the law acts once a limit has passed in silence, and people are told before theirs does."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core import clock as time
from core.accounts.actor import SYSTEM_ID
from core.cases import queries, services
from core.cases import sweep as module
from core.cases.models import Case, Timeline
from core.cases.sweep import sweep
from core.db import Scope, ScopedSession
from core.errors import DomainError, Problem
from core.notices.models import Notice
from core.tenancy.models import Unit
from tests.core.cases.toys import ANSWER, NOTICE, QUIET, Desk, on
from tests.sample import HUSA, MENGYUE, TODAY

D = dt.date
DUE = D(2026, 12, 1)  # five working days after the sample's day


def silent(desk: Desk, **given: Any) -> Case:
    return desk.open(clocks=(NOTICE,), **given)


def swept(desk: Desk, day: dt.date, hour: int = 0) -> int:
    """How many toy cases the law moved on a day."""
    before = desk.count(Case, Case.state == "silent")
    with on(day, hour):
        sweep(desk.database, MENGYUE)
    return desk.count(Case, Case.state == "silent") - before


def test_the_law_acts_when_the_last_day_has_passed_and_never_before(desk: Desk) -> None:
    case = silent(desk)
    assert case.due_on == DUE
    assert swept(desk, DUE - dt.timedelta(days=1)) == 0
    assert swept(desk, DUE, 23) == 0
    assert swept(desk, DUE + dt.timedelta(days=1)) == 1
    assert desk.case(case).state == "silent"


def test_the_law_acts_once(desk: Desk) -> None:
    case = silent(desk)
    assert [swept(desk, D(2026, 12, 2)), swept(desk, D(2026, 12, 2)), swept(desk, D(2026, 12, 9))] == [1, 0, 0]
    assert desk.count(Timeline, Timeline.case_id == case.id, Timeline.code == "silence") == 1


def test_two_sweeps_at_once_are_one(desk: Desk) -> None:
    cases = [silent(desk) for _ in range(4)]

    def work() -> None:
        with on(D(2026, 12, 2)):
            sweep(desk.database, MENGYUE)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for case in cases:
        assert desk.count(Timeline, Timeline.case_id == case.id) == 2


def test_the_law_acts_as_the_system_with_the_article(desk: Desk) -> None:
    case = silent(desk)
    swept(desk, D(2026, 12, 2))
    with desk.database.read(Scope.one(MENGYUE)) as session:
        line = queries.timeline_of(session, case)[-1]
        assert (line.actor_id, line.actor_name, line.code, line.article) == (SYSTEM_ID, "系统", "silence", "样法5②")


def test_nothing_rests_on_a_provisional_day(desk: Desk) -> None:
    """2027 is not published: a day may still become one of rest, so nobody is taken to have been silent."""
    with on(D(2026, 12, 28)):
        case = silent(desk)
    ((clock, _),) = desk.clocks(case)[NOTICE]
    assert clock.provisional
    assert clock.due_on is not None
    assert swept(desk, clock.due_on + dt.timedelta(days=30)) == 0
    assert desk.case(case).state == "open"


def test_what_was_told_in_time_is_not_silence(desk: Desk) -> None:
    case = desk.act(silent(desk), "tell")
    assert swept(desk, D(2026, 12, 2)) == 0
    assert desk.case(case).state == "open"


def test_an_act_between_the_look_and_the_turn_comes_first(desk: Desk) -> None:
    case = silent(desk)
    steps = module._steps

    def slow(session: ScopedSession, case_id: UUID | None = None) -> list[Any]:
        found = list(steps(session, case_id))
        desk.act(case, "tell")
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_steps", slow)
        assert swept(desk, D(2026, 12, 2)) == 0
    assert desk.case(case).state == "open"


def test_one_case_that_fails_does_not_hold_up_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = silent(desk), silent(desk)
    act = services.act

    def refusing(session: Any, actor: Any, case_id: Any, *rest: Any) -> Case:
        if case_id == bad.id:
            raise DomainError(Problem("缺少法定要素"))
        return act(session, actor, case_id, *rest)

    monkeypatch.setattr(services, "act", refusing)
    with caplog.at_level(logging.ERROR, "xiaoneng.cases"):
        assert swept(desk, D(2026, 12, 2)) == 1
    assert (desk.case(bad).state, desk.case(good).state) == ("open", "silent")
    assert str(bad.id) in caplog.text


def warnings(desk: Desk, case: Case) -> list[tuple[dt.date, str]]:
    with desk.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Notice).where(Notice.matter_id == case.id).order_by(Notice.at, Notice.id))
        return [(time.local_date(row.at), row.words % row.params) for row in rows]


def test_people_are_warned_once_a_day_before_and_every_day_after(desk: Desk) -> None:
    case = desk.open(clocks=(ANSWER,))  # due on Tuesday 2026-12-08
    for day in range(15):
        for hour in (0, 9, 23):
            swept(desk, TODAY + dt.timedelta(days=day), hour)
    swept(desk, D(2026, 12, 9))
    told = warnings(desk, case)
    assert [day for day, _ in told] == [D(2026, 12, 4), D(2026, 12, 7), D(2026, 12, 8), D(2026, 12, 9)]
    assert [words for _, words in told][-2:] == [
        f"{case.number}的“toy.answer”将于2026-12-08届满。",
        f"{case.number}的“toy.answer”已于2026-12-08届满，至今没有完成。",
    ]


def test_nobody_is_warned_of_a_limit_that_stands_still_or_has_ended(desk: Desk) -> None:
    paused, done = desk.act(desk.open(), "pause"), desk.act(desk.open(), "finish")
    for day in (D(2026, 12, 4), D(2026, 12, 8), D(2026, 12, 10)):
        swept(desk, day)
    assert warnings(desk, paused) == warnings(desk, done) == []


def still(desk: Desk, **days: dt.date) -> Case:
    """A case with limits of these names that began on these days."""
    return desk.open(kind="toy.still", series="静", clocks={f"toy.{name}": day for name, day in days.items()})


def lines(desk: Desk, case: Case) -> list[tuple[str, dt.date]]:
    """What happened on a case since it was opened, with the law's days."""
    with desk.database.read(Scope.one(desk.tenant)) as session:
        return [(row.code, row.on) for row in queries.timeline_of(session, case)][1:]


def limits(desk: Desk, case: Case) -> list[tuple[Any, ...]]:
    """Every limit of a case and its ledger, without the instants."""
    return [
        (rule, clock.state, clock.start_on, clock.due_on, clock.ended_on, [(entry.act, entry.on) for entry in entries])
        for rule, pairs in sorted(desk.clocks(case).items())
        for clock, entries in pairs
    ]


def test_papers_nobody_objected_to_were_accepted_on_the_day_they_came(desk: Desk) -> None:
    case = still(desk, papers=TODAY)
    swept(desk, D(2026, 12, 2))
    assert (desk.case(case).state, lines(desk, case)) == ("taken", [("take", TODAY), ("review", D(2026, 11, 30))])
    ((review, _),) = desk.clocks(case)["toy.review"]
    assert (review.start_on, review.due_on) == (TODAY, D(2026, 11, 30))


def test_what_is_deemed_on_the_last_day_bears_that_day_whenever_the_sweep_runs(desk: Desk) -> None:
    case = still(desk, correct=TODAY)  # owed by the party
    swept(desk, D(2026, 12, 21))
    assert (desk.case(case).state, lines(desk, case)) == ("gone", [("abandon", D(2026, 12, 2))])
    ((clock, _),) = desk.clocks(case)["toy.correct"]
    assert (clock.state, clock.ended_on) == ("lapsed", D(2026, 12, 2))


def test_a_licence_is_renewed_when_its_last_day_has_passed_though_that_be_a_day_of_rest(desk: Desk) -> None:
    case = still(desk, renew=D(2026, 11, 28))  # a Saturday
    swept(desk, D(2026, 11, 28), 23)
    assert lines(desk, case) == []
    swept(desk, D(2026, 11, 29))
    assert lines(desk, case) == [("renew", D(2026, 11, 28))]


def test_missing_evidence_is_marked_once_for_the_handler_and_nothing_moves(desk: Desk) -> None:
    case = still(desk, reply=TODAY)
    for day in (28, 28, 29):
        swept(desk, D(2026, 11, day))
    found = desk.case(case)
    assert (found.state, found.version, lines(desk, case)) == ("new", case.version, [("flag", D(2026, 11, 27))])
    ((clock, entries),) = desk.clocks(case)["toy.reply"]
    assert (clock.state, entries[-1].act, entries[-1].article) == ("running", "flag", "样法1")
    told = [words for _, words in warnings(desk, case)]
    assert told.count(f"{case.number}的“toy.reply”已于2026-11-27届满，请依法审查法律规定的后果。") == 1


def test_a_passed_provisional_day_is_said_once_and_has_no_effect(desk: Desk) -> None:
    with on(D(2026, 12, 31)):
        case = still(desk, asked=D(2026, 12, 31))
    for day in (10, 11, 20):
        swept(desk, D(2027, 1, day))
    ((clock, entries),) = desk.clocks(case)["toy.asked"]
    assert ([entry.act for entry in entries], lines(desk, case)) == (["start", "hold"], [])
    told = f"{case.number}的“toy.asked”暂计于{clock.due_on}届满，放假安排公布之后才发生法律规定的后果。"
    assert [words for _, words in warnings(desk, case)] == [told]


def test_after_weeks_of_standstill_effects_come_in_the_order_of_their_days_across_cases(desk: Desk) -> None:
    second, first = still(desk, papers=D(2026, 11, 24)), still(desk, correct=D(2026, 11, 23))
    third = silent(desk, received_on=D(2026, 11, 24))
    with on(D(2026, 12, 24)):
        sweep(desk.database, MENGYUE)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        ids = {case.id for case in (first, second, third)}
        query = select(Timeline).where(Timeline.case_id.in_(ids), Timeline.code != "open").order_by(Timeline.id)
        found = [(row.code, row.on) for row in session.scalars(query)]
    assert found == [
        ("take", D(2026, 11, 24)),
        ("review", D(2026, 11, 30)),  # its limit began with the papers, so it had passed before all the others
        ("abandon", D(2026, 12, 1)),
        ("silence", D(2026, 12, 1)),
        ("flag", D(2026, 12, 3)),
        ("abandon", D(2026, 12, 8)),
    ]


def test_what_failed_is_done_in_the_next_run_and_what_rests_on_it_waits(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, other = still(desk, papers=TODAY, correct=TODAY), still(desk, correct=TODAY)
    act = services.act

    def refusing(session: Any, actor: Any, case_id: Any, code: str, *rest: Any) -> Case:
        if (case_id, code) == (case.id, "take"):
            raise RuntimeError("the disk is full")
        return act(session, actor, case_id, code, *rest)

    with monkeypatch.context() as full:
        full.setattr(services, "act", refusing)
        swept(desk, D(2026, 12, 3))
    assert (desk.case(case).state, desk.case(other).state) == ("new", "gone")
    swept(desk, D(2026, 12, 3), 1)
    assert [code for code, _ in lines(desk, case)] == ["take", "review", "abandon"]


def test_missed_warnings_are_one_word_of_today(desk: Desk) -> None:
    case = desk.open(clocks=(ANSWER,))  # due on Tuesday 2026-12-08
    swept(desk, D(2026, 12, 24))
    swept(desk, D(2026, 12, 24), 9)
    assert len(warnings(desk, case)) == 1


NAMES = [code.removeprefix("toy.") for code in QUIET]
PLANS = st.lists(st.dictionaries(st.sampled_from(NAMES), st.integers(-6, 6), min_size=1, max_size=4), max_size=3)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PLANS, st.integers(1, 24))
def test_sweeping_once_after_a_standstill_is_sweeping_every_day(
    desk: Desk, plans: list[dict[str, int]], standstill: int
) -> None:
    with desk.database.read(Scope.one(HUSA)) as session:
        unit = session.scalars(select(Unit.id)).first()
    assert unit is not None
    daily, once = desk, Desk(desk.database, unit, HUSA)
    opened = [
        [still(place, **{name: TODAY + dt.timedelta(days=days) for name, days in plan.items()}) for plan in plans]
        for place in (daily, once)
    ]
    with pytest.MonkeyPatch.context() as silent:
        silent.setattr(module, "_warn", lambda database, tenant: None)
        for day in range(1, standstill + 1):
            with on(TODAY + dt.timedelta(days=day)):
                sweep(daily.database, MENGYUE)
        with on(TODAY + dt.timedelta(days=standstill)):
            sweep(once.database, HUSA)
    for one, other in zip(*opened, strict=True):
        assert daily.case(one).state == once.case(other).state
        assert lines(daily, one) == lines(once, other)
        assert limits(daily, one) == limits(once, other)
