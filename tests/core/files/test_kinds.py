"""What is taken as a file, and what is refused: by content, never by name."""

from __future__ import annotations

import copy
import io
import struct
import zipfile

import pytest

from core.errors import DomainError
from core.files.kinds import Limits, recognise, tidy_name

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xc0\x00\x11\x08" + struct.pack(">HH", 480, 640)


def packed(**members: bytes) -> bytes:
    """A packed document with these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


DOCX = packed(**{"word/document.xml": b"<w/>", "[Content_Types].xml": b"<t/>"})


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("照片.JPG", JPEG, "image/jpeg"),
        ("b.png", PNG, "image/png"),
        ("c.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("d.ofd", packed(**{"OFD.xml": b"<ofd/>"}), "application/ofd"),
    ],
)
def test_a_file_is_what_its_content_says(name: str, content: bytes, media_type: str) -> None:
    assert recognise(io.BytesIO(content), name, Limits()).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("picture.svg", b"<svg onload='x'/>"),
        ("run.exe", b"MZ\x90"),
        ("none", PDF),
        ("disguised.pdf", b"MZ\x90\0 not a pdf"),
        ("disguised.jpg", PNG),
        ("double.pdf.exe", PDF),
        ("cut.png", PNG[:14]),
        ("cut.docx", DOCX[:-30]),
        ("plain.docx", packed(**{"readme.txt": b"x"})),
        ("macro.docx", packed(**{"word/document.xml": b"<w/>", "word/vbaProject.bin": b"x"})),
        ("slip.docx", packed(**{"word/document.xml": b"<w/>", "../../etc/passwd": b"x"})),
        ("bomb.docx", packed(**{"word/document.xml": b"0" * 30_000_000})),
        ("empty.jpg", b""),
    ],
)
def test_what_is_disguised_broken_or_harmful_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(DomainError):
        recognise(io.BytesIO(content), name, Limits())


def overlapping() -> bytes:
    """Six entries of a thousand bytes that all lie on the same place of a small file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", b"x" * 1000)
        for number in range(5):
            again = copy.copy(archive.filelist[0])
            again.filename = f"{number}.xml"
            archive.filelist.append(again)
    return out.getvalue()


FIVE = packed(**{"word/document.xml": b"<w/>" * 50, **{f"{n}.xml": bytes(range(200)) for n in range(4)}})


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (overlapping(), Limits()),
        (FIVE, Limits(entries=4)),
        (FIVE, Limits(unpacked=999)),
        (packed(**{"word/document.xml": b"0" * 10_000}), Limits(ratio=20)),
    ],
    ids=["overlapping", "entries", "total", "ratio"],
)
def test_each_limit_of_a_packed_document_holds_alone(content: bytes, limits: Limits) -> None:
    with pytest.raises(DomainError, match="解压"):
        recognise(io.BytesIO(content), "a.docx", limits)


def test_at_its_limits_a_packed_document_is_taken() -> None:
    recognise(io.BytesIO(FIVE), "a.docx", Limits(entries=5, unpacked=1000))


def test_a_picture_with_too_many_pixels_is_refused() -> None:
    huge = PNG[:16] + struct.pack(">II", 100_000, 100_000) + PNG[24:]
    with pytest.raises(DomainError, match="像素"):
        recognise(io.BytesIO(huge), "huge.png", Limits())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\windows\\a.pdf", "a.pdf"),
        ("/etc/passwd", "passwd"),
        ("x\u202efdp.exe", "xfdp.exe"),
        ("a\0b.pdf", "ab.pdf"),
        ("...", "file"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_names_lose_folders_and_marks_that_mislead(given: str, kept: str) -> None:
    assert tidy_name(given) == kept
