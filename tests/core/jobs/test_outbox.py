"""The outbox: nothing owed is lost, a poisoned row blocks nobody, and a periodic job runs once a slot."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from core import clock
from core.db import Database, Scope, ScopedSession, WriteBusy
from core.jobs import periodic, services
from core.jobs.models import JobRun, Outbox

TENANT = 533124205


def owe(database: Database, *keys: str) -> None:
    with database.write(Scope.one(TENANT)) as session:
        for key in keys:
            services.emit(session, "test", key, {"key": key})


def rows(database: Database) -> dict[str, Outbox]:
    with database.read(Scope.one(TENANT)) as session:
        found = {row.key: row for row in session.scalars(select(Outbox))}
        session.expunge_all()
    return found


def test_an_effect_is_owed_only_if_the_act_is_committed(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write(Scope.one(TENANT)) as session:
        services.emit(session, "test", "a", {})
        raise ZeroDivisionError
    assert services.owing(database) == []


def test_one_bad_row_is_tried_again_and_parked_while_the_others_go_on(database: Database) -> None:
    owe(database, "good", "bad", "fine")
    seen: list[str] = []

    def handler(session: ScopedSession, batch: Sequence[Outbox]) -> None:
        if any(row.key == "bad" for row in batch):
            raise ValueError("cannot")
        seen.extend(row.key for row in batch)

    assert services.drain(database, TENANT, {"test": handler}) == 2
    assert sorted(seen) == ["fine", "good"]
    now = clock.now()
    for later in range(1, 5):
        with clock.moved(now + dt.timedelta(hours=later)):
            services.drain(database, TENANT, {"test": handler})
    bad = rows(database)["bad"]
    assert (bad.parked, bad.is_open, bad.attempts, bad.error) == (True, False, 5, "ValueError: cannot")
    assert services.owing(database) == []


def test_a_full_queue_for_the_write_turn_is_no_failed_try(database: Database) -> None:
    owe(database, "a")

    def busy(session: ScopedSession, batch: Sequence[Outbox]) -> None:
        raise WriteBusy

    with pytest.raises(WriteBusy):
        services.drain(database, TENANT, {"test": busy})
    assert (rows(database)["a"].attempts, rows(database)["a"].is_open) == (0, True)


def test_an_effect_is_had_once_under_its_key(database: Database) -> None:
    with database.write(Scope.one(TENANT)) as session:
        assert [services.had_effect(session, "h", "k") for _ in range(3)] == [False, True, True]


def test_a_dead_workers_lease_is_taken_over_and_a_done_slot_is_not_run_again(database: Database) -> None:
    first = periodic._claim(database, "job", "job@1@1")
    assert first is not None
    assert periodic._claim(database, "job", "job@1@1") is None
    with clock.moved(clock.now() + dt.timedelta(minutes=5)):
        assert periodic._claim(database, "job", "job@1@1") == first
    with database.write(Scope.system("end it")) as session:
        session.get_one(JobRun, first).state = "done"
    with clock.moved(clock.now() + dt.timedelta(hours=5)):
        assert periodic._claim(database, "job", "job@1@1") is None
