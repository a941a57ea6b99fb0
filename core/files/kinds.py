"""What a file is, by its content and not by its name: an allow-list of signatures, and limits before anything is kept.

Pure functions over an open binary stream; nothing is unpacked to disk.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from core.errors import DomainError, Problem
from core.i18n import N_

MIB = 1024 * 1024
JPEG_SIZES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may weigh.

    Attributes:
        size: bytes as uploaded.
        unpacked: bytes of all entries of a packed document together.
        ratio: unpacked bytes for each packed byte.
        entries: files inside a packed document.
        pixels: width times height of a picture.
    """

    size: int = 10 * MIB
    unpacked: int = 100 * MIB
    ratio: int = 100
    entries: int = 2_000
    pixels: int = 60_000_000


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is taken: its endings, its media type, and the check of its content."""

    endings: tuple[str, ...]
    media_type: str
    check: Callable[[IO[bytes], Limits], bool]


def recognise(stream: IO[bytes], name: str, limits: Limits) -> Kind:
    """The kind of an uploaded file.

    Raises:
        DomainError: the ending is not taken, the content is something else, or a limit is passed.
    """
    kind = known_ending(name)
    stream.seek(0)
    if not kind.check(stream, limits):
        params = {"ending": name.rsplit(".", 1)[-1].lower()}
        raise DomainError(Problem(N_("文件内容不是完好的 %(ending)s 文件，可能改过扩展名或者已损坏。"), params=params))
    return kind


def known_ending(name: str) -> Kind:
    """The kind that a file's name promises, before its content is there.

    Raises:
        DomainError: the ending is not taken.
    """
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    kind = next((kind for kind in KINDS if ending in kind.endings), None)
    if kind is None:
        raise DomainError(Problem(N_("不接收这种文件。请上传 PDF、OFD、JPG、PNG、DOCX 或 XLSX 文件。")))
    return kind


def announced_ending(name: str) -> None:
    """Let pass what some form takes: a kind of file, or a list 表格 as text, which is read and never kept.

    Raises:
        DomainError: no form takes it.
    """
    if not name.lower().endswith(LISTS):
        known_ending(name)


LISTS = (".csv", ".tsv", ".txt")


def tidy_name(name: str) -> str:
    """A file's name for people: without folders, control and direction marks; at most 120 characters."""
    last = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\"<>|:*?]", "", last).strip(" .")
    return plain[-120:] or "file"


def _pdf(stream: IO[bytes], limits: Limits) -> bool:
    head = stream.read(1024)
    stream.seek(0, 2)
    stream.seek(max(0, stream.tell() - 2048))
    return b"%PDF-" in head[:16] and b"%%EOF" in stream.read()


def _png(stream: IO[bytes], limits: Limits) -> bool:
    head = stream.read(24)
    if head[:8] != b"\x89PNG\r\n\x1a\n" or head[12:16] != b"IHDR":
        return False
    width, height = struct.unpack(">II", head[16:24])
    return _fits_pixels(width, height, limits)


def _jpeg(stream: IO[bytes], limits: Limits) -> bool:
    if stream.read(3) != b"\xff\xd8\xff":
        return False
    stream.seek(2)
    while (marker := stream.read(4)) and len(marker) == 4 and marker[0] == 0xFF:
        length = int.from_bytes(marker[2:], "big")
        if marker[1] in JPEG_SIZES:
            height, width = struct.unpack(">HH", stream.read(5)[1:])
            return _fits_pixels(width, height, limits)
        stream.seek(length - 2, 1)
    return False


def _fits_pixels(width: int, height: int, limits: Limits) -> bool:
    if width * height > limits.pixels:
        raise DomainError(Problem(N_("图片的像素太多，请缩小后再上传。")))
    return width > 0 and height > 0


def _packed(member: str) -> Callable[[IO[bytes], Limits], bool]:
    """A packed document that holds `member`, without programs in it and within the limits."""

    def check(stream: IO[bytes], limits: Limits) -> bool:
        try:
            with zipfile.ZipFile(stream) as packed:
                entries = packed.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return False
        _refuse_bombs(entries, stream.seek(0, 2), limits)
        names = {entry.filename for entry in entries}
        if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".dll")) for name in names):
            raise DomainError(Problem(N_("文件里含有宏或者程序，不能接收。请另存为不含宏的文件。")))
        return member in names and not any(".." in name.split("/") or name.startswith("/") for name in names)

    return check


def _refuse_bombs(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    """By what the entries say: a reader of Python's stops where an entry said that it ends.

    Entries that are together larger than the file lie on one another, which makes a bomb of any size out of one entry.
    """
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    heavy = unpacked > limits.unpacked or unpacked > limits.ratio * max(packed, 1) or packed > size
    if len(entries) > limits.entries or heavy:
        raise DomainError(Problem(N_("文件解压之后太大，不能接收。")))


KINDS = (
    Kind(("pdf",), "application/pdf", _pdf),
    Kind(("jpg", "jpeg"), "image/jpeg", _jpeg),
    Kind(("png",), "image/png", _png),
    Kind(("ofd",), "application/ofd", _packed("OFD.xml")),
    Kind(
        ("docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _packed("word/document.xml"),
    ),
    Kind(("xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _packed("xl/workbook.xml")),
)
