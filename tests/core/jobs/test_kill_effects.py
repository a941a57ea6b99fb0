"""kill -9 of a worker whose effects are in the database: each is had once, however often it is killed."""

from __future__ import annotations

import random
import time

import pytest
from sqlalchemy import func, select

from core.commands import open_database
from core.config import Config
from core.db import Database, Scope, numbers
from core.jobs.models import Effect, Outbox
from tests import databases
from tests.core.jobs import effects
from tests.core.jobs.test_kill import owed
from tests.processes import Child, until
from tests.sample import MENGYUE


def effects_under_kills(database: Database, config: Config, kills: int, owing: int) -> None:
    """Kill a worker whose effects are in the database, again and again, then let one come to the end."""
    chance = random.Random(kills)
    effects.emit_many(database, owing)
    environment = databases.environment(config)
    for _ in range(kills):
        with Child(effects.main, environment=environment) as process:
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.uniform(0, 0.3))
    assert had(database) < owing, "some were killed before the end"
    with Child(effects.main, environment=environment) as process:
        while process.poll() is None:
            await_effect(database, process)
        assert process.wait() == 0
    assert (had(database), owed(database)) == (owing, 0)


def await_effect(database: Database, worker: Child) -> None:
    """Until one effect more was had, or the worker came to its end: however slow, one that moves does not hang."""
    before = had(database)
    until(lambda: worker.poll() is not None or had(database) > before)


def had(database: Database) -> int:
    """How many effects were had, each of which took one number and left one receipt and one closed row."""
    with database.read(Scope.one(MENGYUE)) as session:
        closed = session.scalar(select(func.count()).where(Outbox.topic == effects.SERIES, Outbox.is_open.is_(False)))
        receipts = session.scalar(select(func.count()).where(Effect.handler == effects.SERIES))
        number = session.scalar(select(numbers.Counter.n).where(numbers.Counter.series == effects.SERIES)) or 0
    assert closed == receipts == number
    return number


FEW = pytest.param(3, 1_500, marks=pytest.mark.only_on("postgresql", "the long run kills twenty on SQLite"))
MANY = pytest.param(20, 4_000, marks=pytest.mark.deep)


@pytest.mark.parametrize(("kills", "owing"), [FEW, MANY])
def test_an_effect_in_the_database_is_had_once_however_often_its_worker_is_killed(
    config: Config, kills: int, owing: int
) -> None:
    database = open_database(config)
    effects_under_kills(database, config, kills, owing)
    database.dispose()
