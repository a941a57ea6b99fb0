"""Bytes nobody names go after a day, and for good after another; what a row names is readable at every moment."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from core import clock
from core.cases import drafts
from core.db import Database, Scope, new_id
from core.files import services
from core.files.blobs import TRASH, bytes_of, key_of
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.services import Kept
from core.files.stores.disk import DiskStore
from core.files.sweeping import sweep
from core.files.uploads import PARTS
from tests.core.files.test_kinds import PDF

TENANT = 533124205


@pytest.fixture
def store(tmp_path: Path) -> DiskStore:
    return DiskStore(tmp_path / "files")


def keep(store: DiskStore, more: bytes = b"") -> Kept:
    return services.keep(store, io.BytesIO(PDF + more), "a.pdf", Limits())


def attach(database: Database, kept: Kept) -> StoredFile:
    with database.write(Scope.one(TENANT)) as session:
        row = services.attach(session, kept, owner_kind="case", owner_id=new_id())
        session.expunge(row)
        return row


def age(store: DiskStore, key: str) -> None:
    yesterday = time.time() - 25 * 3600
    os.utime(store.root / key, (yesterday, yesterday))


def aged(store: DiskStore, kept: Kept) -> Kept:
    age(store, key_of(kept.sha256))
    return kept


def read(store: DiskStore, row: StoredFile) -> bytes:
    with services.opened(store, row) as stream:
        return stream.read()


class Interrupted(DiskStore):
    """A store in which something happens just before bytes are put aside."""

    meanwhile: Callable[[], None]

    def move(self, key: str, to: str) -> None:
        if to.startswith(TRASH):
            self.meanwhile()
        super().move(key, to)


def test_bytes_without_an_owner_go_and_others_stay(database: Database, store: DiskStore) -> None:
    owned, orphan, fresh = aged(store, keep(store)), aged(store, keep(store, b"%%EOF1")), keep(store, b"%%EOF2")
    row = attach(database, owned)
    assert sweep(database, store) == 1
    assert list(store.keys(TRASH)) == [TRASH + orphan.sha256]
    assert read(store, row) == PDF
    assert (store.root / key_of(fresh.sha256)).exists()
    assert sweep(database, store) == 0
    age(store, TRASH + orphan.sha256)
    sweep(database, store)
    assert sorted(store.keys()) == sorted(map(key_of, (owned.sha256, fresh.sha256)))


@pytest.mark.parametrize("anew", [True, False], ids=["handed in anew", "named by what was kept before"])
def test_what_comes_to_be_named_while_it_is_swept_is_never_lost(database: Database, tmp_path: Path, anew: bool) -> None:
    store, rows = Interrupted(tmp_path / "files"), []
    kept = aged(store, keep(store))
    store.meanwhile = lambda: rows.append(attach(database, keep(store) if anew else kept))
    sweep(database, store)
    assert read(store, rows[0]) == PDF
    for _day in range(3):
        for key in list(store.keys()):
            age(store, key)
        sweep(database, store)
        assert read(store, rows[0]) == PDF


def test_what_was_put_aside_and_is_named_comes_back_though_nobody_reads_it(database: Database, tmp_path: Path) -> None:
    store = Interrupted(tmp_path / "files")
    kept = aged(store, keep(store))
    rows: list[StoredFile] = []
    store.meanwhile = lambda: rows.append(attach(database, kept))
    sweep(database, store)
    age(store, TRASH + kept.sha256)
    store.meanwhile = lambda: None
    sweep(database, store)
    assert list(store.keys()) == [key_of(kept.sha256)]


def test_what_was_put_aside_and_handed_in_anew_is_not_kept_twice(database: Database, store: DiskStore) -> None:
    kept = aged(store, keep(store))
    sweep(database, store)
    row = attach(database, keep(store))
    age(store, TRASH + kept.sha256)
    sweep(database, store)
    assert list(store.keys()) == [key_of(kept.sha256)]
    assert read(store, row) == PDF


def test_files_of_a_draft_that_is_over_go_with_it(database: Database, store: DiskStore) -> None:
    with database.write(Scope.one(TENANT)) as session:
        draft, _code = drafts.start(session, "x.kind", "item")
        other, _code = drafts.start(session, "x.kind", "item")
        ids = draft.id, other.id
        for owner in ids:
            services.attach(session, keep(store), owner_kind="draft", owner_id=owner)
        draft.expires_on = clock.today().replace(year=2020)
    with database.write(Scope.one(TENANT)) as session:
        drafts.sweep(session)
        assert [len(services.of_owner(session, "draft", owner)) for owner in ids] == [0, 1]


def test_pieces_of_no_upload_and_what_was_cut_off_go_after_a_day(database: Database, store: DiskStore) -> None:
    keys = [f"{PARTS}{UUID(int=n).hex}/000000000000-x" for n in range(2)]
    for key in keys:
        path = store.scratch / "incoming-piece"
        path.write_bytes(b"x")
        store.put(key, path)
    (store.scratch / "incoming-cut").write_bytes(b"x")
    for key in (keys[0], "incoming-cut"):
        age(store, key)
    sweep(database, store)
    assert list(store.keys()) == [keys[1]]


def test_bytes_that_are_gone_are_gone(store: DiskStore) -> None:
    with pytest.raises(FileNotFoundError):
        bytes_of(store, "0" * 64)
