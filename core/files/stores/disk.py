"""A folder as a store: a key is a path in it, and what is put is there whole after a power cut or not at all."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO

ON_ITS_WAY = "incoming-"  # what begins so lies in the folder itself and has no key


class DiskStore:
    """See `core.files.stores.Store`."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def scratch(self) -> Path:
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.root

    def put(self, key: str, source: Path) -> None:
        target = self._target(key)
        with source.open("rb") as file:
            os.fsync(file.fileno())
        os.utime(source)
        source.replace(target)

    def open(self, key: str) -> IO[bytes]:
        return (self.root / key).open("rb")

    def keys(self, prefix: str = "", before: dt.datetime | None = None) -> Iterator[str]:
        first = self.root / prefix if prefix.endswith("/") else self.root
        for path in sorted(first.rglob("*")) if first.is_dir() else ():
            key = path.relative_to(self.root).as_posix()
            if not key.startswith(prefix):
                continue
            with contextlib.suppress(FileNotFoundError):  # it went meanwhile
                if path.is_file() and (before is None or path.stat().st_mtime < before.timestamp()):
                    yield key

    def move(self, key: str, to: str) -> None:
        source = self.root / key
        os.utime(source)
        source.replace(self._target(to))

    def delete(self, key: str) -> None:
        (self.root / key).unlink(missing_ok=True)

    def _target(self, key: str) -> Path:
        target = self.root / key
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return target
