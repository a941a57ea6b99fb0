"""Files: kept under the SHA-256 of their content, once however often they are handed in; rows say whose they are.

Keeping the bytes comes first and outside the write turn; only then does a row name its owner. Bytes without a row are
swept after a day, so that a crash between the two leaves nothing behind and nothing half.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time as system_time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, Problem
from core.files.kinds import MIB, Limits, recognise, tidy_name
from core.files.models import StoredFile
from core.i18n import N_

CHUNK = 256 * 1024
ORPHAN_AGE = 24 * 3600


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that lie in the store and wait for an owner."""

    sha256: str
    size: int
    media_type: str
    name: str


def keep(root: Path, stream: IO[bytes], name: str, limits: Limits) -> Kept:
    """Check an upload and put its bytes into the store.

    Raises:
        DomainError: empty, too large, of a kind that is not taken, or not what its name says.
    """
    shown = tidy_name(name)

    def media_type(incoming: IO[bytes]) -> str:
        return recognise(incoming, shown, limits).media_type

    return _store(root, stream, shown, limits.size, media_type)


def keep_own(root: Path, stream: IO[bytes], name: str, media_type: str) -> Kept:
    """Put a file the product made itself into the store: of any size, and known to be what it is."""
    return _store(root, stream, tidy_name(name), None, lambda incoming: media_type)


def _store(root: Path, stream: IO[bytes], shown: str, most: int | None, media_type: Callable[[IO[bytes]], str]) -> Kept:
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root, prefix="incoming-", delete=False) as incoming:
        path = Path(incoming.name)
        try:
            sha256, size = _copy(stream, incoming, most)
            kind = media_type(incoming)
            incoming.flush()
            os.fsync(incoming.fileno())
            target = place(root, sha256)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            raise
    return Kept(sha256, size, kind, shown)


def of_owner(session: ScopedSession, owner_kind: str, owner_id: UUID) -> Sequence[StoredFile]:
    """The files of a draft or case, in the order in which they came."""
    owned = select(StoredFile).where(StoredFile.owner_kind == owner_kind, StoredFile.owner_id == owner_id)
    question = ("files", owner_kind, owner_id)
    return session.once(question, lambda: session.scalars(owned.order_by(StoredFile.id)).all())


def attach(
    session: ScopedSession, kept: Kept, *, owner_kind: str, owner_id: UUID, slot: str = "", at_most: int = 20
) -> StoredFile:
    """Give kept bytes their owner; the same bytes twice in one place are one file.

    Raises:
        DomainError: the place holds as many files as it may.
    """
    there = [row for row in of_owner(session, owner_kind, owner_id) if row.slot == slot]
    if same := next((row for row in there if row.sha256 == kept.sha256), None):
        return same
    if len(there) >= at_most:
        raise DomainError(Problem(N_("这一项最多上传%(count)d个文件。"), params={"count": at_most}))
    row = StoredFile(
        tenant_id=session.tenant,
        sha256=kept.sha256,
        size=kept.size,
        media_type=kept.media_type,
        name=kept.name,
        owner_kind=owner_kind,
        owner_id=owner_id,
        slot=slot,
        stored_at=time.now(),
    )
    session.add(row)
    session.flush()
    return row


def detach(session: ScopedSession, file_id: UUID, *, owner_kind: str, owner_id: UUID) -> None:
    """Take a file away from its owner; its bytes are swept when no row names them. Nothing happens the second time."""
    row = session.get(StoredFile, (session.tenant, file_id))
    if row is not None and (row.owner_kind, row.owner_id) == (owner_kind, owner_id):
        session.delete(row)
        session.flush()


def place(root: Path, sha256: str) -> Path:
    """Where the bytes lie."""
    return root / sha256[:2] / sha256[2:4] / sha256


def sweep_orphans(database: Database, root: Path) -> int:
    """Remove bytes older than a day that no row of any tenant names.

    Returns:
        How many files were removed.
    """
    before = system_time.time() - ORPHAN_AGE
    old = [path for path in root.rglob("*") if path.is_file() and path.stat().st_mtime < before]
    with database.read(Scope.system("the files that some tenant's row names")) as session:
        named = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_([p.name for p in old]))))
    gone = [path for path in old if path.name not in named]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _copy(stream: IO[bytes], target: IO[bytes], most: int | None) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if most is not None and size > most:
            raise DomainError(Problem(N_("文件超过%(limit)d MB，请压缩或者分开上传。"), params={"limit": most // MIB}))
        digest.update(chunk)
        target.write(chunk)
    if size == 0:
        raise DomainError(Problem(N_("文件是空的。")))
    return digest.hexdigest(), size
