"""`xiaoneng serve` and its worker: what was owed is had, a dead worker is replaced, and none outlives its server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.commands import open_database
from core.db import Database, Scope
from core.jobs import drain, services
from tests import databases
from tests.sample import MENGYUE


def until(true: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.1)


def children(pid: int) -> list[int]:
    """The child processes of a process."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def owe(database: Database) -> None:
    """Owe the index a look at something that is not there."""
    with database.write(Scope.one(MENGYUE)) as session:
        services.emit(session, "search", "case:x", {"searchable": "case", "id": "00000000-0000-0000-0000-000000000001"})


@pytest.mark.skipif(not shutil.which("pgrep"), reason="asks pgrep for the worker")
def test_a_worker_that_is_still_starting_does_not_outlive_its_server_either(sample: Path, tmp_path: Path) -> None:
    environment = databases.environment(databases.copied(sample, tmp_path / "data"))
    server = subprocess.Popen([sys.executable, "-m", "core.cli", "serve", "--port", "0"], env=environment)
    try:
        until(lambda: children(server.pid))
        worker = children(server.pid)[0]
        server.kill()
        server.wait()
        until(lambda: not Path(f"/proc/{worker}").exists())
    finally:
        server.kill()
        server.wait()


@pytest.mark.skipif(not shutil.which("pgrep"), reason="asks pgrep for the worker")
def test_a_dead_worker_is_replaced_and_none_outlives_the_server(sample: Path, tmp_path: Path) -> None:
    config = databases.copied(sample, tmp_path / "data")
    environment = databases.environment(config)
    server = subprocess.Popen([sys.executable, "-m", "core.cli", "serve", "--port", "0"], env=environment)
    try:
        until(lambda: children(server.pid))
        first = children(server.pid)[0]
        database = open_database(config)
        owe(database)
        until(lambda: not drain.owing(database))
        os.kill(first, signal.SIGKILL)
        until(lambda: children(server.pid) and children(server.pid) != [first])
        owe(database)
        until(lambda: not drain.owing(database))
        second = children(server.pid)[0]
        server.kill()
        server.wait()
        until(lambda: not Path(f"/proc/{second}").exists())
    finally:
        server.kill()
        server.wait()
