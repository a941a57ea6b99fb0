"""Random limits agree with a naive count of one day after the other, and with the receipt's walk."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import plugins
from core.deadlines.counting import Deadline, Request, compute, left, many
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import walk
from core.deadlines.rules import Catalogue, Unit
from tests.core.deadlines import naive
from tests.core.deadlines.toys import CATALOGUE

pytestmark = pytest.mark.only_on("sqlite", "counting asks no database")

STARTS = st.dates(dt.date(2019, 1, 1), dt.date(2029, 12, 31))
LENGTHS = st.integers(0, 70)
FORWARD = st.sampled_from(["wd", "item", "ndA", "ndB", "ndN", "moA", "moN", "yrA", "yrN"])
GAPS = st.lists(st.tuples(st.integers(-20, 100), st.integers(0, 30)), max_size=5)


def _compute(code: str, start: dt.date, length: int, gaps: list[tuple[int, int]], extension: int) -> Deadline:
    unit = CATALOGUE.newest(code).unit
    length = length if unit in {Unit.WORKING, Unit.NATURAL} else length % (12 if unit is Unit.MONTH else 4)
    dates = [(start + dt.timedelta(first), start + dt.timedelta(first + more)) for first, more in gaps]
    return compute(code, start, catalogue=CATALOGUE, suspensions=dates, length=length, extension=extension)


@settings(max_examples=400, deadline=None)
@given(FORWARD, STARTS, LENGTHS, GAPS, st.integers(0, 10))
def test_forward_limits_agree_with_the_naive_count(
    code: str, start: dt.date, length: int, gaps: list[tuple[int, int]], extension: int
) -> None:
    found = _compute(code, start, length, gaps, 0 if code == "item" else extension)
    rule = CATALOGUE.newest(code)
    intervals = [(start + dt.timedelta(first), start + dt.timedelta(first + more)) for first, more in gaps]
    assert found.length is not None
    unrolled = naive.run(start, found.length + found.extension, rule.unit, intervals)
    expected = naive.roll(unrolled, intervals) if rule.roll in {"A", "B"} else unrolled
    assert (found.unrolled, found.due) == (unrolled, expected)
    assert found.safe_due == (expected if rule.roll in {"A", "-"} else naive.safe(unrolled))
    assert found.provisional == _provisional(found, rule.unit)


def _provisional(found: Deadline, unit: str) -> bool:
    """A day after the last notice was needed, or for a safe day one before the first."""
    assert found.due is not None
    assert found.safe_due is not None
    return found.due > dt.date(2026, 12, 31) or (unit != Unit.WORKING and found.safe_due < dt.date(2019, 1, 1))


@settings(max_examples=150, deadline=None)
@given(FORWARD, STARTS, LENGTHS, GAPS, st.integers(0, 10))
def test_the_receipt_ends_on_the_computed_day(
    code: str, start: dt.date, length: int, gaps: list[tuple[int, int]], extension: int
) -> None:
    found = _compute(code, start, length, gaps, 0 if code == "item" else extension)
    receipt = walk(found, catalogue=CATALOGUE)
    assert receipt.days[-1].date == found.due
    dates = [line.date for line in receipt.days]
    assert dates == [start + dt.timedelta(n) for n in range(len(dates))]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["before_wd", "before_nd", "before_mo"]), STARTS, LENGTHS)
def test_backward_limits_agree_with_the_naive_count_and_the_walk(code: str, event: dt.date, length: int) -> None:
    event += dt.timedelta(days=400)  # stay inside the data
    length = length % 8 if code == "before_mo" else length
    found = compute(code, event, catalogue=CATALOGUE, length=length)
    assert found.due == found.unrolled == naive.back(event, length, CATALOGUE.newest(code).unit)
    assert walk(found, catalogue=CATALOGUE).days[-1].date == found.due


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["year_end", "next_june", "quarter", "month", "fifth"]), STARTS)
def test_calendar_dates_agree_with_the_walk(code: str, day: dt.date) -> None:
    found = compute(code, day, catalogue=CATALOGUE)
    assert walk(found, catalogue=CATALOGUE).days[-1].date == found.due


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["wd", "ndN"]), STARTS, LENGTHS, GAPS, st.integers(0, 60))
def test_what_is_left_and_what_was_counted_make_the_length(
    code: str, start: dt.date, length: int, gaps: list[tuple[int, int]], passed: int
) -> None:
    found = _compute(code, start, max(1, length), gaps, 0)
    on = start + dt.timedelta(passed)
    counted = [line for line in walk(found, catalogue=CATALOGUE).days if line.number and line.date <= on]
    assert found.length == len(counted) + left(found, on)


EVERY = Catalogue(plugins.registry().rules)


@st.composite
def requests(draw: st.DrawFn) -> list[Request]:
    """One request of every code, with what its rule allows and sometimes with what it refuses."""
    return [
        Request(
            code,
            start := draw(STARTS),
            [(start + dt.timedelta(first), start + dt.timedelta(first + more)) for first, more in draw(GAPS)],
            draw(st.sampled_from([0, 0, 1, "max"])),  # type: ignore[arg-type]
            draw(st.none() | st.integers(0, 40)),
            draw(st.none() | STARTS),
        )
        for code in (*EVERY.codes, "no.such")
    ]


@settings(max_examples=30, deadline=None)
@given(requests())
def test_many_at_once_are_what_each_is_alone(asked: list[Request]) -> None:
    for request, found in zip(asked, many(asked, catalogue=EVERY), strict=True):
        assert _said(found) == _said(_alone(request))


def _alone(request: Request) -> Deadline | DeadlineError:
    given = request._asdict()
    try:
        return compute(given.pop("rule"), given.pop("start"), catalogue=EVERY, **given)
    except DeadlineError as refused:
        return refused


def _said(found: Deadline | DeadlineError) -> object:
    return (str(found), found.part) if isinstance(found, DeadlineError) else found
