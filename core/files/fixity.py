"""Fixity 校验: the bytes of every file are read again and held against the SHA-256 they were kept under.

In slices, those first that were not looked at for longest; what was flipped, swapped or lost is told once, and is good
again as soon as the right bytes are back.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import time as system_time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import Database, Scope, ScopedSession
from core.files import scanning, telling, uploads
from core.files.blobs import bytes_of
from core.files.models import StoredFile
from core.files.stores import Store, of_worker

AGAIN_AFTER = dt.timedelta(days=30)
BAD_AGAIN_AFTER = dt.timedelta(minutes=50)
SLICE = 50
SECONDS = 120.0  # of one run, so that it never keeps other jobs long
WORDS = {"changed": telling.CHANGED, "missing": telling.MISSING}


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found of one SHA-256: empty, ``changed`` or ``missing``."""

    file_id: UUID
    sha256: str
    fault: str


def run(database: Database, tenant: int) -> None:
    """The hourly job of a tenant."""
    with database.write(Scope.one(tenant)) as session:
        scanning.owe_forgotten(session)
        uploads.sweep(session)
    check(database, tenant, of_worker(database))


def check(database: Database, tenant: int, store: Store, seconds: float = SECONDS) -> int:
    """Look at the files of a tenant that are due, as many as fit into the time, one slice at least.

    Returns:
        How many were looked at.
    """
    end, total = system_time.monotonic() + seconds, 0
    while True:
        with database.read(Scope.one(tenant)) as session:
            due = _due(session)
        if not due:
            return total
        looked = [Looked(file_id, sha256, fault_of(store, sha256)) for file_id, sha256 in due]
        with database.write(Scope.one(tenant)) as session:
            for found in looked:
                _note(session, found)
        total += len(looked)
        if system_time.monotonic() >= end:
            return total


def fault_of(store: Store, sha256: str) -> str:
    """What is wrong with the bytes of a SHA-256: empty, ``changed`` or ``missing``."""
    digest = hashlib.sha256()
    try:
        with bytes_of(store, sha256) as stream:
            while chunk := stream.read(256 * 1024):
                digest.update(chunk)
    except FileNotFoundError:
        return "missing"
    return "" if digest.hexdigest() == sha256 else "changed"


def _due(session: ScopedSession) -> Sequence[tuple[UUID, str]]:
    now = time.now()
    due = or_(
        StoredFile.checked_at.is_(None),
        StoredFile.checked_at < now - AGAIN_AFTER,
        (StoredFile.fault != "") & (StoredFile.checked_at < now - BAD_AGAIN_AFTER),
    )
    oldest = (StoredFile.checked_at.is_not(None), StoredFile.checked_at, StoredFile.id)
    rows = session.execute(select(StoredFile.id, StoredFile.sha256).where(due).order_by(*oldest).limit(SLICE))
    return [(row[0], row[1]) for row in rows]


def _note(session: ScopedSession, found: Looked) -> None:
    row = session.get(StoredFile, (session.tenant, found.file_id))
    if row is None:
        return
    before, row.fault, row.checked_at = row.fault, found.fault, time.now()
    if found.fault and found.fault != before:
        record(session, Actor.system(session.tenant), "core.file.fault", str(row.id), {"fault": found.fault})
        telling.tell(session, row, WORDS[found.fault])
