"""The arithmetic of quota, make-up and forecast, against counting by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.training import rules
from plugins.training.rules import ABSENT, MADE_UP, PRESENT

quarters = st.integers(1, 60)
topics = st.lists(quarters, max_size=7)
NAMES = ("甲", "乙", "丙", "丁")
by_topic = st.dictionaries(st.sampled_from(NAMES), quarters)


def enough(found: list[int]) -> bool:
    """The scheme's sentence, read literally, in quarters."""
    return len(found) >= 3 and len([each for each in found if each >= 12]) >= 3 and sum(found) >= 40


@given(topics)
def test_the_three_tests_are_the_schemes_sentence(found: list[int]) -> None:
    short = rules.shortfalls([(f"专题{at}", rules.hours(each)) for at, each in enumerate(found)])
    assert (short == []) is enough(found)
    assert len({problem.message for problem in short}) == len(short)


@given(topics)
def test_what_is_missing_is_nothing_exactly_where_the_quota_is_met(found: list[int]) -> None:
    assert (rules.gap([rules.hours(each) for each in found]).least == 0) is enough(found)


@given(topics)
def test_the_least_hours_are_enough_and_a_quarter_less_is_not(found: list[int]) -> None:
    gap = rules.gap([rules.hours(each) for each in found])
    least = int(gap.least * 4)
    assert can_be_met(found, least)
    assert least == 0 or not can_be_met(found, least - 1)


@given(topics, st.integers(3, 5), st.integers(3, 6), st.integers(10, 20))
def test_a_raised_quota_is_missing_exactly_what_its_own_three_tests_say(
    found: list[int], wanted: int, of_topic: int, of_year: int
) -> None:
    least = {"topics": wanted, "hours_a_topic": of_topic, "hours_a_year": of_year}
    hours = [rules.hours(each) for each in found]
    full = [each for each in hours if each >= of_topic]
    whole = len(full) >= wanted and sum(hours) >= of_year
    assert (rules.gap(hours, least).least == 0) is whole
    assert (rules.shortfalls([("专题", each) for each in hours], least) == []) is whole
    assert rules.gap(hours, least).least >= rules.gap(hours).least


def can_be_met(found: list[int], more: int) -> bool:
    """Whether some way to spread `more` quarters meets the quota: topics nearest to full first, the rest anywhere."""
    best = sorted(found, reverse=True)
    best += [0] * (3 - len(best))
    for at in range(3):
        need = max(0, 12 - best[at])
        if need > more:
            return False
        best[at], more = best[at] + need, more - need
    best[0] += more
    return enough([each for each in best if each])


@given(st.lists(st.tuples(st.sampled_from(NAMES), quarters, st.sampled_from([PRESENT, ABSENT, MADE_UP])), max_size=12))
def test_hours_count_for_who_came_or_made_it_up_and_for_nobody_else(rows: list[tuple[str, int, str]]) -> None:
    found = rules.counted(rows)
    assert sum(found.values()) == sum(each for _, each, state in rows if state != ABSENT)
    for name in NAMES:
        assert found.get(name, 0) == sum(each for topic, each, state in rows if topic == name and state != ABSENT)


@given(st.lists(st.tuples(st.sampled_from(NAMES), quarters), min_size=1, max_size=12), st.data())
def test_making_everything_up_is_having_been_there(rows: list[tuple[str, int]], data: st.DataObject) -> None:
    missed = data.draw(st.sets(st.integers(0, len(rows) - 1)))
    there = rules.counted((name, each, PRESENT) for name, each in rows)
    after = rules.counted((name, each, MADE_UP if at in missed else PRESENT) for at, (name, each) in enumerate(rows))
    before = rules.counted((name, each, ABSENT if at in missed else PRESENT) for at, (name, each) in enumerate(rows))
    assert after == there
    assert sum(there.values()) - sum(before.values()) == sum(rows[at][1] for at in missed)


@given(by_topic, by_topic, by_topic)
def test_the_forecast_holds_the_plan_and_what_was_held_beyond_it(
    planned: dict[str, int], held: dict[str, int], upcoming: dict[str, int]
) -> None:
    """For the unit: the end of the year is what was held, with what the plan or the register still brings."""
    expected = rules.together(held, rules.still_to_come(planned, held, upcoming))
    for name in NAMES:
        here = held.get(name, 0)
        assert expected.get(name, 0) == max(planned.get(name, 0), here, here + upcoming.get(name, 0))


@given(by_topic, by_topic)
def test_who_missed_nothing_is_forecast_as_their_unit(planned: dict[str, int], held: dict[str, int]) -> None:
    rest = rules.still_to_come(planned, held, {})
    person = rules.counted((name, each, PRESENT) for name, each in held.items())
    assert rules.gap_of(rules.together(person, rest)) == rules.gap_of(rules.together(held, rest))


@given(st.integers(1, rules.MOST_QUARTERS))
def test_hours_are_read_as_they_are_said(number: int) -> None:
    assert rules.quarters_of(str(rules.hours(number))) == number
    assert rules.hours_of(rules.line("民法典2021", number)) == Decimal(number) / 4


@pytest.mark.parametrize("typed", ["", "0", "-1", "3.1", "0.125", "200.25", "1e3", "NaN", "三", "9" * 400])
def test_what_is_no_number_of_quarters_is_none(typed: str) -> None:
    assert rules.quarters_of(typed) is None


@pytest.mark.parametrize(("typed", "number"), [("3", 12), ("2.5", 10), (" １．２５ ", 5), ("200", 800), ("0.25", 1)])
def test_hours_are_read_to_the_quarter(typed: str, number: int) -> None:
    assert rules.quarters_of(typed) == number
