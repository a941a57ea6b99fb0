"""The clock can be moved and stopped, and goes on as it was afterwards."""

from __future__ import annotations

import datetime as dt

from core import clock
from tests.sample import NOON

HOUR = dt.timedelta(hours=1)


def test_a_moved_clock_goes_on_from_there() -> None:
    with clock.moved(NOON):
        first = clock.now()
        assert NOON <= first <= clock.now()
    assert clock.now() - dt.datetime.now(dt.UTC) < HOUR


def test_a_stopped_clock_stands_at_one_instant() -> None:
    with clock.stopped(NOON):
        assert clock.now() == clock.now() == NOON
        assert clock.now().tzinfo is dt.UTC
        assert clock.today() == NOON.astimezone(clock.SHANGHAI).date()
    with clock.stopped():
        assert clock.now() == clock.now()


def test_a_clock_that_was_moved_inside_is_no_longer_stopped_and_stands_again_afterwards() -> None:
    with clock.stopped(NOON):
        with clock.moved(NOON + HOUR):
            assert clock.now() >= NOON + HOUR
        assert clock.now() == NOON
        with clock.stopped(NOON - HOUR):
            assert clock.now() == NOON - HOUR
        assert clock.now() == NOON
