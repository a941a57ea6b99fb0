"""Choices, quiet hours and digests: what is legal can't be muted, nobody is woken, nothing is told twice or lost."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import SHANGHAI
from core.notices import rules
from core.notices.rules import DAILY, NONE, NOW, Window

START = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
INSTANTS = st.integers(0, 60 * 24 * 60).map(lambda minute: START + dt.timedelta(minutes=minute))
MINUTES = st.integers(0, 24 * 60 - 1)
# Every border of a digest among the instants, so that windows are tried exactly where one ends.
BORDERS = st.integers(0, 40).map(
    lambda day: dt.datetime.combine(dt.date(2026, 9, 1) + dt.timedelta(day), rules.DIGEST_AT, SHANGHAI)
)
QUEUED = st.lists(st.one_of(INSTANTS, BORDERS), max_size=25)


def works(day: dt.date) -> bool:
    """A plain week with a holiday of a week in it."""
    return day.weekday() < 5 and not dt.date(2026, 10, 1) <= day <= dt.date(2026, 10, 7)


def shanghai(hour: int, minute: int = 0, day: int = 10) -> dt.datetime:
    return dt.datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("legal", "chosen", "told"),
    [(True, NONE, NOW), (True, DAILY, DAILY), (False, NONE, NONE), (False, "?", NOW), (True, "?", NOW)],
)
def test_what_tells_of_a_legal_limit_can_not_be_muted(legal: bool, chosen: str, told: str) -> None:
    assert rules.mode("k", legal=legal, default=DAILY, chosen={"k": chosen}) == told
    assert (NONE in rules.offered(legal)) is not legal


def test_until_a_person_chooses_the_kind_says_how() -> None:
    assert rules.mode("k", legal=False, default=DAILY, chosen={"other": NONE}) == DAILY


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (shanghai(20, 59), shanghai(20, 59)),
        (shanghai(21), shanghai(8, day=11)),
        (shanghai(23, 59), shanghai(8, day=11)),
        (shanghai(0), shanghai(8)),
        (shanghai(7, 59), shanghai(8)),
        (shanghai(8), shanghai(8)),
    ],
)
def test_between_nine_in_the_evening_and_eight_nobody_is_disturbed(at: dt.datetime, allowed: dt.datetime) -> None:
    assert rules.allowed_at(at) == allowed


@given(INSTANTS, MINUTES, MINUTES)
def test_quiet_hours_end_within_a_day_and_are_over_then(at: dt.datetime, first: int, last: int) -> None:
    allowed = rules.allowed_at(at, first, last)
    assert at <= allowed < at + dt.timedelta(days=1)
    assert rules.allowed_at(allowed, first, last) == allowed
    if first == last:
        assert allowed == at


@given(INSTANTS)
def test_digests_go_out_on_working_days_only(now: dt.datetime) -> None:
    found = rules.last_digest(now, works).astimezone(SHANGHAI)
    assert works(found.date())
    assert found.time() == rules.DIGEST_AT
    assert found <= now
    later = [found.date() + dt.timedelta(days) for days in range(1, 15)]
    due = [day for day in later if works(day) and dt.datetime.combine(day, rules.DIGEST_AT, SHANGHAI) <= now]
    assert due == []


def test_a_calendar_without_working_days_is_an_error() -> None:
    with pytest.raises(ValueError, match="no working day"):
        rules.last_digest(START, lambda day: False)


def test_a_window_holds_its_beginning_and_not_its_end() -> None:
    window = Window(shanghai(8, 30, 9), shanghai(8, 30, 10))
    assert window.holds(window.since)
    assert not window.holds(window.until)


@given(QUEUED, st.lists(INSTANTS, min_size=1, max_size=12), st.sampled_from([0, 1, 90]))
def test_every_notice_is_in_exactly_one_digest(queued: list[dt.datetime], runs: list[dt.datetime], lag: int) -> None:
    """Runs come at any time and twice, the worker stands still for weeks, and commits come late."""
    waiting = dict(enumerate(queued))
    late = dt.timedelta(seconds=lag)
    windows: list[Window] = []
    told: dict[int, Window] = {}
    last = None
    for now in [*sorted([*runs, *runs]), START + dt.timedelta(days=100)]:
        seen = {key: at for key, at in waiting.items() if at + late <= now}
        window = rules.window(last, min(seen.values()), now, works) if seen else None
        if window is None:
            continue
        inside = [key for key, at in seen.items() if at < window.until]
        assert inside, "no digest is empty"
        assert not set(inside) & set(told), "none is told twice"
        told |= dict.fromkeys(inside, window)
        for key in inside:
            del waiting[key]
        windows.append(window)
        last = window.until
    assert waiting == {}, "none is lost"
    for earlier, window in itertools.pairwise(windows):
        assert window.since == earlier.until, "one ends where the next begins"
    if not lag:
        assert all(window.holds(queued[key]) for key, window in told.items())


@pytest.mark.parametrize("words", ["a\r\nBcc: x@y.cn", "a\nb", "a\u2028b", "a\x00b", "a\u0085b"])
def test_the_head_of_a_message_is_one_line(words: str) -> None:
    found = rules.one_line(words)
    assert found.isprintable()
    assert len(found.splitlines()) == 1
