"""kill -9 on the way: whatever moment it hits, every parcel is taken in exactly once and its sender learns of it."""

from __future__ import annotations

import os
import random
import signal
import time

import pytest

from core.db import Database
from core.exchange.parcel import DELIVERED, SENT
from tests.core.exchange import carrier
from tests.core.exchange.toys import HERE, TOWNS, carry, effects, post, sent
from tests.processes import HANGS, Child


def worker(database: Database, dies: str = "") -> Child:
    """A worker process over the installation."""
    return Child(carrier.main, database.data_dir, dies, environment=os.environ)


def test_killed_between_the_receivers_commit_and_the_senders_mark_a_parcel_is_delivered_once(
    post_office: Database,
) -> None:
    post(post_office, "a", "b")
    with worker(post_office, "before-mark") as process:
        assert process.wait(HANGS) == -signal.SIGKILL
    assert effects(post_office) == {(HERE, "a"): 1, (HERE, "b"): 1}
    assert sent(post_office, "a").state == SENT
    carry(post_office)
    assert effects(post_office) == {(HERE, "a"): 1, (HERE, "b"): 1}
    assert sent(post_office, "a").state == DELIVERED


def killed_at_random(database: Database, kills: int, each: int) -> None:
    """Kill one worker after another while parcels are on their way, then let the last finish."""
    chance = random.Random(kills)
    keys = [f"k{number}" for number in range(each)]
    for town in TOWNS:
        post(database, *keys, to=town)
    for _ in range(kills):
        with worker(database) as process:
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.3))
            process.kill()
    carry(database)
    assert effects(database) == {(town, key): 1 for town in TOWNS for key in keys}
    assert {sent(database, key, town).state for town in TOWNS for key in keys} == {DELIVERED}


@pytest.mark.only_on("postgresql", "the long run kills thirty on SQLite")
def test_workers_killed_at_any_moment_deliver_each_parcel_once(post_office: Database) -> None:
    killed_at_random(post_office, kills=3, each=5)


@pytest.mark.deep
def test_thirty_workers_killed_at_any_moment_deliver_each_parcel_once(post_office: Database) -> None:
    killed_at_random(post_office, kills=30, each=40)
