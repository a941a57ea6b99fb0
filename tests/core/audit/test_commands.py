"""`xiaoneng audit`: a good trail is exit 0, a bad row exit 1 with its place."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from core.cli import main
from core.config import Config

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, config: Config) -> Run:
    monkeypatch.setenv("XIAONENG_DATA", str(config.data))

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return call


def test_the_sample_is_sealed_and_verifies(run: Run, config: Config) -> None:
    answer = run("audit", "verify", "--json")
    found = [json.loads(line) for line in answer.output.splitlines()]
    assert answer.exit_code == 0
    assert sum(row["links"] for row in found) > 20
    with sqlite3.connect(config.data / "xiaoneng.db") as raw:
        (rows,) = raw.execute("SELECT count(*) FROM core_audit").fetchone()
    raw.close()
    assert sum(row["links"] for row in found) == rows


def test_a_changed_row_is_exit_1_with_its_place(run: Run, config: Config) -> None:
    assert run("audit", "seal").exit_code == 0
    with sqlite3.connect(config.data / "xiaoneng.db") as raw:
        raw.execute("DROP TRIGGER core_audit_no_update")
        tenant, key = raw.execute("SELECT tenant_id, audit_id FROM core_audit_link WHERE seq = 3").fetchone()
        raw.execute("UPDATE core_audit SET actor_name = '别人' WHERE tenant_id = ? AND id = ?", (tenant, key))
    raw.close()
    answer = run("audit", "verify")
    assert answer.exit_code == 1
    assert f"{tenant}\t第3条\t记录或者次序被改动" in answer.output
    assert run("audit", "verify", "--tenant", "1").exit_code == 2
    assert run("db", "check").exit_code == 1
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").exit_code == 0
