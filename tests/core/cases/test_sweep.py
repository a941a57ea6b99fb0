"""The sweep: the law acts once a limit has passed in silence, and people are told before theirs does."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from typing import Any

import pytest
from sqlalchemy import select

from core import clock as time
from core.accounts.actor import SYSTEM_ID
from core.cases import queries, services
from core.cases import sweep as module
from core.cases.models import Case, Notice, Timeline
from core.cases.sweep import sweep
from core.contracts import Silence
from core.db import Scope
from core.errors import DomainError, Problem
from tests.core.cases.toys import ANSWER, MATTER, NOTICE, Desk, Do, on
from tests.sample import MENGYUE, TODAY

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
    with on(D(2026, 12, 2)):
        desk.act(case, "tell")
        silence = Silence(NOTICE, "silence", lambda case, on: Do(version=case.version))
        with desk.writing() as session:
            assert module._let_the_law_act(session, case.id, MATTER, silence) == 0
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
        rows = session.scalars(select(Notice).where(Notice.case_id == case.id).order_by(Notice.at, Notice.id))
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
