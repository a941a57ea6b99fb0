"""The command line: what it answers, and with which exit code."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core import clock
from core.cli import COMMANDS, main
from core.config import Config
from core.doctor import examine
from tests import databases
from tests.sample import NOON

Run = Callable[..., Result]


def test_every_command_has_help(run: Run) -> None:
    names = run("--help").output
    for name in COMMANDS:
        assert name in names
        assert run(name, "--help").exit_code == 0


def test_plugins_are_listed_with_what_they_bring(run: Run) -> None:
    found = {row["name"]: row for row in json.loads(run("plugins", "list", "--json").output)}
    assert set(found["approval"]) == {"name", "label", "version", "models", "views", "rules", "duties"}
    assert found["approval"]["rules"] >= 13
    assert found["approval"]["views"] > 5
    assert {name: row["duties"] for name, row in found.items()} == {
        "core": 0,
        "approval": 4,
        "training": 4,
        "penalty": 3,
        "reconsideration": 1,
        "egov": 4,
        "goals": 5,
        "frontline": 0,
        "supervision": 6,
    }


@pytest.mark.parametrize(
    ("day", "ok", "said"),
    [
        (dt.date(2026, 9, 30), True, "published to 2026"),
        (dt.date(2026, 10, 1), True, "no notice for 2027 yet"),
        (dt.date(2026, 12, 1), False, "no notice for 2027 yet"),
        (dt.date(2027, 1, 1), False, "no notice for 2027 yet"),
    ],
)
def test_the_doctor_awaits_the_notice_of_the_next_year(config: Config, day: dt.date, ok: bool, said: str) -> None:
    with clock.moved(dt.datetime.combine(day, dt.time(9), clock.SHANGHAI)):
        (found,) = [finding for finding in examine(config) if finding.check == "calendar"]
    assert (found.ok, said in found.words) == (ok, True)


def test_the_doctor_finds_the_sample_county_well_and_open_keys_wrong(
    run: Callable[..., Result], config: Config
) -> None:
    with clock.moved(NOON):
        assert run("doctor").exit_code == 0
        next(config.keys.glob("value-*")).chmod(0o644)
        answer = run("doctor", "--json")
    assert answer.exit_code == 1
    assert [row["check"] for row in json.loads(answer.output) if not row["ok"]] == ["keys"]


def test_tables_and_models_agree(run: Run) -> None:
    assert run("db", "check").exit_code == 0


def test_an_unknown_login_is_called_wrong(run: Run) -> None:
    assert run("invite", "nobody").exit_code == 2
    assert "/activate/" in run("invite", "yue.zaojia").output


def test_a_new_installation_from_a_folder_of_tenants(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import tenants

    databases.use(monkeypatch, databases.installation(tmp_path / "data"))
    assert CliRunner().invoke(main, ["init", str(tenants.folder())]).exit_code == 0
    listed = json.loads(CliRunner().invoke(main, ["tenants", "list", "--json"]).output)
    assert {row["id"] for row in listed} == {533124, 533124101, 533124201, 533124205}
