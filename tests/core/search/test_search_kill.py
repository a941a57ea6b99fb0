"""kill -9 at any moment: the index opens, holds the last commit or the whole of the next, and takes a writer."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.search.backend import Query
from core.search.whoosh_backend import WhooshBackend
from tests.core.search.corpus import SOURCES, doc
from tests.core.search.writer import COUNT

pytestmark = pytest.mark.only_on("sqlite", "the index is a folder of its own")

PUBLIC = frozenset({"1|pub"})


@pytest.mark.parametrize("way", ["index", "rebuild"])
def test_a_killed_writer_loses_no_commit(tmp_path: Path, way: str) -> None:
    kill_series(tmp_path / "index", way, trials=4)


@pytest.mark.deep
@pytest.mark.parametrize("way", ["index", "rebuild"])
def test_a_writer_killed_many_times_loses_no_commit(tmp_path: Path, way: str) -> None:
    kill_series(tmp_path / "index", way, trials=30)


def kill_series(root: Path, way: str, trials: int) -> None:
    """Kill a writer over the same index again and again."""
    rng = random.Random(f"{way}{trials}")
    first = 1
    WhooshBackend(root).rebuild([doc(number, "低保 gen0") for number in range(COUNT)])
    for trial in range(trials):
        committed = max(kill_one(root, way, first, rng.uniform(0.0, 0.5)), first - 1)
        backend = WhooshBackend(root, wait=1)
        held = [number for number in (committed, committed + 1) if total(backend, f"gen{number}")]
        assert len(held) == 1, f"trial {trial}: generations {held} after {committed}"
        assert total(backend, f"gen{held[0]}") == total(backend, "低保") == backend.stats().documents == COUNT
        first = held[0] + 1
        backend.index([doc(number, f"低保 gen{first}") for number in range(COUNT)])
        assert total(backend, f"gen{first}") == total(backend, "低保") == COUNT
        first += 1
    WhooshBackend(root).rebuild([])
    assert len(list(root.glob("ix-*"))) == 1


def kill_one(root: Path, way: str, first: int, delay: float) -> int:
    """Start a writer, kill it `delay` seconds after it began, and say the last generation it called committed."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.core.search.writer", str(root), way, str(first)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        process.kill()
        said = process.stdout.read().split()
    return int(said[-1]) if said else 0


def total(backend: WhooshBackend, words: str) -> int:
    return backend.search(Query(words, PUBLIC, SOURCES)).total
