"""Periodic jobs: once a slot, taken over after a death, tried again after a failure."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from core import clock
from core.contracts import Job
from core.db import Database, Scope
from core.jobs import periodic, queries, rules
from core.jobs.models import JobRun

TENANT = 533124205
NOW = dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def later(seconds: float) -> dt.datetime:
    return NOW + dt.timedelta(seconds=seconds)


def run(database: Database) -> JobRun:
    with database.read(Scope.one(TENANT)) as session:
        found = session.scalars(select(JobRun)).one()
        session.expunge(found)
    return found


def test_a_dead_workers_lease_is_taken_over_and_a_done_slot_is_not_run_again(database: Database) -> None:
    first = periodic._claim(database, TENANT, "job", "job@1")
    assert first is not None
    assert periodic._claim(database, TENANT, "job", "job@1") is None
    with clock.moved(clock.now() + dt.timedelta(minutes=5)):
        second = periodic._claim(database, TENANT, "job", "job@1")
        assert second is not None
        assert (second.run_id, second.attempt) == (first.run_id, 2)
        periodic._end(database, first, "too late")
        assert run(database).state == "running", "whose lease was taken over ends nothing"
        periodic._end(database, second, "")
    with clock.moved(clock.now() + dt.timedelta(hours=5)):
        assert periodic._claim(database, TENANT, "job", "job@1") is None


def test_a_heartbeat_keeps_the_lease_of_its_own_run_only(database: Database) -> None:
    with clock.moved(NOW):
        lease = periodic._claim(database, TENANT, "job", "job@1")
    assert lease is not None
    with clock.moved(later(100)):
        periodic._renew(database, lease)
    with clock.moved(later(150)):
        assert periodic._claim(database, TENANT, "job", "job@1") is None
    with clock.moved(later(300)):
        assert periodic._claim(database, TENANT, "job", "job@1") is not None
        until = run(database).lease_until
    with clock.moved(later(400)):
        periodic._renew(database, lease)
    assert run(database).lease_until == until


def test_a_run_that_fails_rests_is_tried_again_and_given_up_after_five_times(database: Database) -> None:
    tried: list[int] = []

    def fail(given: Database, tenant: int) -> None:
        tried.append(tenant)
        raise ValueError("岳早甲")

    job = Job("job", dt.timedelta(days=1), fail)
    for seconds in (0, 1, 10, 20, 100, 1000, 10_000, 20_000):
        with clock.moved(later(seconds)):
            periodic._run(database, job, TENANT)
    assert len(tried) == 5
    found = run(database)
    assert (found.state, found.attempts) == ("failed", 5)
    assert found.error.startswith("ValueError (")
    assert "岳早甲" not in found.error


def test_the_slot_after_an_instant_begins_when_the_number_of_the_slot_changes() -> None:
    after = rules.slot_after(NOW + dt.timedelta(minutes=59), HOUR)
    assert after == NOW + HOUR
    assert rules.slot_at(after, HOUR) == rules.slot_at(NOW, HOUR) + 1


def test_the_newest_run_of_each_job_is_shown_and_a_silent_one_is_stopped(database: Database) -> None:
    with clock.moved(NOW):
        lease = periodic._claim(database, TENANT, "job", "job@1")
        assert lease is not None
        periodic._end(database, lease, "")
    with clock.moved(NOW + HOUR):
        periodic._claim(database, TENANT, "job", "job@2")
    with database.read(Scope.one(TENANT)) as session:
        found = queries.last_runs(session, ["job", "other"])
        session.expunge_all()
    assert found["other"] == []
    assert [each.slot for each in found["job"]] == ["job@2"]
    with clock.moved(NOW + HOUR):
        assert queries.state_of_run(found["job"][0]) == "running"
    with clock.moved(NOW + 2 * HOUR):
        assert queries.state_of_run(found["job"][0]) == "stopped"


@pytest.mark.parametrize("every", [HOUR, dt.timedelta(days=1)])
def test_a_slot_holds_its_instant(every: dt.timedelta) -> None:
    assert rules.slot_after(NOW, every) - every <= NOW < rules.slot_after(NOW, every)
