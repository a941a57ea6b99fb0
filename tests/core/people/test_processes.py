"""What is given, ended or suspended in one process counts in another on its next request."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from core.accounts.models import Account, Person
from core.config import Config
from core.db import Database, Scope
from core.people import posts, services
from tests import databases
from tests.core.people.conftest import actor, grant_id, person_id
from tests.sample import ADMIN, CLERK, HANDLER, MENGYUE, TODAY
from tests.test_walls import ROOT

Ask = Callable[[str], int]


@contextmanager
def worker(login: str) -> Iterator[Ask]:
    """A process in which somebody is signed in; ask it for the status of an address."""
    command = [sys.executable, "-m", "tests.core.people.worker", login]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout.readline().strip() == "ready"

        def ask(url: str) -> int:
            process.stdin.write(f"{url}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


def test_two_processes_see_a_change_on_their_next_request(
    county: Database, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    databases.use(monkeypatch, config)
    desk = f"/w/{MENGYUE}/"
    with worker(CLERK) as one, worker(CLERK) as two:

        def statuses() -> set[int]:
            return {one(desk), two(desk)}

        assert statuses() == {200}
        with county.write(Scope.one(MENGYUE)) as session:
            grant: UUID = grant_id(session, CLERK, "window_clerk")
            posts.end(session, actor(session, ADMIN), grant)
        assert statuses() == {404}, "no post any more"
        with county.write(Scope.one(MENGYUE)) as session:
            row = session.get_one(Account, actor(session, CLERK).account_id)
            unit = session.get_one(Person, (MENGYUE, person_id(session, CLERK))).unit_id
            told = posts.PostCommand("window_clerk", unit, TODAY)
            posts.give(session, actor(session, ADMIN), person_id(session, CLERK), told)
            assert row.state == "active"
        assert statuses() == {200}, "given again"
        with county.write(Scope.one(MENGYUE)) as session:
            services.suspend(session, actor(session, ADMIN), person_id(session, CLERK), elsewhere=False)
        assert statuses() == {303}, "signed out"
    with worker(HANDLER) as handler:
        assert handler(desk) == 200
