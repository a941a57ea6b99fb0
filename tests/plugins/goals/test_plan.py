"""The backward plan against a day-by-day reference: last responsible moments, what breaks, and what a change breaks."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from core.deadlines.calendar import standard
from plugins.goals import plan
from plugins.goals.plan import Stage

CALENDAR = standard()
DAY = dt.timedelta(days=1)
BEGIN, END = dt.date(2026, 1, 5), dt.date(2026, 12, 18)
D = dt.date


@st.composite
def plans(draw: st.DrawFn) -> tuple[Stage, ...]:
    """Up to six stages, each after some of the earlier ones, on any days of the year."""
    found: list[Stage] = []
    for no in range(1, draw(st.integers(1, 6)) + 1):
        after = tuple(sorted(draw(st.sets(st.integers(1, no - 1))))) if no > 1 else ()
        planned_on = draw(st.dates(BEGIN, END))
        found.append(Stage(no, f"第{no}段", draw(st.integers(1, 40)), planned_on, after))
    return tuple(found)


def working(day: dt.date) -> bool:
    return CALENDAR.day(day).working


def back(day: dt.date, days: int) -> dt.date:
    """The first of the last `days` working days up to a day, counted one by one."""
    while True:
        if working(day):
            days -= 1
            if not days:
                return day
        day -= DAY


def reference(stages: tuple[Stage, ...]) -> dict[int, tuple[dt.date, dt.date]]:
    """The last moments, day by day: a stage ends before any of those that need it must begin."""
    found: dict[int, tuple[dt.date, dt.date]] = {}
    for stage in reversed(stages):
        end = END
        while not working(end) or any(stage.no in other.after and end >= found[other.no][0] for other in stages):
            end -= DAY
        found[stage.no] = back(end, stage.days), end
    return found


@settings(max_examples=60, deadline=None)
@given(plans())
def test_last_moments_are_those_counted_day_by_day(stages: tuple[Stage, ...]) -> None:
    found = plan.moments(stages, END, CALENDAR)
    assert {no: (moment.begin, moment.end) for no, moment in found.items()} == reference(stages)


@settings(max_examples=60, deadline=None)
@given(plans())
def test_a_plan_at_its_last_moments_holds_and_one_working_day_later_does_not(stages: tuple[Stage, ...]) -> None:
    last = plan.moments(stages, END, CALENDAR)
    for stage in stages:
        stages = plan.moved(stages, stage.no, last[stage.no].end)
    early = D(2019, 1, 1)
    assert plan.broken(stages, early, END, CALENDAR) == []
    for stage in stages:
        later = dt.date.fromordinal(CALENDAR.working_after(stage.planned_on.toordinal()))
        found = plan.broken(plan.moved(stages, stage.no, later), early, END, CALENDAR)
        assert (stage.no, "end") in {(one.no, one.code) for one in found}


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_breaks_is_what_a_walk_over_the_days_finds(stages: tuple[Stage, ...]) -> None:
    last, expected = reference(stages), set()
    due = {stage.no: stage.planned_on for stage in stages}
    for stage in stages:
        begin = back(stage.planned_on, stage.days)
        expected |= {(stage.no, "start")} if begin < BEGIN else set()
        expected |= {(stage.no, f"order{no}") for no in stage.after if due[no] >= begin}
        expected |= {(stage.no, "end")} if stage.planned_on > last[stage.no][1] else set()
    assert {(one.no, one.code) for one in plan.broken(stages, BEGIN, END, CALENDAR)} == expected


def test_a_change_tells_only_what_held_before() -> None:
    stages = (Stage(1, "勘察", 5, D(2026, 3, 13)), Stage(2, "施工", 10, D(2026, 3, 27), (1,)))
    assert plan.broken(stages, BEGIN, END, CALENDAR) == []
    after = plan.broken(plan.moved(stages, 1, D(2026, 3, 20)), BEGIN, END, CALENDAR)
    (told,) = plan.newly_broken([], after)
    assert (told.no, told.code, told.problem.params["day"]) == (2, "order1", "2026-03-20")
    assert plan.newly_broken(after, after) == []


def test_a_stage_over_the_spring_festival_begins_before_it() -> None:
    # 2026-02-15 to 02-23 are off; 02-14 and 02-28 are made up.
    stage = Stage(1, "采购", 3, D(2026, 2, 24))
    assert plan.begins(stage, CALENDAR) == D(2026, 2, 13)


def test_what_is_done_breaks_nothing_and_a_late_end_of_it_breaks_what_needs_it() -> None:
    done = Stage(1, "勘察", 5, D(2026, 3, 13), (), D(2026, 3, 20))
    stages = (done, Stage(2, "施工", 10, D(2026, 3, 27), (1,)))
    assert [(one.no, one.code) for one in plan.broken(stages, BEGIN, END, CALENDAR)] == [(2, "order1")]
