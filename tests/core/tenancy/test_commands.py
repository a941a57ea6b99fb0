"""`xiaoneng tenants sync` and `list`, as an operator runs them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core.config import Config
from core.db import Database, crypto
from core.tenancy.commands import tenants
from tests import databases
from tests.core.tenancy.conftest import COUNTY, TOWN, replace


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command on the test's database."""
    config = Config(data=tmp_path / "data", database_url=database.url.render_as_string(hide_password=False))
    crypto.create_keys(config.keys)
    databases.use(monkeypatch, config)
    return lambda *words: CliRunner().invoke(tenants, [str(word) for word in words])


def test_sync_tells_what_it_did_and_list_shows_it(run: Callable[..., Result], folder: Path) -> None:
    done = run("sync", folder, "--json")
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert said["bad"] == []
    assert {"tenant": TOWN, "kind": "unit", "key": "DZB", "what": "added"} in said["changes"]
    again = run("sync", folder)
    assert (again.exit_code, again.stdout) == (0, "没有变化。\n")
    assert [tuple(row.values()) for row in json.loads(run("list", "--json").stdout)] == [
        (COUNTY, "样例县", "county", None, [], 1, 1, None),
        (TOWN, "样例乡", "township", COUNTY, ["approval"], 3, 2, None),
    ]
    assert "样例乡" in run("list").stdout


def test_bad_files_end_the_sync_with_1_and_their_places(run: Callable[..., Result], folder: Path) -> None:
    replace(folder / str(TOWN) / "units.csv", "DZB,党政办,office", "DZB,党政办,offices")
    done = run("sync", folder)
    assert done.exit_code == 1
    assert f"{folder / str(TOWN) / 'units.csv'}:2: “kind”不能是“offices”" in done.stderr
    said = json.loads(run("sync", folder, "--json").stdout)
    assert [(place["place"], said["changes"]) for place in said["bad"]] == [("2", [])]
    assert json.loads(run("list", "--json").stdout) == []


def test_a_folder_that_is_not_there_is_a_wrong_call(run: Callable[..., Result], tmp_path: Path) -> None:
    assert run("sync", tmp_path / "nowhere").exit_code == 2
