"""Files: kept under the SHA-256 of their content, once however often they are handed in; rows say whose they are.

Keeping the bytes comes first and outside the write turn; only then does a row name its owner. Bytes without a row are
swept (`core.files.sweeping`), so that a crash between the two leaves nothing behind and nothing half.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.files import scanning
from core.files.blobs import bytes_of, key_of
from core.files.kinds import MIB, Limits, recognise, tidy_name
from core.files.models import StoredFile
from core.files.stores import Store
from core.files.stores.disk import ON_ITS_WAY
from core.i18n import N_

CHUNK = 256 * 1024
CHANGED = N_("“%(name)s”与收下时不一致或者已经丢失，不能打开。系统管理员已经知道，将从备份恢复。")
WAITING = N_("“%(name)s”正在查毒，请过几分钟再打开。")
FOUND = N_("“%(name)s”里查出病毒，已经隔离，不能打开。请联系提交人重新提供。")


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that lie in the store and wait for an owner; `own` were made by the product itself."""

    sha256: str
    size: int
    media_type: str
    name: str
    own: bool = False


def keep(store: Store, stream: IO[bytes], name: str, limits: Limits) -> Kept:
    """Check an upload and put its bytes into the store.

    Raises:
        DomainError: empty, too large, of a kind that is not taken, or not what its name says.
    """
    shown = tidy_name(name)

    def media_type(incoming: IO[bytes]) -> str:
        return recognise(incoming, shown, limits).media_type

    return Kept(*_store(store, stream, limits.size, media_type), shown)


def keep_own(store: Store, stream: IO[bytes], name: str, media_type: str) -> Kept:
    """Put a file the product made itself into the store: of any size, and known to be what it is."""
    return Kept(*_store(store, stream, None, lambda incoming: media_type), tidy_name(name), own=True)


def _store(
    store: Store, stream: IO[bytes], most: int | None, media_type: Callable[[IO[bytes]], str]
) -> tuple[str, int, str]:
    with tempfile.NamedTemporaryFile(dir=store.scratch, prefix=ON_ITS_WAY, delete=False) as incoming:
        path = Path(incoming.name)
        try:
            sha256, size = _copy(stream, incoming, most)
            kind = media_type(incoming)
            incoming.flush()
            store.put(key_of(sha256), path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return sha256, size, kind


def of_owner(session: ScopedSession, owner_kind: str, owner_id: UUID) -> Sequence[StoredFile]:
    """The files of a draft or case, in the order in which they came."""
    owned = select(StoredFile).where(StoredFile.owner_kind == owner_kind, StoredFile.owner_id == owner_id)
    question = ("files", owner_kind, owner_id)
    return session.once(question, lambda: session.scalars(owned.order_by(StoredFile.id)).all())


def attach(
    session: ScopedSession, kept: Kept, *, owner_kind: str, owner_id: UUID, slot: str = "", at_most: int = 20
) -> StoredFile:
    """Give kept bytes their owner; the same bytes twice in one place are one file. A scanner looks at it afterwards.

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
    if not kept.own:
        scanning.owe(session, row)
        session.flush()
    return row


def detach(session: ScopedSession, file_id: UUID, *, owner_kind: str, owner_id: UUID) -> None:
    """Take a file away from its owner; its bytes are swept when no row names them. Nothing happens the second time."""
    row = session.get(StoredFile, (session.tenant, file_id))
    if row is not None and (row.owner_kind, row.owner_id) == (owner_kind, owner_id):
        session.delete(row)
        session.flush()


def opened(store: Store, row: StoredFile) -> IO[bytes]:
    """The bytes of a file for somebody who reads it, to be closed.

    Raises:
        DomainError: it is held: not scanned yet, something was found in it, or its bytes are not what they were.
        FileNotFoundError: the bytes are gone and nobody noticed yet.
    """
    held = {"waiting": WAITING, "found": FOUND}.get(row.scan) or (CHANGED if row.fault else "")
    if held:
        raise DomainError(Problem(held, params={"name": row.name}))
    return bytes_of(store, row.sha256)


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
