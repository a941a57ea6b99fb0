"""Backup and restore: made while people write, sealed, checked, and never restored half or over something."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import sqlite3
import threading
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core import clock, doctor, plugins
from core.accounts.actor import Actor
from core.audit.models import Audit
from core.audit.services import record
from core.backup import archive, restoring, services, shelf
from core.backup.services import Made
from core.backup.stream import Damaged, WrongKey
from core.cases.models import Case
from core.config import Config
from core.db import Database, Scope, crypto, snapshot
from core.doctor import DRILL, NIGHTLY, examine
from core.files.blobs import place
from core.files.models import StoredFile
from core.jobs import periodic
from core.jobs.models import JobRun
from tests import databases
from tests.core.backup.conftest import PDF
from tests.sample import COUNTY, MENGYUE, NOON


def restored(made: Made, config: Config, bare: Path) -> Database:
    empty = databases.installation(bare.with_name("restored")).database_url
    restoring.restore(made.path, config.backup_key, bare, empty)
    return Database(empty or f"sqlite:///{bare / 'xiaoneng.db'}", bare)


def test_what_was_backed_up_is_restored(made: Made, config: Config, installation: Database, bare: Path) -> None:
    back = restored(made, config, bare)
    for model in (Case, Audit, StoredFile):
        counts = []
        for database in (installation, back):
            with database.read(Scope.system("compare")) as session:
                counts.append(session.scalar(select(func.count()).select_from(model)))
        assert counts[0] == counts[1] > 0
    with back.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(StoredFile).where(StoredFile.owner_id == UUID(int=7))).one()
        assert place(bare / "files", row.sha256).read_bytes() == PDF
        assert session.scalars(select(Case)).first().code  # the same keys still read it
    back.dispose()


def test_no_key_of_the_columns_is_in_it(made: Made, config: Config) -> None:
    with archive.reading(made.path, crypto.read_key(config.backup_key)) as reader:
        names = [name for name, _ in reader.parts()]
    assert [name for name in names if "key" in name] == []
    assert reader.manifest["keys"] == ["gateway.key", "index-0001.key", "seal-0001.key", "value-0001.key"]


def test_a_backup_is_one_moment_while_people_write(config: Config, installation: Database, bare: Path) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            with installation.write(Scope.one(MENGYUE)) as session:
                record(session, Actor.system(MENGYUE), "core.test.act", "x", {})
            written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = services.make(config, installation, config.backup_folder, config.backup_key)
    finally:
        stop.set()
        writer.join()
    assert written
    restored(made, config, bare).dispose()


def test_nothing_unsealed_stays_behind(made: Made, config: Config) -> None:
    assert [path.name for path in config.data.iterdir() if path.name.startswith("snapshot")] == []
    assert [path.name for path in config.backup_folder.iterdir()] == [made.path.name]


def test_bytes_that_are_gone_are_told_and_the_rest_is_saved(config: Config, installation: Database, bare: Path) -> None:
    with installation.read(Scope.one(MENGYUE)) as session:
        sha256 = session.scalars(select(StoredFile.sha256)).first()
    place(config.files, sha256).unlink()
    made = services.make(config, installation, config.backup_folder, config.backup_key)
    assert made.wanting == (sha256,)
    restored(made, config, bare).dispose()


def test_only_the_newest_backups_stay(config: Config, installation: Database) -> None:
    few = dataclasses.replace(config, backups_kept=2)
    for day in range(4):
        with clock.moved(NOON + dt.timedelta(days=day)):
            last = services.make(few, installation, few.backup_folder, few.backup_key)
    kept = shelf.backups(few.backup_folder)
    assert len(kept) == 2
    assert kept[0][1] == last.path


def test_a_folder_that_holds_something_is_left_alone(made: Made, config: Config, bare: Path) -> None:
    bare.mkdir(parents=True)
    (bare / "mine").write_text("x")
    with pytest.raises(restoring.NotBare):
        restoring.restore(made.path, config.backup_key, bare)
    assert [path.name for path in bare.iterdir()] == ["mine"]


def test_a_wrong_key_restores_nothing(made: Made, bare: Path, tmp_path: Path) -> None:
    crypto.write_key(tmp_path / "other.key")
    with pytest.raises(WrongKey):
        restoring.restore(made.path, tmp_path / "other.key", bare)
    assert list(bare.parent.iterdir()) == []


def test_a_damaged_part_restores_nothing(made: Made, config: Config, bare: Path) -> None:
    raw = bytearray(made.path.read_bytes())
    raw[len(raw) // 2] ^= 1
    made.path.write_bytes(raw)
    with pytest.raises(Damaged, match=r"(database\.(sqlite|pgdump)|files/[0-9a-f]{64}): "):
        restoring.restore(made.path, config.backup_key, bare)
    assert list(bare.parent.iterdir()) == []


def forged(made: Made, config: Config, act: str, path: Path) -> Path:
    """The same backup with its database changed by someone who has the key."""
    key = crypto.read_key(config.backup_key)
    work = path.with_suffix(".db")
    with archive.reading(made.path, key) as reader, archive.writing(path, key) as out:
        for name, source in reader.parts():
            if name == "database.sqlite":
                work.write_bytes(source.read())
                with sqlite3.connect(work) as raw:
                    for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                        raw.execute(f"DROP TRIGGER {trigger}")
                    raw.execute(act)
                raw.close()
                out.add_file(name, work)
            else:
                out.add(name, source.read())
        out.finish({key: value for key, value in reader.manifest.items() if key != "parts"})
    return path


@pytest.mark.only_on("sqlite", "who has the key can write into the file; a dump is refused by the part's own sum")
@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("DELETE FROM core_reply", "core_reply: 0 rows"),
        ("DELETE FROM core_unit", "points at no row of core_unit"),
        ("UPDATE core_audit SET subject = 'x' WHERE tenant_id = 533124205", "audit of 533124205: row 1 "),
    ],
)
def test_a_database_that_is_not_as_the_manifest_says_is_refused(
    made: Made, config: Config, bare: Path, tmp_path: Path, act: str, said: str
) -> None:
    with pytest.raises(Damaged, match=said):
        restoring.restore(forged(made, config, act, tmp_path / "forged"), config.backup_key, bare)


@pytest.fixture
def drilled(monkeypatch: pytest.MonkeyPatch, config: Config) -> Config:
    databases.use(monkeypatch, config)
    return config


def finding(config: Config) -> tuple[bool, str]:
    return next((row.ok, row.words) for row in examine(config) if row.check == "backup")


def test_the_weekly_drill_restores_the_newest_and_leaves_nothing(
    made: Made, drilled: Config, installation: Database
) -> None:
    restoring.drill(installation, 0)
    assert [path.name for path in drilled.data.iterdir() if path.name.startswith("drill")] == []
    assert finding(drilled)[0]


def test_where_backups_go_is_set_one_is_made_every_night_and_the_oldest_go(
    drilled: Config, installation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf_ = tmp_path / "shelf"
    monkeypatch.setenv("XIAONENG_BACKUPS", str(shelf_))
    monkeypatch.setenv("XIAONENG_BACKUPS_KEPT", "2")
    night = dt.datetime(2026, 11, 24, 18, 5, tzinfo=dt.UTC)
    for hours in (0, 20, 24, 48):
        with clock.moved(night + dt.timedelta(hours=hours)):
            run_nightly(installation)
    assert [at.hour for at, _ in shelf.backups(shelf_)] == [18, 18]
    assert [at.day for at, _ in shelf.backups(shelf_)] == [26, 25]
    with clock.moved(night + dt.timedelta(hours=49)):
        assert finding(dataclasses.replace(drilled, backups=str(shelf_)))[0]


def test_where_no_folder_is_set_no_backup_is_made(drilled: Config, installation: Database) -> None:
    assert services.nightly(installation, COUNTY) is None
    assert shelf.backups(drilled.backup_folder) == []


def test_a_night_whose_backup_fails_or_wants_bytes_is_told(
    drilled: Config, installation: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAONENG_BACKUPS", str(tmp_path / "shelf"))
    with installation.read(Scope.one(MENGYUE)) as session:
        place(drilled.files, session.scalars(select(StoredFile.sha256)).first()).unlink()
    assert services.nightly(installation, COUNTY) == services.WANTING
    drilled.backup_key.unlink()
    with clock.moved(NOON + dt.timedelta(days=2)):
        run_nightly(installation)
        ok, words = finding(drilled)
    assert (ok, "nightly backup failed: FileNotFoundError" in words) == (False, True)


def run_nightly(database: Database) -> None:
    periodic._run(database, plugins.registry().jobs[NIGHTLY], COUNTY)


@pytest.mark.only_on("postgresql", "SQLite's drill restores into a folder; a database beside the own is PostgreSQL's")
def test_the_drill_restores_into_a_database_beside_and_clears_away_what_a_death_left(
    made: Made, drilled: Config, installation: Database
) -> None:
    name = f"{installation.url.database}_restore_drill"
    databases.server().create(name)
    assert restoring.drill(installation, COUNTY) is None
    assert not databases.server().has(name)
    made.path.write_bytes(made.path.read_bytes()[:-1])
    with pytest.raises(Damaged):
        restoring.drill(installation, COUNTY)
    assert not databases.server().has(name)


@pytest.mark.only_on("postgresql", "no login of SQLite lacks a right")
def test_a_login_that_may_make_no_database_reads_the_backup_and_says_so(
    made: Made, drilled: Config, installation: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A login of its own: the run's is that of every test beside this one.
    with databases.server().connect(databases.postgres.ADMIN) as connection:
        connection.execute("DROP ROLE IF EXISTS xn_careful")
        connection.execute("CREATE ROLE xn_careful LOGIN")
    careful = Database(installation.url.set(username="xn_careful").render_as_string(), installation.data_dir)
    assert (snapshot.may_create(installation), snapshot.may_create(careful)) == (True, False)
    careful.dispose()
    for place_ in (snapshot, doctor):
        monkeypatch.setattr(place_, "may_create", lambda database: False)
    with clock.moved(NOON + dt.timedelta(days=8)):
        periodic._run(installation, plugins.registry().jobs[DRILL], COUNTY)
    ok, words = finding(drilled)
    with installation.read(Scope.one(COUNTY)) as session:
        run = session.scalars(select(JobRun).where(JobRun.name == DRILL).order_by(JobRun.started_at.desc())).first()
        assert (run.state, run.error) == ("done", restoring.READ_ONLY)
    assert (ok, "CREATEDB" in words) == (True, True)


def test_the_doctor_tells_of_a_drill_that_failed(made: Made, drilled: Config, installation: Database) -> None:
    shutil.copy(drilled.keys / "value-0001.key", made.path)
    with clock.moved(NOON + dt.timedelta(days=8)):
        periodic.run_due(installation)
        ok, words = finding(drilled)
    assert not ok
    assert "could not be restored: Damaged" in words
    assert DRILL in plugins.registry().jobs


@pytest.mark.parametrize(("days", "ok"), [(0, True), (2, True), (4, False)])
def test_the_doctor_tells_of_a_backup_that_is_late(made: Made, config: Config, days: int, ok: bool) -> None:
    with clock.moved(NOON + dt.timedelta(days=days)):
        assert finding(config)[0] is ok


def test_an_installation_without_a_backup_has_three_days(config: Config, noon: None) -> None:
    assert finding(config)[0]
    with clock.moved(NOON + dt.timedelta(days=4)):
        assert not finding(config)[0]
