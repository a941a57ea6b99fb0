"""Figures of a period: the median of counted values, days that end at midnight in Shanghai, and what counts as late."""

from __future__ import annotations

import datetime as dt
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql

from core import cases
from core.accounts.actor import Actor
from core.cases.statistics import Figures, Period, by_tenant, median
from core.clock import SHANGHAI
from core.db import Database, Scope
from core.db.functions import local_days
from core.db.types import Instant
from core.tenancy.services import put_switch
from tests.core.cases.toys import ANSWER, NOTICE, Desk, Do, on
from tests.sample import MENGYUE, TODAY

DAY = dt.timedelta(days=1)


@given(st.lists(st.integers(0, 400), max_size=60))
def test_the_median_of_counts_is_that_of_the_values(values: list[int]) -> None:
    counts = [(value, values.count(value)) for value in sorted(set(values))]
    assert median(counts) == (statistics.median(values) if values else None)


@pytest.mark.parametrize(("hour", "days"), [(dt.time(0, 0), 3), (dt.time(7, 59), 3), (dt.time(23, 59), 3)])
def test_a_day_ends_at_midnight_in_shanghai(database: Database, hour: dt.time, days: int) -> None:
    closed = dt.datetime.combine(TODAY + 3 * DAY, hour, SHANGHAI)
    with database.read(Scope.system("days of a test")) as session:
        assert session.scalar(select(local_days(literal(TODAY), literal(closed, Instant())))) == days


def test_postgresql_counts_the_same_days() -> None:
    query = select(local_days(literal(TODAY), literal(dt.datetime.now(dt.UTC), Instant())))
    assert "interval '8 hours')::date - " in str(query.compile(dialect=postgresql.dialect()))


def figures(desk: Desk, since: dt.date, until: dt.date) -> Figures:
    with desk.database.read(Scope.one(MENGYUE)) as session:
        return by_tenant(session, desk.clerk, Period(since, until)).get(MENGYUE, Figures())


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
    found = figures(desk, TODAY + DAY, end)
    assert (found.closed, found.late, found.median_days) == (3, 2, 40)
    assert found.on_time == pytest.approx(1 / 3)
    assert figures(desk, TODAY + DAY, TODAY + DAY) == Figures(0, 1, 0, 1)
    assert figures(desk, end, end) == Figures()
    assert Figures().on_time is None
