"""What lies under which key of a store, and how it is read."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import IO

from core.files.stores import Store

TRASH = "trash/"


def key_of(sha256: str) -> str:
    """The key under which bytes lie in a store."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"


def place(root: Path, sha256: str) -> Path:
    """Where bytes lie in a folder that is laid out as a store."""
    return root / key_of(sha256)


def bytes_of(store: Store, sha256: str) -> IO[bytes]:
    """The bytes of a SHA-256; such as were swept at the very moment a row came to name them are put back.

    Raises:
        FileNotFoundError: they are gone.
    """
    try:
        return store.open(key_of(sha256))
    except FileNotFoundError:
        with contextlib.suppress(FileNotFoundError):  # another reader was first
            store.move(TRASH + sha256, key_of(sha256))
        return store.open(key_of(sha256))
