"""`xiaoneng serve` and its worker: what was owed is had, a dead worker is replaced, and none outlives its server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest

from core.commands import open_database
from core.db import Database, Scope
from core.jobs import drain, services
from tests import databases
from tests.processes import serving, until
from tests.sample import MENGYUE

pytestmark = pytest.mark.only_on("sqlite", "how the processes begin and end, whatever database they are over")


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
    with serving(databases.copied(sample, tmp_path / "data"), tmp_path / "log") as server:
        until(lambda: children(server.process.pid), server.said)
        worker = children(server.process.pid)[0]
        server.kill()
        until(lambda: not Path(f"/proc/{worker}").exists(), server.said)


@pytest.mark.skipif(not shutil.which("pgrep"), reason="asks pgrep for the worker")
def test_a_dead_worker_is_replaced_and_none_outlives_the_server(sample: Path, tmp_path: Path) -> None:
    config = databases.copied(sample, tmp_path / "data")
    database = open_database(config)
    with serving(config, tmp_path / "log") as server:
        until(lambda: children(server.process.pid), server.said)
        first = children(server.process.pid)[0]
        owe(database)
        until(lambda: not drain.owing(database), server.said)
        os.kill(first, signal.SIGKILL)
        until(lambda: set(children(server.process.pid)) - {first}, server.said)
        owe(database)
        until(lambda: not drain.owing(database), server.said)
        second = children(server.process.pid)[0]
        server.kill()
        until(lambda: not Path(f"/proc/{second}").exists(), server.said)
    database.dispose()


def test_a_server_says_where_it_serves(sample: Path, tmp_path: Path) -> None:
    with serving(databases.copied(sample, tmp_path / "data"), tmp_path / "log", "--no-worker") as server:
        until(lambda: server.port, server.said)
        with urlopen(f"http://127.0.0.1:{server.port}/healthz") as answer:
            assert answer.status == 200
