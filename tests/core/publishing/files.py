"""Attachments built in code: packed documents with what people forget in them, and pictures with their metadata."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from core.publishing.attachments import DOCX, XLSX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>经办人样甲</dc:creator></cp:coreProperties>'
)


def packed(parts: Mapping[str, str]) -> bytes:
    """A packed document of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, body in {"[Content_Types].xml": "<Types/>", "docProps/core.xml": CORE, **parts}.items():
            out.writestr(name, body)
    return made.getvalue()


def docx(body: str, **parts: str) -> tuple[str, bytes]:
    """A text document; each run of `body` is one paragraph split in two runs, as editors do."""
    half = len(body) // 2
    runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in (body[:half], body[half:]))
    document = f"<w:document {W}><w:body><w:p>{runs}</w:p></w:body></w:document>"
    return DOCX, packed(
        {"word/document.xml": document, **{name.replace("__", "/") + ".xml": text for name, text in parts.items()}}
    )


def xlsx(cells: str, workbook: str = '<sheet name="表"/>', more: Mapping[str, str] | None = None) -> tuple[str, bytes]:
    """A sheet with these cells in its rows."""
    parts = {
        "xl/workbook.xml": f"<workbook {X}><sheets>{workbook}</sheets></workbook>",
        "xl/worksheets/sheet1.xml": f"<worksheet {X}>{cells}</worksheet>",
        **(more or {}),
    }
    return XLSX, packed(parts)


def png(text: bytes = b"Author\x00secret") -> bytes:
    """A picture of one point with a text chunk."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + chunk(b"tEXt", text)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


def jpeg(exif: bytes = b"Exif\0\0GPS secret") -> bytes:
    """The head of a picture with an EXIF segment and a comment, then its data."""

    def segment(marker: int, body: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body

    size = segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0")
        + segment(0xE1, exif)
        + segment(0xFE, b"secret")
        + size
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\x34\xff\xd9"
    )
