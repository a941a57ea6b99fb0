"""Quarantine 隔离: a file somebody handed in is opened by nobody until every scanner has looked at it.

Scanners come by the hook `register_scanners`; without one that the settings give an address nothing is held.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.config import Config, load
from core.contracts import Owed, Scan
from core.db import Database, Scope, ScopedSession
from core.files import telling
from core.files.blobs import bytes_of
from core.files.models import StoredFile
from core.files.stores import of
from core.i18n import N_
from core.jobs.services import emit, had_effect

log = logging.getLogger("xiaoneng.files")

TOPIC = "core.scan"
WAITING, CLEAN, FOUND, PASSED = "waiting", "clean", "found", "passed"
FORGOTTEN = dt.timedelta(hours=1)


class Unreachable(ConnectionError):
    """A scanner gave no verdict: it is not there, too slow, or full; whether a file waits or passes is a setting."""


def scanners(config: Config) -> list[Scan]:
    """The scanners that the settings give an address."""
    made = (scanner.make(config) for scanner in plugins.registry().scanners.values())
    return [scan for scan in made if scan is not None]


def owe(session: ScopedSession, row: StoredFile) -> None:
    """Hold a file and have the worker scan it, where there is a scanner."""
    if scanners(load()):
        row.scan = WAITING
        _emit(session, row.id, str(row.id))


def owe_forgotten(session: ScopedSession) -> None:
    """Have files scanned that still wait an hour later, once a day: they came from elsewhere, or nobody answered."""
    waits = select(StoredFile.id).where(StoredFile.scan == WAITING, StoredFile.stored_at < time.now() - FORGOTTEN)
    for file_id in session.scalars(waits).all():
        key = f"{file_id}:{time.today()}"
        if not had_effect(session, f"{TOPIC}.again", key):
            _emit(session, file_id, key)


def carry_on(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Scan a file outside any write turn and let it go or keep it held.

    Raises:
        Unreachable: a scanner did not answer and the settings hold files until one does.
    """
    config = dataclasses.replace(load(), data=database.data_dir)
    file_id = UUID(payload["file"])
    with database.read(Scope.one(tenant)) as session:
        row = session.get(StoredFile, (tenant, file_id))
        if row is None or row.scan != WAITING:
            return
        sha256 = row.sha256
    state, found = _verdict(config, sha256)
    with database.write(Scope.one(tenant)) as session:
        row = session.get(StoredFile, (tenant, file_id))
        if row is None or row.scan != WAITING:
            return
        row.scan, row.scan_found = state, found
        if state == FOUND:
            record(session, Actor.system(tenant), "core.file.found", str(row.id), {"found": found})
            telling.tell(session, row, telling.VIRUS)


EFFECT = Owed(TOPIC, None, N_("查毒"), apart=carry_on)


def _verdict(config: Config, sha256: str) -> tuple[str, str]:
    state = CLEAN
    for scan in scanners(config):
        with bytes_of(of(config), sha256) as stream:
            try:
                found = scan(stream)
            except Unreachable as error:
                if config.scan_unreachable == "hold":
                    raise
                log.warning("a file is let through unscanned: %s", error)
                state = PASSED
                continue
        if found:
            return FOUND, found[:200]
    return state, ""


def _emit(session: ScopedSession, file_id: UUID, key: str) -> None:
    emit(session, TOPIC, f"scan:{key}", {"file": str(file_id)}, priority=40)
