"""A sealed stream: bytes under AES-256-GCM piece by piece, so that size costs no memory and nothing can be cut off.

Each file has its own key, derived from the key file and a random salt (HKDF-SHA-256). A piece's nonce is its number
and whether it is the last: a piece that was changed, moved, dropped or added does not open.
"""

from __future__ import annotations

import io
import os
from types import TracebackType
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"xiaoneng sealed 1\n"
SALT, CHECK, TAG = 32, 16, 16
PIECE = 64 * 1024


class Damaged(ValueError):
    """A sealed file that is not, or no longer, what was sealed; the words say which part."""


class WrongKey(ValueError):
    """A sealed file that was sealed with another key."""


class Sealing(io.RawIOBase):
    """A file that seals what is written to it; only closing it well makes it whole.

    Args:
        target: where the sealed bytes go; it stays open.
        key: 32 bytes.
    """

    def __init__(self, target: IO[bytes], key: bytes) -> None:
        super().__init__()
        salt = os.urandom(SALT)
        piece_key, check = _derived(key, salt)
        self._cipher, self._target = AESGCM(piece_key), target
        self._held, self._number = bytearray(), 0
        target.write(MAGIC + salt + check)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.finish()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._held += data
        while len(self._held) > PIECE:
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Write the last piece; without it the file counts as cut off."""
        self._seal(bytes(self._held), last=True)
        self._held.clear()

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self._target.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, None))
        self._number += 1


class Opening(io.RawIOBase):
    """A file that opens what `Sealing` made.

    Raises:
        WrongKey: at once, where the key is another.
        Damaged: at once or on reading.
    """

    def __init__(self, source: IO[bytes], key: bytes) -> None:
        super().__init__()
        head = source.read(len(MAGIC) + SALT + CHECK)
        if len(head) < len(MAGIC) + SALT + CHECK or not head.startswith(MAGIC):
            raise Damaged("not a sealed file")
        salt, check = head[len(MAGIC) : -CHECK], head[-CHECK:]
        piece_key, wanted = _derived(key, salt)
        if check != wanted:
            raise WrongKey("sealed with another key")
        self._cipher, self._source = AESGCM(piece_key), source
        self._next = source.read(PIECE + TAG)
        self._open, self._number = b"", 0
        self._done = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._open and not self._done:
            self._advance()
        given = self._open[: len(buffer)]
        buffer[: len(given)] = given
        self._open = self._open[len(given) :]
        return len(given)

    def _advance(self) -> None:
        piece, self._next = self._next, self._source.read(PIECE + TAG)
        self._done = not self._next
        try:
            self._open = self._cipher.decrypt(_nonce(self._number, last=self._done), piece, None)
        except InvalidTag:
            raise Damaged("changed or cut off") from None
        self._number += 1


def _derived(key: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """The key of the pieces, and what tells a wrong key from a damaged file."""
    both = HKDF(SHA256(), 32 + CHECK, salt, MAGIC).derive(key)
    return both[:32], both[32:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
