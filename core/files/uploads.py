"""Files that come piece by piece 断点续传, so that a broken line costs one piece and a restart of the server nothing.

After the tus protocol 1.0 (creation, offsets, expiration, termination). Each piece is an object of the store; the row
says which pieces count, so that two that arrive at once are never mixed.
"""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core.accounts.directory import hash_of
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.errors import DomainError, NotFound, Problem
from core.files.kinds import MIB, Limits, announced_ending, tidy_name
from core.files.models import Upload
from core.files.stores import Store
from core.files.stores.disk import ON_ITS_WAY
from core.i18n import N_

PARTS = "uploads/"
PIECE = 512 * 1024
LIFE = dt.timedelta(hours=24)
# Of one browser, and of one address, behind which there may be an office.
OPEN_OF_HOLDER, OPEN_OF_ORIGIN = 30, 200
ROOM_OF_HOLDER, ROOM_OF_ORIGIN = 20, 50  # times the largest file
TOO_MANY = N_("正在上传的文件太多，请等它们传完，或者明天再试。")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose an upload is: a person signed in or a visitor's browser, and the address it comes from."""

    secret: str
    address: str


class WrongOffset(Exception):
    """A piece that does not begin where the last one ended; the browser asks and goes on from there."""


def begin(session: ScopedSession, holder: Holder, name: str, size: int, limits: Limits) -> Upload:
    """Announce a file.

    Args:
        size: in bytes.

    Raises:
        DomainError: empty, too large, of a kind that is not taken, or too much is on its way already.
    """
    announced_ending(name)
    if size <= 0:
        raise DomainError(Problem(N_("文件是空的。")))
    if size > limits.size:
        params = {"limit": limits.size // MIB}
        raise DomainError(Problem(N_("文件超过%(limit)d MB，请压缩或者分开上传。"), params=params))
    whose, origin = hash_of(holder.secret), hash_of(holder.address)
    queue(session, f"uploads:{origin}")
    _refuse_too_much(session, Upload.holder == whose, size, OPEN_OF_HOLDER, ROOM_OF_HOLDER * limits.size)
    _refuse_too_much(session, Upload.origin == origin, size, OPEN_OF_ORIGIN, ROOM_OF_ORIGIN * limits.size)
    now = time.now()
    row = Upload(
        holder=whose, origin=origin, name=tidy_name(name), size=size, parts=[], created_at=now, expires_at=now + LIFE
    )
    session.add(row)
    session.flush()
    return row


def own(session: ScopedSession, holder: Holder, upload_id: UUID) -> Upload:
    """An upload of the holder's own.

    Raises:
        NotFound: it is absent, over, or somebody else's, which look the same.
    """
    row = session.get(Upload, (session.tenant, upload_id))
    if row is None or row.holder != hash_of(holder.secret) or row.expires_at <= time.now():
        raise NotFound(upload_id)
    return row


def put_piece(store: Store, row: Upload, offset: int, piece: bytes) -> str:
    """Store a piece before the row counts it; its key comes back.

    Raises:
        WrongOffset: it does not begin where the last one ended.
        DomainError: it is empty, larger than a piece may be, or reaches beyond the file's end.
    """
    if offset != row.received:
        raise WrongOffset(row.received)
    if not 0 < len(piece) <= min(PIECE, row.size - offset):
        raise DomainError(Problem(N_("上传的内容与文件的大小不符，请重新选择文件。")))
    key = f"{PARTS}{row.id.hex}/{offset:012d}-{new_id().hex}"
    with tempfile.NamedTemporaryFile(dir=store.scratch, prefix=ON_ITS_WAY, delete=False) as file:
        file.write(piece)
    store.put(key, Path(file.name))
    return key


def count_piece(session: ScopedSession, holder: Holder, upload_id: UUID, offset: int, key: str, length: int) -> int:
    """Count a stored piece; how many bytes are there now comes back.

    Raises:
        NotFound: as `own`.
        WrongOffset: another piece came first.
    """
    queue(session, f"upload:{upload_id}")
    row = own(session, holder, upload_id)
    session.refresh(row)
    if row.received != offset:
        raise WrongOffset(row.received)
    row.parts, row.received = [*row.parts, key], offset + length
    row.expires_at = time.now() + LIFE
    session.flush()
    return row.received


def finished(session: ScopedSession, holder: Holder, ids: Sequence[UUID]) -> list[Upload]:
    """Of some uploads those that are the holder's and whole."""
    whose = (Upload.holder == hash_of(holder.secret), Upload.expires_at > time.now())
    rows = {row.id: row for row in session.scalars(select(Upload).where(Upload.id.in_(ids), *whose))}
    return [row for one in ids if (row := rows.get(one)) is not None and row.received == row.size]


def stream(store: Store, parts: Sequence[str]) -> io.BufferedReader:
    """The pieces of an upload as one stream."""
    return io.BufferedReader(_Pieces(store, parts), PIECE)


def drop(session: ScopedSession, upload_id: UUID) -> list[str]:
    """Forget an upload; the keys of its pieces come back, to be deleted after the commit."""
    row = session.get(Upload, (session.tenant, upload_id))
    if row is None:
        return []
    session.delete(row)
    session.flush()
    return row.parts


def sweep(session: ScopedSession) -> None:
    """Forget uploads that nobody went on with for a day; their pieces go with the files nobody owns."""
    for row in session.scalars(select(Upload).where(Upload.expires_at <= time.now())):
        session.delete(row)
    session.flush()


class _Pieces(io.RawIOBase):
    """One piece after the other, each opened when it is reached."""

    def __init__(self, store: Store, parts: Sequence[str]) -> None:
        super().__init__()
        self._chunks = self._read(store, parts)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self._left:
            self._left = next(self._chunks, b"")
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    @staticmethod
    def _read(store: Store, parts: Sequence[str]) -> Iterator[bytes]:
        for key in parts:
            with store.open(key) as piece:
                yield piece.read()


def _refuse_too_much(session: ScopedSession, whose: object, size: int, most: int, room: int) -> None:
    under_way = select(func.count(), func.coalesce(func.sum(Upload.size), 0)).where(
        whose,  # type: ignore[arg-type]
        Upload.expires_at > time.now(),
    )
    number, total = session.execute(under_way).one()
    if number >= most or total + size > room:
        raise DomainError(Problem(TOO_MANY))
