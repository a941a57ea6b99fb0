"""`xiaoneng duties`: what is owed, and making it now."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from core.config import Config
from tests import databases
from tests.core.duties.conftest import MONTHLY, NEW_YEAR, Scheme, on
from tests.sample import COUNTY, HUSA, MENGYUE

Run = Callable[..., Result]


@pytest.fixture
def run(township: Scheme, config: Config, monkeypatch: pytest.MonkeyPatch) -> Run:
    databases.use(monkeypatch, config)
    return lambda *words: CliRunner().invoke(main, ["duties", *words])


def test_making_twice_makes_once_and_the_list_shows_it(township: Scheme, run: Run) -> None:
    with on(NEW_YEAR):
        township.turn("supervision")
        made = json.loads(run("make", "--tenant", str(MENGYUE), "--json").output)
        assert made[str(MENGYUE)] > 0
        again = json.loads(run("make", "--json").output)
        assert again[str(MENGYUE)] == 0
        assert set(again) >= {str(COUNTY), str(MENGYUE), str(HUSA)}
        assert f"{MENGYUE}\t0" in run("make", "--tenant", str(MENGYUE)).output
    listed = json.loads(run("list", "--tenant", str(MENGYUE), "--json").output)
    assert len(listed) == made[str(MENGYUE)]
    assert listed == sorted(listed, key=lambda row: (row["due"], row["unit"], row["rule"]))
    assert {"rule": MONTHLY, "unit": "NYZ", "period": "2026-04", "due": "2026-04-25"}.items() <= next(
        row for row in listed if (row["rule"], row["unit"]) == (MONTHLY, "NYZ")
    ).items()
    assert f"{MENGYUE}\t2026-04-25\tNYZ\t{MONTHLY}\t2026-04\topen" in run("list").output


def test_an_unknown_tenant_is_called_wrong(run: Run) -> None:
    assert run("list", "--tenant", "999999").exit_code == 2
    assert run("make", "--tenant", "999999").exit_code == 2
