"""Quarantine: nobody opens a file before the scanner's verdict; what happens without a verdict is a setting."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from types import ModuleType, SimpleNamespace
from typing import IO, cast

import pytest
from sqlalchemy import select

from core import clock, plugins
from core.config import Config
from core.contracts import PluginInfo, Scan, Scanner
from core.db import Database, Scope, new_id
from core.errors import DomainError
from core.files import fixity, scanning, services
from core.files.blobs import bytes_of
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.scanning import Unreachable
from core.files.stores.disk import DiskStore
from core.hookspecs import hookimpl
from core.jobs.models import Outbox
from core.jobs.worker import Worker
from core.notices.models import Notice
from tests.core.files.test_clamav import EICAR
from tests.core.files.test_kinds import PDF
from tests.sample import MENGYUE, NOON


class Fake:
    """A scanner of another plugin."""

    def __init__(self) -> None:
        self.verdict: Callable[[bytes], str] = lambda content: "Eicar" if EICAR in content else ""

    def scan(self, stream: IO[bytes]) -> str:
        return self.verdict(stream.read())

    def plugin(self) -> ModuleType:
        @hookimpl
        def register_plugin() -> PluginInfo:
            return PluginInfo("other", "其他", "其他", "1")

        @hookimpl
        def register_scanners() -> tuple[Scanner, ...]:
            make: Callable[[object], Scan] = lambda config: self.scan  # noqa: E731
            return (Scanner("other.scanner", "其他", make),)

        found = SimpleNamespace(register_plugin=register_plugin, register_scanners=register_scanners)
        return cast(ModuleType, found)


@pytest.fixture
def scanner() -> Iterator[Fake]:
    """Installed for the length of a test."""
    fake = Fake()
    with clock.moved(NOON), plugins.using({"other": fake.plugin()}):
        yield fake


@pytest.fixture
def store(county: Database) -> DiskStore:
    return DiskStore(county.data_dir / "files")


def handed_in(database: Database, store: DiskStore, content: bytes = PDF, own: bool = False) -> StoredFile:
    with database.write(Scope.one(MENGYUE)) as session:
        stream = io.BytesIO(content)
        kept = (
            services.keep_own(store, stream, "a.pdf", "application/pdf")
            if own
            else services.keep(store, stream, "a.pdf", Limits())
        )
        row = services.attach(session, kept, owner_kind="case", owner_id=new_id())
        session.expunge_all()
        return row


def now(database: Database, row: StoredFile) -> StoredFile:
    with database.read(Scope.one(MENGYUE)) as session:
        found = session.get_one(StoredFile, (MENGYUE, row.id))
        session.expunge_all()
        return found


def scan(database: Database, row: StoredFile) -> StoredFile:
    scanning.carry_on(database, MENGYUE, {"file": str(row.id)})
    return now(database, row)


def opens(store: DiskStore, row: StoredFile) -> bool:
    try:
        services.opened(store, row).close()
    except DomainError:
        return False
    return True


def test_a_file_waits_and_is_let_go_when_it_is_clean(county: Database, store: DiskStore, scanner: Fake) -> None:
    row = handed_in(county, store)
    assert (row.scan, opens(store, row)) == ("waiting", False)
    row = scan(county, row)
    assert (row.scan, opens(store, row)) == ("clean", True)


def test_what_is_found_stays_held_and_is_told(county: Database, store: DiskStore, scanner: Fake) -> None:
    row = scan(county, handed_in(county, store, PDF + EICAR + b"\n%%EOF\n"))
    assert (row.scan, row.scan_found, opens(store, row)) == ("found", "Eicar", False)
    with county.read(Scope.one(MENGYUE)) as session:
        notices = session.scalars(select(Notice).where(Notice.kind == "core.file")).all()
        assert {(each.matter_id, each.params["found"]) for each in notices} == {(row.id, "Eicar")}


@pytest.mark.parametrize("setting", ["hold", "pass"])
def test_without_a_verdict_a_file_waits_or_passes_with_a_mark(
    county: Database, store: DiskStore, scanner: Fake, setting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XIAONENG_SCAN_UNREACHABLE", setting)

    def gone(content: bytes) -> str:
        raise Unreachable("not there")

    scanner.verdict = gone
    row = handed_in(county, store)
    if setting == "hold":
        with pytest.raises(Unreachable):
            scan(county, row)
        row = now(county, row)
        assert (row.scan, opens(store, row)) == ("waiting", False)
    else:
        row = scan(county, row)
        assert (row.scan, opens(store, row)) == ("passed", True)


def test_the_worker_scans(config: Config, scanner: Fake) -> None:
    worker = Worker(config)
    row = handed_in(worker.database, DiskStore(config.files))
    worker.drain()
    assert now(worker.database, row).scan == "clean"
    worker.database.dispose()


def test_what_the_product_made_and_what_no_scanner_waits_for_is_not_held(
    county: Database, store: DiskStore, scanner: Fake
) -> None:
    assert handed_in(county, store, own=True).scan == ""
    with plugins.using({}):
        assert handed_in(county, store, PDF + b"%%EOF").scan == ""


def test_a_file_that_came_waiting_from_elsewhere_is_scanned_within_hours(
    county: Database, store: DiskStore, scanner: Fake
) -> None:
    row = handed_in(county, store)
    with county.write(Scope.one(MENGYUE)) as session:
        for owed in session.scalars(select(Outbox).where(Outbox.topic == scanning.TOPIC)):
            session.delete(owed)
    with clock.moved(NOON + dt.timedelta(hours=2)):
        fixity.run(county, MENGYUE)
        fixity.run(county, MENGYUE)
        with county.read(Scope.one(MENGYUE)) as session:
            owed_now = session.scalars(select(Outbox.payload).where(Outbox.topic == scanning.TOPIC)).all()
    assert [each["file"] for each in owed_now] == [str(row.id)]


def test_a_held_file_can_still_be_read_by_the_scanner(county: Database, store: DiskStore, scanner: Fake) -> None:
    row = handed_in(county, store)
    with bytes_of(store, row.sha256) as stream:
        assert stream.read() == PDF
