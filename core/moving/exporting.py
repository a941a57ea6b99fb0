"""One township as one sealed file: all its rows with their ids, its files, and what it needs of the installation.

Encrypted columns are opened and sealed anew with the whole file, under a key made for the journey: neither
installation learns the other's keys. Rows travel in one order of tables, so that they are inserted as they are read.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import __version__
from core import clock as time
from core.accounts.models import Account
from core.audit import chain
from core.backup import archive
from core.calendar import proofs
from core.cases.models import Clock, Draft
from core.db import Base, Database, Scope, ScopedSession, crypto, migrations
from core.drafts.models import DeskDraft
from core.files.blobs import bytes_of
from core.files.models import StoredFile, Upload
from core.files.stores import Store
from core.moving import rows
from core.moving.rows import Row
from core.tenancy.models import Tenant, TenantPlugin

FORMAT = 1
ABOUT = "about.json"
# What of the tenant's own row goes along.
MOVED = ("id", "name", "division_code", "sample", "settings", "own_duties")
ACCOUNTS, SWITCHES, CALENDARS = "accounts.jsonl", "switches.jsonl", "calendars.jsonl"
BATCH = 2_000
DRAFT = "draft"  # the owner of files that stay behind with their draft


class Refused(ValueError):
    """A move that can't be made, and why."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported; `wanting` are files whose bytes are gone or changed, `drafts` stay behind."""

    path: Path
    rows: int
    files: int
    wanting: tuple[str, ...]
    drafts: int


def export(database: Database, files: Store, tenant: int, path: Path, key: Path) -> Exported:
    """Export a township as it is at one moment; people may go on working, but what they do then stays here.

    Drafts stay behind: their resume codes are kept by nobody, so another installation could not find them.

    Args:
        files: the store of the installation.
        path: the file to make.
        key: the key file of this journey.

    Raises:
        Refused: no such township.
        KeyMissing: the key file is no key.
        FileExistsError: the file is there.
    """
    secret = crypto.read_key(key)
    with database.read(Scope.one(tenant)) as session:
        township = session.get(Tenant, tenant)
        if township is None or township.is_county:
            raise Refused(f"no township has the code {tenant}")
        with archive.writing(path, secret) as out:
            out.add(ABOUT, rows.to_line(_about(session, township)).encode())
            _add_lines(out, ACCOUNTS, map(_account, session.scalars(rows.accounts(session))))
            _add_lines(out, SWITCHES, _switches(session))
            _add_lines(out, CALENDARS, proofs.pack(session, session.scalars(select(Clock.calendar_version).distinct())))
            counts = {model.__tablename__: _add_rows(out, session, model) for model in rows.models()}
            kept, wanting = _add_files(out, session, files)
            out.finish({"counts": counts, "wanting": wanting})
        return Exported(path, sum(counts.values()), kept, tuple(wanting), rows.count(session, Draft))


def travels(model: type[Base], row: Row) -> bool:
    """Whether a row leaves with its township."""
    return not (model in {Draft, DeskDraft, Upload} or (model is StoredFile and row["owner_kind"] == DRAFT))


def _about(session: ScopedSession, township: Tenant) -> Row:
    head = chain.head(session)
    return {
        "format": FORMAT,
        "version": __version__,
        "revisions": migrations.applied(session),
        "made_at": time.now(),
        "tenant": {name: getattr(township, name) for name in MOVED},
        "revision": township.revision,
        "head": None if head is None else dataclasses.asdict(head),
    }


def _account(account: Account) -> Row:
    """Without the password: the person gets a new link."""
    names = ("id", "login", "display_name", "created_at", "admin")
    return {name: getattr(account, name) for name in names}


def _switches(session: ScopedSession) -> Iterator[Row]:
    for row in session.scalars(select(TenantPlugin).where(TenantPlugin.tenant_id == session.tenant)):
        names = ("plugin", "enabled", "changed_by", "changed_at")
        yield {name: getattr(row, name) for name in names}


def _add_rows(out: archive.Writer, session: ScopedSession, model: type[Base]) -> int:
    found = (row for row in rows.read(session, model) if travels(model, row))
    total = 0
    for number, batch in enumerate(batches(found)):
        _add_lines(out, f"rows/{model.__tablename__}/{number:06d}.jsonl", batch)
        total += len(batch)
    return total


def batches(found: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows by the batch."""
    iterator = iter(found)
    while batch := list(itertools.islice(iterator, BATCH)):
        yield batch


def _add_lines(out: archive.Writer, name: str, lines: Iterable[Row]) -> None:
    out.add(name, "".join(f"{rows.to_line(line)}\n" for line in lines).encode())


def _add_files(out: archive.Writer, session: ScopedSession, store: Store) -> tuple[int, list[str]]:
    named: Any = select(StoredFile.sha256).where(StoredFile.owner_kind != DRAFT).distinct().order_by(StoredFile.sha256)
    return archive.add_stored(out, partial(bytes_of, store), session.scalars(named))
