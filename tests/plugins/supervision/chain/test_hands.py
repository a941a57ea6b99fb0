"""The chain of hands: every working day lies in one hand, and pauses that the law gives in none."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.db import new_id
from core.deadlines.calendar import standard
from plugins.supervision.chain.hands import Event, Hand, hands

D = dt.date
MONDAY = D(2026, 11, 2)
ONE, TWO = new_id(), new_id()
CALENDAR = standard()
SPRING = D(2026, 2, 2)


def working(after: dt.date, to: dt.date) -> int:
    return CALENDAR.working_between(after.toordinal(), to.toordinal())


def given_to(on: dt.date, to: UUID, name: str) -> Event:
    return Event(on, "", "头", to, name)


def shape(found: list[Hand]) -> list[tuple[str, int, int]]:
    return [(hand.name, hand.days, hand.paused) for hand in found]


def test_what_nobody_was_given_lay_with_the_unit() -> None:
    assert shape(hands(MONDAY, D(2026, 11, 9), "财政所", [], (), working)) == [("财政所", 5, 0)]


def test_a_hand_begins_the_day_after_it_was_given_and_ends_with_the_next() -> None:
    events = [given_to(D(2026, 11, 4), ONE, "甲"), given_to(D(2026, 11, 9), TWO, "乙")]
    found = hands(MONDAY, D(2026, 11, 11), "所", events, (), working)
    assert shape(found) == [("所", 2, 0), ("甲", 3, 0), ("乙", 2, 0)]
    assert [(hand.since, hand.until) for hand in found][1] == (D(2026, 11, 4), D(2026, 11, 9))


def test_what_is_given_on_its_first_day_never_lay_with_the_unit() -> None:
    assert shape(hands(MONDAY, D(2026, 11, 4), "所", [given_to(MONDAY, ONE, "甲")], (), working)) == [("甲", 2, 0)]


def test_a_pause_counts_in_nobodys_hand_even_across_two() -> None:
    events = [given_to(MONDAY, ONE, "甲"), given_to(D(2026, 11, 5), TWO, "乙")]
    pauses = [(D(2026, 11, 4), D(2026, 11, 6))]
    assert shape(hands(MONDAY, D(2026, 11, 10), "所", events, pauses, working)) == [("甲", 1, 2), ("乙", 2, 1)]


def test_acts_stand_with_whoever_had_it_that_day() -> None:
    events = [
        Event(MONDAY, "收件", "窗口"),
        given_to(D(2026, 11, 3), ONE, "甲"),
        Event(D(2026, 11, 4), "审查", "甲"),
        given_to(D(2026, 11, 5), TWO, "乙"),
        Event(D(2026, 11, 9), "决定", "丙"),
    ]
    found = hands(MONDAY, D(2026, 11, 9), "所", events, (), working)
    assert [[act[1] for act in hand.acts] for hand in found] == [["收件"], ["审查"], ["决定"]]


days = st.dates(SPRING, SPRING + dt.timedelta(days=60))
spans = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(days, max_size=5), st.lists(spans, max_size=3), days)
def test_all_working_days_lie_in_one_hand_each(
    moves: list[dt.date], pauses: list[tuple[dt.date, dt.date]], end: dt.date
) -> None:
    """Against a count day by day."""
    events = [given_to(on, new_id(), str(n)) for n, on in enumerate(sorted(moves))]
    found = hands(SPRING, end, "所", events, pauses, working)
    one = dt.timedelta(days=1)
    counted = paused = 0
    day = SPRING + one
    while day <= end:
        if CALENDAR.is_working(day.toordinal()):
            stopped = any(first <= day <= last for first, last in pauses)
            counted, paused = counted + (not stopped), paused + stopped
        day += one
    assert (sum(hand.days for hand in found), sum(hand.paused for hand in found)) == (counted, paused)
    assert all(hand.days >= 0 for hand in found)
