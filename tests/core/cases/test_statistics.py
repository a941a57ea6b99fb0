"""Figures of a period: the median of counted values, and what counts as late."""

from __future__ import annotations

import datetime as dt
import statistics
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from core import cases
from core.accounts.actor import Actor
from core.cases.lists import CaseFilter, counts
from core.cases.statistics import median
from core.db import Scope
from core.tenancy.services import put_switch
from tests.core.cases.toys import ANSWER, NOTICE, Desk, Do, on
from tests.sample import MENGYUE, TODAY

DAY = dt.timedelta(days=1)


@given(st.lists(st.integers(0, 400), max_size=60))
def test_the_median_of_counts_is_that_of_the_values(values: list[int]) -> None:
    counts = [(value, values.count(value)) for value in sorted(set(values))]
    assert median(counts) == (statistics.median(values) if values else None)


def ended(desk: Desk, since: dt.date, until: dt.date) -> tuple[int, int]:
    """How many cases ended in a period, and how many of them late."""
    closed = CaseFilter(open_only=False, closed=(since, until))
    with desk.database.read(Scope.one(MENGYUE)) as session:
        all_, late = counts(session, desk.clerk, [closed, replace(closed, late=True)])
        return all_, late


def test_a_case_is_late_where_a_limit_of_the_organ_ended_after_its_day_or_in_silence(desk: Desk) -> None:
    with desk.writing() as session:
        put_switch(session, MENGYUE, "toy", on=True, by="测试")
    end = TODAY + dt.timedelta(days=60)
    with on(TODAY):
        prompt, slow, silent = (desk.open(clocks=clocks) for clocks in ((ANSWER,), (ANSWER,), (ANSWER, NOTICE)))
    with on(TODAY + DAY):
        desk.act(prompt, "finish")
    with on(TODAY + dt.timedelta(days=40)):
        desk.act(slow, "finish")
        with desk.writing() as session:
            cases.act(session, Actor.system(MENGYUE), silent.id, "silence", Do(version=silent.version), "s")
    assert ended(desk, TODAY + DAY, end) == (3, 2)
    assert ended(desk, TODAY + DAY, TODAY + DAY) == (1, 0)
    assert ended(desk, end, end) == (0, 0)
