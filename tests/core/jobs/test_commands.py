"""`xiaoneng jobs`: what is parked is exit 1 with its error, and a retry owes it again."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from core.cli import main
from core.commands import open_database
from core.config import Config
from core.db import Scope
from core.doctor import examine
from core.jobs import services
from core.jobs.models import Outbox
from tests import databases
from tests.sample import MENGYUE


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch, config: Config) -> Config:
    """The sample county, as the commands find it, with two parked effects."""
    databases.use(monkeypatch, config)
    database = open_database(config)
    with database.write(Scope.one(MENGYUE)) as session:
        for key in ("a", "b"):
            services.emit(session, "test", key, {})
        session.flush()
        session.execute(
            update(Outbox).where(Outbox.topic == "test").values(is_open=False, parked=True, error="E (x:1)")
        )
    database.dispose()
    return config


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["jobs", *words])


def test_what_is_parked_is_listed_retried_one_by_one_or_all_at_once(installed: Config) -> None:
    listed = run("list", "--json")
    assert listed.exit_code == 1
    found = [json.loads(line) for line in listed.output.splitlines()]
    assert [(row["tenant"], row["key"], row["error"]) for row in found] == [
        (str(MENGYUE), key, "E (x:1)") for key in ("a", "b")
    ]
    assert run("retry", found[0]["id"]).output == "1\n"
    assert run("list").output.count("\n") == 1
    assert run("retry", "--all").output == "1\n"
    assert (run("list").exit_code, run("list").output) == (0, "")


@pytest.mark.parametrize("words", [(), ("x",), ("00000000-0000-0000-0000-000000000001", "--all")])
def test_a_retry_says_of_what(installed: Config, words: tuple[str, ...]) -> None:
    assert run("retry", *words).exit_code == 2


def test_the_doctor_says_where_to_look(installed: Config) -> None:
    (found,) = (finding for finding in examine(installed) if finding.check == "outbox")
    assert not found.ok
    assert "2 parked: `xiaoneng jobs list`" in found.words
