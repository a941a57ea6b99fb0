"""Tries are slowed, never blocked: what a thousand guesses take, and whom they do not touch."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock
from core.accounts import throttle
from core.accounts.models import Throttle
from core.db import Database, Scope
from core.errors import DomainError, Problem
from tests.sample import COUNTY, NOON

WAITS = [0, 0, 0, 0, 2, 4, 8, 16, 32, 60, 60, 60]


def enter(database: Database, key: str = "k") -> int:
    with database.write(Scope.one(COUNTY)) as session:
        return throttle.enter(session, key)


def test_five_tries_are_free_then_each_waits_twice_as_long_up_to_a_minute() -> None:
    assert [throttle.delay(failures) for failures in range(1, len(WAITS) + 1)] == WAITS


def test_a_thousand_guesses_take_longer_than_a_working_day() -> None:
    assert sum(throttle.delay(failures) for failures in range(1, 1000)) >= 8 * 3600


def test_a_try_that_comes_too_early_is_neither_counted_nor_looked_at(database: Database) -> None:
    with clock.stopped(NOON):
        assert [enter(database) for _ in range(8)] == [0, 0, 0, 0, 0, 2, 2, 2]
    with clock.stopped(NOON + dt.timedelta(seconds=3)):
        assert [enter(database), enter(database)] == [0, 4]


def test_a_burst_is_slowed_like_a_row(database: Database) -> None:
    """Every try is counted before it is looked at, so that none of a burst slips by while the first is hashed."""
    with clock.stopped(NOON):
        looked_at = [enter(database) for _ in range(100)].count(0)
    assert looked_at == throttle.FREE


def test_the_delay_of_the_row_is_the_delay_of_the_table(database: Database) -> None:
    now = NOON
    for expected in WAITS:
        with clock.stopped(now):
            assert enter(database) == 0
            with database.read(Scope.one(COUNTY)) as session:
                assert throttle.wait(session, "k") == expected
        now += dt.timedelta(seconds=expected)


def test_other_keys_are_not_touched_and_what_was_right_or_long_ago_is_forgotten(database: Database) -> None:
    with clock.stopped(NOON):
        for _ in range(6):
            enter(database)
        assert enter(database, "another") == 0
        with database.write(Scope.one(COUNTY)) as session:
            throttle.clear(session, "k")
        assert [enter(database) for _ in range(6)] == [0, 0, 0, 0, 0, 2]
    with clock.stopped(NOON + dt.timedelta(hours=25)):
        assert [enter(database) for _ in range(6)] == [0, 0, 0, 0, 0, 2]


def test_a_try_is_counted_first_and_forgotten_or_audited(database: Database) -> None:
    scope = Scope.one(COUNTY)
    looked: list[int] = []
    noted: list[int] = []

    def look() -> str:
        looked.append(1)
        if len(looked) <= throttle.FREE:
            raise DomainError(Problem("不对", "code"))
        return "对"

    def once() -> str:
        return throttle.slowed(database, scope, "s", "code", look, lambda session: noted.append(1))

    for _ in range(throttle.FREE):
        with pytest.raises(DomainError, match="不对"), clock.stopped(NOON):
            once()
    with clock.stopped(NOON), pytest.raises(throttle.TooMany) as early:
        once()
    assert early.value.problems[0].field == "code"
    assert (len(looked), len(noted)) == (throttle.FREE, throttle.FREE)
    with clock.stopped(NOON + dt.timedelta(minutes=2)):
        assert once() == "对"
        with database.read(scope) as session:
            assert session.get(Throttle, "s") is None
