"""What is inside an attachment: the words people see, what is hidden in it, and a copy without its metadata.

Excel files that went out with hidden sheets, rows and pivot caches are how most numbers leaked. What can't be read by
a program (pictures, scanned pages) is said to be so, and somebody has to look at every page of it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree

from core.i18n import N_
from core.publishing import masking, pdf
from core.publishing.masking import Finding

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD, PDF, JPEG, PNG = "application/ofd", "application/pdf", "image/jpeg", "image/png"
PACKED = {DOCX, XLSX, OFD}

SHEET, ROWS, COLUMNS = N_("隐藏的工作表"), N_("隐藏的行"), N_("隐藏的列")
PIVOT, COMMENTS, DELETED, UNSEEN = N_("数据透视表的缓存"), N_("批注"), N_("修订痕迹"), N_("隐藏的文字")
LINKS, EMBEDDED = N_("外部数据连接"), N_("嵌入的文件")
# Part of a packed document whose mere presence carries what nobody sees.
PARTS = (
    (re.compile(r"xl/pivotCache/"), PIVOT),
    (re.compile(r"(xl|word)/(threaded)?comments", re.IGNORECASE), COMMENTS),
    (re.compile(r"xl/(externalLinks/|connections\.xml)"), LINKS),
    (re.compile(r"(xl|word)/(embeddings|activeX)/"), EMBEDDED),
)
MARKUP = (
    (re.compile(r'<(\w+:)?sheet\b[^>]*\bstate="(hidden|veryHidden)"'), SHEET),
    (re.compile(r'<(\w+:)?row\b[^>]*\bhidden="(1|true)"'), ROWS),
    (re.compile(r'<(\w+:)?col\b[^>]*\bhidden="(1|true)"'), COLUMNS),
    (re.compile(r"<w:(del|moveFrom)\b"), DELETED),
    (re.compile(r'<w:vanish\b(?![^>]*w:val="(0|false)")'), UNSEEN),
)
META = re.compile(r"(docProps/(core|app|custom)\.xml|docProps/thumbnail\.\w+)")
EMPTY = {
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp='
    b'"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns='
    b'"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
# A picture in a text is read by nobody but a person.
PICTURE = re.compile(
    r"(xl|word)/media/|(?!docProps/).*\.(png|jpe?g|bmp|gif|tiff?|jb2|gbig2|webp|svg|emf|wmf)$", re.IGNORECASE
)
_TEXT = {"t", "v", "TextCode", "instrText", "delText"}
# Attributes in which people's words stand: names of sheets, targets of links, words in the place of a picture.
_TOLD = {"name", "descr", "title", "Target", "location", "display", "tooltip", "prompt", "author"}
_BREAKS = {"p", "row", "si", "br", "cr", "c", "TextObject"}


@dataclass(frozen=True, slots=True)
class Inside:
    """What a file holds.

    Attributes:
        readable: a program could read its words; otherwise every page has to be looked at.
        findings: personal numbers in it, each number once.
        hidden: what nobody sees on opening it, in words (marked ``N_``).
    """

    readable: bool
    findings: tuple[Finding, ...] = ()
    hidden: tuple[str, ...] = ()


def look(media_type: str, content: bytes) -> Inside:
    """Read a file that passed `core.files.kinds`."""
    if media_type == PDF:
        pages = pdf.look(content)
        return Inside(not pages.bare, _found([pages.words]), pages.hidden)
    if media_type not in PACKED:
        return Inside(readable=False)
    texts, hidden, readable = [], [], True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                hidden += [words for pattern, words in PARTS if pattern.match(name)]
                readable = readable and not PICTURE.match(name)
                if name.lower().endswith((".xml", ".rels")):
                    source = packed.read(name)
                    texts.append(_words(source))
                    plain = source.decode("utf-8", errors="replace")
                    hidden += [words for pattern, words in MARKUP if pattern.search(plain)]
    except (zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError):
        return Inside(readable=False)
    return Inside(readable, _found(texts), tuple(dict.fromkeys(hidden)))


def _found(texts: Iterable[str]) -> tuple[Finding, ...]:
    return tuple({finding.number: finding for text in texts for finding in masking.find(text)}.values())


def cleaned(media_type: str, content: bytes) -> bytes:
    """A copy as it is published: without author, software, places and dates that the program wrote into it."""
    if media_type in {DOCX, XLSX}:
        return _repacked(content)
    if media_type == PDF:
        return pdf.cleaned(content)
    if media_type == JPEG:
        return _plain_jpeg(content)
    return _plain_png(content) if media_type == PNG else content


def _words(source: bytes) -> str:
    """The words of one part; a number that was stored in scientific notation is written out.

    What stands outside the running text, in attributes and other elements, stands apart below it.
    """
    words, apart = [], []
    for _, element in ElementTree.iterparse(io.BytesIO(source)):  # noqa: S314 - expat refuses entity bombs
        name = element.tag.rpartition("}")[2]
        if name in _TEXT and element.text:
            words.append(_written_out(element.text) if name == "v" else element.text)
        elif element.text and not element.text.isspace():
            apart.append(element.text)
        apart += [value for key, value in element.items() if key.rpartition("}")[2] in _TOLD]
        if name in _BREAKS:
            words.append("\n")
    return "\n".join(["".join(words), *apart])


def _written_out(value: str) -> str:
    if "E" not in value.upper():
        return value
    try:
        return format(Decimal(value), "f")
    except InvalidOperation:
        return value


def _repacked(content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            body = old.read(entry)
            if META.fullmatch(entry.filename):
                body = EMPTY.get(entry.filename, b"")
            # The oldest date a packed file can carry: when it was made is nobody's business.
            new.writestr(zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _plain_jpeg(content: bytes) -> bytes:
    """Without EXIF (place and time of the picture), XMP and comments; the picture itself byte by byte."""
    kept, place = [content[:2]], 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        if marker == 0xDA:
            break
        # APP0 and APP14 say how to read the colours.
        if not (0xE1 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            kept.append(content[place : place + 2 + length])
        place += 2 + length
    return b"".join([*kept, content[place:]])


def _plain_png(content: bytes) -> bytes:
    """Without text, time and EXIF chunks."""
    kept, place = [content[:8]], 8
    while place + 12 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] not in {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"}:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)
