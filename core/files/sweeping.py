"""Bytes that nobody's row names go: first out of sight for a day, then for good; what a row names never goes.

Somebody may hand in the same bytes, or come to name them, at the very moment they are swept. Therefore they are only
put aside at first; whoever reads them finds them there (`core.files.services.bytes_of`) and so does the next sweep.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Iterable, Iterator
from itertools import islice

from sqlalchemy import select

from core.db import Database, Scope
from core.files.blobs import TRASH, key_of
from core.files.models import StoredFile, Upload
from core.files.stores import Store
from core.files.stores.disk import ON_ITS_WAY
from core.files.uploads import PARTS

AGE = dt.timedelta(hours=24)
BATCH = 500
BLOB = re.compile(r"[0-9a-f]{2}/[0-9a-f]{2}/([0-9a-f]{64})")
PART = re.compile(rf"{PARTS}([0-9a-f]{{32}})/.+")


def sweep(database: Database, store: Store) -> int:
    """Put aside what has had no owner for a day, delete what was put aside a day ago, and what broke off on its way.

    Returns:
        How many files went out of sight.
    """
    # Of the machine, as the times of its files are.
    before = dt.datetime.fromtimestamp(time.time(), dt.UTC) - AGE
    _purge(database, store, before)
    _sweep_parts(database, store, before)
    gone = 0
    for batch in _batches(match[1] for key in store.keys(before=before) if (match := BLOB.fullmatch(key))):
        named = _named(database, batch)
        for sha256 in (one for one in batch if one not in named):
            store.move(key_of(sha256), TRASH + sha256)
            gone += 1
    return gone


def _purge(database: Database, store: Store, before: dt.datetime) -> None:
    """Delete what was put aside, unless a row has come to name it since."""
    for batch in _batches(key.removeprefix(TRASH) for key in store.keys(TRASH, before)):
        named = _named(database, batch)
        for sha256 in batch:
            if sha256 not in named:
                store.delete(TRASH + sha256)
            elif any(True for _ in store.keys(key_of(sha256))):
                store.delete(TRASH + sha256)  # handed in anew meanwhile
            else:
                store.move(TRASH + sha256, key_of(sha256))


def _sweep_parts(database: Database, store: Store, before: dt.datetime) -> None:
    """Delete the pieces of uploads that are over, and what was cut off before it had a key."""
    for batch in _batches(key for key in store.keys(PARTS, before) if PART.fullmatch(key)):
        with database.read(Scope.system("the uploads that are still under way")) as session:
            open_ones = {row.hex for row in session.scalars(select(Upload.id))}
        for key in batch:
            if (match := PART.fullmatch(key)) is not None and match[1] not in open_ones:
                store.delete(key)
    for path in store.scratch.glob(f"{ON_ITS_WAY}*"):
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def _named(database: Database, batch: list[str]) -> set[str]:
    with database.read(Scope.system("the files that some tenant's row names")) as session:
        return set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(batch)).distinct()))


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    iterator = iter(keys)
    while batch := list(islice(iterator, BATCH)):
        yield batch
