"""Where the bytes of files lie: on the disk of the installation, or in a bucket of an S3-compatible service.

A store knows keys, not files: what a key means, and which of them may go, is said in `core.files.services`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from core.config import Config, load
from core.db import Database
from core.files.stores.disk import DiskStore


class Store(Protocol):
    """Bytes under keys such as ``ab/cd/abcd…``; what is put under a key that is there takes its place."""

    @property
    def scratch(self) -> Path:
        """A folder of this machine for bytes that are still on their way; it is there."""

    def put(self, key: str, source: Path) -> None:
        """Take a file of `scratch` in, whole or not at all; it is no longer there afterwards."""

    def open(self, key: str) -> IO[bytes]:
        """The bytes of a key, to be read once from their beginning and closed.

        Raises:
            FileNotFoundError: nothing lies there.
        """

    def keys(self, prefix: str = "", before: dt.datetime | None = None) -> Iterator[str]:
        """The keys that begin so; of those only the ones put, or moved there, before an instant."""

    def move(self, key: str, to: str) -> None:
        """Give bytes another key, from which moment they count as new.

        Raises:
            FileNotFoundError: nothing lies there.
        """

    def delete(self, key: str) -> None:
        """Delete what lies under a key; nothing happens where nothing does."""


def of(config: Config) -> Store:
    """The store that the settings name: the bucket of `files_url`, or the folder ``files`` of the data."""
    return _made(config.files_url, config.files.absolute())


def of_worker(database: Database) -> Store:
    """The store of the installation whose database a worker has at hand."""
    return of(dataclasses.replace(load(), data=database.data_dir))


@lru_cache(maxsize=8)
def _made(url: str, folder: Path) -> Store:
    if not url:
        return DiskStore(folder)
    from core.files.stores.s3 import S3Store  # its library is an extra that few installations have

    return S3Store(url, folder)
