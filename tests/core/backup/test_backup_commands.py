"""`xiaoneng backup` and `restore`, as an operator runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from core.cases.models import Case
from core.cli import main
from core.config import Config
from core.db import Database, Scope
from core.jobs.worker import Worker
from tests import databases

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, config: Config, installation: Database) -> Run:
    databases.use(monkeypatch, config)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def test_backup_restore_and_what_comes_next(
    run: Run, config: Config, tmp_path: Path, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("backup", "--new-key", tmp_path / "my.key").exit_code == 0
    assert (tmp_path / "my.key").stat().st_mode & 0o077 == 0
    assert run("backup", "--to", tmp_path / "shelf", "--key", tmp_path / "my.key").exit_code == 0
    (made,) = (tmp_path / "shelf").iterdir()
    empty = databases.installation(bare.with_name("restored")).database_url
    done = run("restore", made, "--to", bare, "--key", tmp_path / "my.key", *(("--url", empty) if empty else ()))
    assert done.exit_code == 0
    assert "search index" in done.output
    (config.keys).rename(bare / "keys")
    databases.use(monkeypatch, Config(data=bare, database_url=empty))
    for words in (("db", "upgrade"), ("audit", "verify"), ("doctor",)):
        assert run(*words).exit_code == 0, words
    worker = Worker(Config(data=bare, database_url=empty))
    worker.run_dry()
    with worker.database.read(Scope.system("what there is to find")) as session:
        cases = session.scalar(select(func.count()).select_from(Case))
    held = worker.index._reader()
    assert sum(row["key"].startswith("case:") for row in held.documents()) == cases > 0
    worker.database.dispose()


def test_a_key_is_never_overwritten(run: Run, config: Config) -> None:
    before = config.backup_key.read_bytes()
    assert run("backup", "--new-key", config.backup_key).exit_code == 2
    assert config.backup_key.read_bytes() == before


def test_exit_codes_tell_called_wrong_from_something_wrong(run: Run, config: Config, tmp_path: Path) -> None:
    config.backup_key.rename(tmp_path / "away.key")
    assert run("backup").exit_code == 2
    (tmp_path / "junk").write_bytes(b"junk")
    done = run("restore", tmp_path / "junk", "--to", tmp_path / "new", "--key", tmp_path / "away.key")
    assert (done.exit_code, "not a sealed file" in done.output) == (1, True)
    assert run("restore", tmp_path / "junk", "--to", config.data, "--key", tmp_path / "away.key").exit_code == 2
