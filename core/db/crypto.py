"""Encrypted columns and blind indexes: personal identifiers never lie in the file as plain text (个人信息保护法 51).

A stored value is: algorithm tag (1 byte), key number (2 bytes), nonce (12), ciphertext with its 16-byte tag.
The tag and number beside each value let keys be rotated and another algorithm (SM4) join without a stop.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary
from sqlalchemy.types import TypeDecorator

AES_256_GCM = 1
NONCE = 12
HEADER = 3
KEY_BYTES = 32
KEY_FILE = re.compile(r"^(?P<use>value|index|seal)-(?P<number>\d{4})\.key$")


class KeyMissing(RuntimeError):
    """A key needed to read or write personal data is not in the keys directory."""


class Unreadable(RuntimeError):
    """A stored value was changed, or was written under another key or for another column."""


@dataclass
class Keyring:
    """The loaded keys: for values by number (the highest one encrypts), one for blind indexes, one that seals."""

    values: dict[int, bytes] = field(default_factory=dict)
    index: bytes | None = None
    sealing: bytes | None = None

    def current(self) -> int:
        """The number of the key that encrypts new values."""
        if not self.values:
            raise KeyMissing("no key for encrypted columns is loaded: restore data/keys or run `xiaoneng init`")
        return max(self.values)


_ring = Keyring()


def create_keys(directory: Path) -> None:
    """Make the first value key, the index key and the sealing key, mode 0600; keys that are there stay as they are."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    there = {match["use"] for path in directory.iterdir() if (match := KEY_FILE.match(path.name))}
    for use in ("value", "index", "seal"):
        if use not in there:
            keep_key(directory / f"{use}-0001.key")


def keep_key(path: Path) -> None:
    """Make a key as `write_key` does unless it is there, or another process is just making it."""
    with contextlib.suppress(FileExistsError):
        write_key(path)


def add_key(directory: Path) -> int:
    """Add a value key that encrypts from the next `load_keys` on; older keys still decrypt.

    Returns:
        the new key's number.
    """
    numbers = [int(match["number"]) for path in directory.glob("value-*.key") if (match := KEY_FILE.match(path.name))]
    number = max(numbers, default=0) + 1
    write_key(directory / f"value-{number:04d}.key")
    return number


def load_keys(directory: Path) -> None:
    """Load every key of `directory` into the process.

    Raises:
        KeyMissing: the directory lacks a value key or the index key, or a file is not a key.
    """
    ring = Keyring()
    for path in sorted(directory.glob("*.key")):
        match = KEY_FILE.match(path.name)
        if match is None:
            continue
        key = read_key(path)
        if match["use"] == "index":
            ring.index = key
        elif match["use"] == "seal":
            ring.sealing = key
        else:
            ring.values[int(match["number"])] = key
    if not ring.values or ring.index is None:
        raise KeyMissing(
            f"no complete set of keys in {directory}: restore it from the key backup or run `xiaoneng init`"
        )
    _ring.values, _ring.index, _ring.sealing = ring.values, ring.index, ring.sealing


def forget_keys() -> None:
    """Drop the loaded keys, for tests."""
    _ring.values, _ring.index, _ring.sealing = {}, None, None
    _cipher.cache_clear()


def encrypt(value: str, purpose: str = "") -> bytes:
    """Encrypt `value` for `purpose`, which must be the same to decrypt."""
    number = _ring.current()
    header = bytes([AES_256_GCM]) + number.to_bytes(2, "big")
    nonce = os.urandom(NONCE)
    return header + nonce + _cipher(_ring.values[number]).encrypt(nonce, value.encode(), header + purpose.encode())


def decrypt(stored: bytes, purpose: str = "") -> str:
    """Decrypt what `encrypt` made.

    Raises:
        KeyMissing: the value's key is not loaded.
        Unreadable: the value was changed, or belongs to another purpose.
    """
    header, nonce, body = stored[:HEADER], stored[HEADER : HEADER + NONCE], stored[HEADER + NONCE :]
    if len(header) < HEADER or header[0] != AES_256_GCM:
        raise Unreadable("unknown algorithm tag on an encrypted value")
    number = int.from_bytes(header[1:], "big")
    key = _ring.values.get(number)
    if key is None:
        raise KeyMissing(f"key {number:04d} for encrypted columns is not loaded: restore data/keys")
    try:
        return _cipher(key).decrypt(nonce, body, header + purpose.encode()).decode()
    except InvalidTag:
        raise Unreadable("an encrypted value does not fit its key, its column or itself") from None


def blind_index(value: str, purpose: str) -> str:
    """A keyed hash by which an encrypted column can be searched for equality; 64 hexadecimal digits.

    Spaces are dropped and letters raised (an identity number may end in x). One value gives different indexes for
    different purposes, so columns cannot be joined by them. Include the tenant in `purpose` to part tenants too.

    Raises:
        KeyMissing: no keys are loaded.
    """
    if _ring.index is None:
        raise KeyMissing("no key for blind indexes is loaded: restore data/keys or run `xiaoneng init`")
    plain = re.sub(r"\s", "", value).upper()
    return hmac.digest(_ring.index, f"{purpose}\0{plain}".encode(), "sha256").hex()


def seal(content: bytes) -> str:
    """This installation's signature (Ed25519) over `content`, in hexadecimal.

    Raises:
        KeyMissing: no sealing key is loaded.
    """
    return _sealer().sign(content).hex()


def seal_key() -> str:
    """The public half of the sealing key, in hexadecimal: who has it can check every seal of this installation."""
    return _sealer().public_key().public_bytes_raw().hex()


def seal_holds(key: str, content: bytes, signature: str) -> bool:
    """Whether `signature` was made over `content` by the owner of the public `key`, both in hexadecimal."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), content)
    except (ValueError, InvalidSignature):
        return False
    return True


class Encrypted(TypeDecorator[str]):
    """A text column kept as AES-256-GCM; cannot be compared in SQL: put a `blind_index` column beside it.

    Args:
        purpose: bound into each value, so that a value moved to another column does not decrypt.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str = "") -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else encrypt(value, self.purpose)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else decrypt(bytes(value), self.purpose)


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """Made once a key: setting it up costs more than a short value does."""
    return AESGCM(key)


def _sealer() -> Ed25519PrivateKey:
    if _ring.sealing is None:
        raise KeyMissing("no sealing key is loaded: restore data/keys or run `xiaoneng init`")
    return Ed25519PrivateKey.from_private_bytes(_ring.sealing)


def write_key(path: Path) -> None:
    """Make a key of 32 random bytes, mode 0600; whole as soon as it is there, whatever happens meanwhile.

    Raises:
        FileExistsError: a key is never overwritten.
    """
    fd, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    try:
        with os.fdopen(fd, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)  # unlike a renaming, it fails where the name is taken
    finally:
        os.unlink(name)


def read_key(path: Path) -> bytes:
    """The key in a file.

    Raises:
        KeyMissing: the file is no key.
    """
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyMissing(f"{path.name} is not a key of {KEY_BYTES} bytes in hexadecimal")
    return key
