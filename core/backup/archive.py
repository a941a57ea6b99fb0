"""A sealed archive: named parts one after another, and last a manifest with the SHA-256 of each.

Written and read in one pass and in constant memory (tar, gzip, sealed stream); what it says is believed only when the
manifest at its end was reached and fits.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import stat
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from core.backup.stream import Damaged, Opening, Sealing

MANIFEST = "manifest.json"
CHUNK = 256 * 1024
LARGEST_MANIFEST = 64 * 1024 * 1024
FAST = 1  # gzip's quickest: a database shrinks by more than half, scans and pictures don't at any level
# How damage shows, from the inside to the outside.
DAMAGE = (Damaged, json.JSONDecodeError, tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


class Digesting(io.RawIOBase):
    """A part read through, with its SHA-256; damage met on the way is told with the part's name."""

    def __init__(self, source: IO[bytes], name: str) -> None:
        super().__init__()
        self._source, self._name, self._hash = source, name, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            data = self._source.read(len(buffer))
        except DAMAGE as error:
            raise _damaged(self._name, error) from error
        buffer[: len(data)] = data
        self._hash.update(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """Of what was read so far, in hexadecimal."""
        return self._hash.hexdigest()


class Writer:
    """Takes the parts of an archive; made by `writing`."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.parts: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Add a part from memory."""
        self.copy(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> str:
        """Add a part from a file; its SHA-256 as it was read."""
        with path.open("rb") as file:
            return self.add_stream(name, file)

    def add_stream(self, name: str, source: IO[bytes]) -> str:
        """Add a part from a file or, by way of a temporary one, from a stream; its SHA-256 as it was read."""
        size = _size_of(source)
        if size is not None:
            return self.copy(name, source, size)
        with tempfile.TemporaryFile() as whole:
            shutil.copyfileobj(source, whole, CHUNK)
            size = whole.tell()
            whole.seek(0)
            return self.copy(name, whole, size)

    def copy(self, name: str, source: IO[bytes], size: int) -> str:
        """Add a part of `size` bytes; its SHA-256 as it was read."""
        member = tarfile.TarInfo(name)
        member.size = size
        digesting = Digesting(source, name)
        self._tar.addfile(member, cast(IO[bytes], digesting))
        self.parts[name] = digesting.sha256
        return digesting.sha256

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Add the manifest, which makes the archive whole."""
        said = {**manifest, "parts": self.parts}
        self.add(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1).encode())


def add_stored(out: Writer, opened: Callable[[str], IO[bytes]], named: Iterable[str]) -> tuple[int, list[str]]:
    """Add stored files under the SHA-256 they are kept by.

    Args:
        opened: the bytes of a SHA-256, wherever they lie.

    Returns:
        how many were added, and those whose bytes are gone or changed.
    """
    files, wanting = 0, []
    for sha256 in named:
        try:
            with opened(sha256) as stream:
                found = out.add_stream(f"files/{sha256}", stream)
        except FileNotFoundError:
            wanting.append(sha256)
            continue
        files += 1
        if found != sha256:
            wanting.append(sha256)
    return files, wanting


@contextmanager
def writing(path: Path, key: bytes) -> Iterator[Writer]:
    """Write an archive under another name and give it its own when it is whole and on the disk; else leave nothing.

    Raises:
        FileExistsError: there is a file of this name.
    """
    if path.exists():
        raise FileExistsError(path)
    made = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with (
                Sealing(file, key) as sealed,
                gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=FAST, mtime=0) as packed,
                tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
            ):
                yield Writer(tar)
            file.flush()
            os.fsync(file.fileno())
        made.rename(path)
    except BaseException:
        with suppress(FileNotFoundError):
            made.unlink()
        raise


@dataclass
class Reader:
    """Gives the parts of an archive in their order; `manifest` is there when they are through. Made by `reading`."""

    _tar: tarfile.TarFile
    manifest: dict[str, Any] = field(default_factory=dict)

    def parts(self) -> Iterator[tuple[str, IO[bytes]]]:
        """Each part with its name; it must be read before the next is asked for.

        Raises:
            Damaged: a part is not what was sealed, by its name; raised at the latest after the last one.
        """
        found: dict[str, str] = {}
        name = "its beginning"
        try:
            for member in self._tar:
                name = member.name
                source = self._tar.extractfile(member)
                if source is None:
                    raise Damaged("not a file")
                if name == MANIFEST:
                    self.manifest = json.loads(source.read(LARGEST_MANIFEST))
                    continue
                digesting = Digesting(source, name)
                yield name, cast(IO[bytes], digesting)
                while digesting.read(CHUNK):
                    pass
                found[name] = digesting.sha256
        except DAMAGE as error:
            raise _damaged(name, error) from error
        said: dict[str, str] = self.manifest.get("parts", {})
        if bad := sorted(part for part in {*said, *found} if said.get(part) != found.get(part)):
            raise Damaged(f"{bad[0]}: not as the manifest says")


@contextmanager
def reading(path: Path, key: bytes) -> Iterator[Reader]:
    """Open an archive.

    Raises:
        WrongKey: it was sealed with another key.
        Damaged: it is no sealed archive.
    """
    with path.open("rb") as file:
        # Buffered, because tar and gzip ask for small pieces and may be given fewer bytes than they ask for.
        opened = io.BufferedReader(Opening(file, key), CHUNK)
        try:
            tar = tarfile.open(fileobj=gzip.GzipFile(fileobj=opened), mode="r|")  # noqa: SIM115 - closed below
        except DAMAGE as error:
            raise _damaged("its beginning", error) from error
        with tar:
            yield Reader(tar)


def _size_of(source: IO[bytes]) -> int | None:
    """Of a file on the disk; None of what comes over a line, which has a descriptor too, but no size."""
    try:
        found = os.fstat(source.fileno())
    except OSError:
        return None
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _damaged(name: str, error: BaseException) -> Damaged:
    words = str(error)
    return Damaged(words if words.startswith(f"{name}: ") else f"{name}: {words}")
