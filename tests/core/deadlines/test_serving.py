"""When papers count as come, and when an act was in time (counting rules 10, 21 and 22)."""

from __future__ import annotations

import datetime as dt

import pytest

from core.clock import SHANGHAI, local_date
from core.deadlines.serving import in_time, served_by_notice
from tests.core.deadlines.toys import D, count

DUE = D("2026-11-30")


def at(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("done", "given", "expected"),
    [
        ("2026-11-30 23:59", {}, True),  # the last day has twenty-four hours
        ("2026-12-01 00:00", {}, False),
        ("2026-11-30 17:30", {"closes": dt.time(17, 30)}, True),
        ("2026-11-30 17:31", {"closes": dt.time(17, 30)}, False),
        ("2026-11-27 20:00", {"closes": dt.time(17, 30)}, True),  # hours matter on the last day only
        ("2026-12-03 09:00", {"posted_on": DUE}, True),  # the postmark counts, not the way
        ("2026-12-03 09:00", {"posted_on": D("2026-12-01")}, False),
        ("2026-11-30 20:00", {"posted_on": DUE, "closes": dt.time(17, 30)}, True),
    ],
)
def test_what_was_done_by_the_last_day_was_in_time(done: str, given: dict[str, dt.time], expected: bool) -> None:
    assert in_time(DUE, at(done), **given) is expected  # type: ignore[arg-type]
    assert in_time(DUE, at(done).astimezone(dt.UTC), **given) is expected  # type: ignore[arg-type]


def test_papers_served_by_notice_came_when_thirty_days_have_gone_by() -> None:
    assert served_by_notice(D("2026-10-31")) == DUE


def test_what_arrives_late_on_a_rest_day_is_received_that_day_and_the_next_working_day_is_day_one() -> None:
    saturday = local_date(at("2026-11-28 23:59").astimezone(dt.UTC))
    assert saturday == D("2026-11-28")
    assert count("wd5", str(saturday)).due == D("2026-12-04")
