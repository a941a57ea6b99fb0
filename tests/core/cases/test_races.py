"""Two at once with one key: one case, one number, one act; without gaps and without a half."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import select

from core.cases.models import Case, Clock, FormOnce, Timeline
from core.db import Scope
from core.errors import DomainError
from tests.core.cases.toys import Desk, on
from tests.sample import MENGYUE, TODAY


def side_by_side(*works: Callable[[], object]) -> None:
    """Run each work in a thread of its own, on the sample's day; a failure of one is the test's."""
    errors: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            with on(TODAY):
                work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def race(desk: Desk, pairs: int) -> None:
    """Two threads send every form at the same moment, like a double click."""
    start = threading.Barrier(2, timeout=60)
    found: list[list[object]] = [[], []]

    def send(seen: list[object]) -> None:
        for pair in range(pairs):
            start.wait()
            seen.append(desk.open(f"pair-{pair}").id)

    side_by_side(lambda: send(found[0]), lambda: send(found[1]))
    assert found[0] == found[1]
    with desk.database.read(Scope.one(MENGYUE)) as session:
        numbers = session.scalars(select(Case.no_seq).where(Case.kind == "toy.matter").order_by(Case.no_seq)).all()
    assert numbers == list(range(1, pairs + 1))
    assert len(set(found[0])) == pairs
    for model in (Timeline, Clock, FormOnce):
        assert desk.count(model, model.case_id.in_(found[0])) == pairs


def test_two_hundred_pairs_open_two_hundred_cases(desk: Desk) -> None:
    race(desk, 200)


@pytest.mark.deep
@pytest.mark.locks
def test_a_thousand_pairs_open_a_thousand_cases(desk: Desk) -> None:
    race(desk, 1000)


def test_many_clerks_number_one_series_without_a_gap(desk: Desk) -> None:
    side_by_side(*[lambda name=name: [desk.open(f"{name}-{n}") for n in range(10)] for name in "abcdef"])
    with desk.database.read(Scope.one(MENGYUE)) as session:
        numbers = session.scalars(select(Case.no_seq).where(Case.kind == "toy.matter").order_by(Case.no_seq)).all()
    assert numbers == list(range(1, 61))


def together(desk: Desk, case: Case, *acts: tuple[str, str]) -> list[str]:
    """Send acts (code, key) on the version everyone saw, at the same moment; how each ended."""
    start = threading.Barrier(len(acts), timeout=60)
    ends: list[str] = []

    def send(code: str, key: str) -> None:
        start.wait()
        try:
            ends.append(desk.act(case, code, key, version=case.version).state)
        except DomainError:
            ends.append("refused")

    side_by_side(*[partial(send, code, key) for code, key in acts])
    return sorted(ends)


def test_of_two_acts_on_one_version_one_is_done(desk: Desk) -> None:
    for _ in range(20):
        case = desk.open()
        assert together(desk, case, ("finish", ""), ("pause", "")) in (["done", "refused"], ["refused", "waiting"])
        assert desk.count(Timeline, Timeline.case_id == case.id) == 2


def test_one_act_sent_twice_at_once_is_done_once(desk: Desk) -> None:
    for number in range(20):
        case = desk.open()
        assert together(desk, case, *[("finish", f"act-{number}")] * 2) == ["done", "done"]
        assert desk.count(Timeline, Timeline.case_id == case.id) == 2
