"""What is inside a PDF, and a copy of its pages alone: no metadata, notes, form fields, attachments or scripts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.i18n import N_

NOTES, FIELDS, FILES, LAYERS = N_("批注"), N_("表单域"), N_("PDF里的附件"), N_("可以关掉的图层")
SCRIPTS, LOCKED = N_("打开时运行的动作"), N_("加密或者损坏的内容")
MOST_PAGES = 500
DEEPEST = 12
# Of a page, what draws it and nothing else.
PAGE_KEEPS = frozenset(
    {"/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Group", "/UserUnit"}
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What a PDF holds.

    Attributes:
        words: of its pages, and of everything beside them.
        hidden: what is not on the pages, in words (marked ``N_``).
        bare: pages without words, e.g. scanned ones; somebody has to look at them.
    """

    words: str
    hidden: tuple[str, ...]
    bare: int


def look(content: bytes) -> Pages:
    """Read a PDF; what can't be read whole has something hidden."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted or len(reader.pages) > MOST_PAGES:
            return Pages("", (LOCKED,), 1)
        pages = [page.extract_text() for page in reader.pages]
        beside = "\n".join(_beside(reader))
        cleaned(content)
    except Exception:  # whatever a damaged file does to the reader, it is no file to publish
        return Pages("", (LOCKED,), 1)
    return Pages("\n".join([*pages, beside]), tuple(_hidden(reader)), sum(not words.strip() for words in pages))


def cleaned(content: bytes) -> bytes:
    """The pages written anew, with nothing that is not on them."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(content)).pages:
        for key in set(page) - PAGE_KEEPS:
            del page[key]
        writer.add_page(page)
    writer.metadata = None
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _hidden(reader: Any) -> Iterator[str]:
    root = reader.trailer["/Root"]
    kinds = {
        str(note.get_object().get("/Subtype"))
        for page in reader.pages
        for note in (page.get("/Annots") or ())
        if note.get_object().get("/Subtype") != "/Link"
    }
    if kinds - {"/Widget"}:
        yield NOTES
    if "/Widget" in kinds or "/AcroForm" in root:
        yield FIELDS
    names = root.get("/Names")
    if "/AF" in root or (names is not None and "/EmbeddedFiles" in names.get_object()):
        yield FILES
    if "/OCProperties" in root:
        yield LAYERS
    if "/AA" in root or (names is not None and "/JavaScript" in names.get_object()):
        yield SCRIPTS


def _beside(reader: Any) -> Iterator[str]:
    """Every word that is not on a page: of metadata, notes, fields, bookmarks and attachments."""
    yield from (str(value) for value in (reader.metadata or {}).values())
    root = reader.trailer["/Root"]
    if (xmp := root.get("/Metadata")) is not None:
        yield xmp.get_object().get_data().decode("utf-8", errors="replace")
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            yield from _strings(note.get_object(), 0)
    for key in ("/AcroForm", "/Outlines", "/Names"):
        if key in root:
            yield from _strings(root[key], 0)
    for name, contents in reader.attachments.items():
        yield name
        yield from (each.decode("utf-8", errors="replace") for each in contents)


def _strings(value: Any, depth: int) -> Iterator[str]:
    """Every text in an object; not back to the pages it belongs to."""
    from pypdf.generic import ArrayObject, DictionaryObject, TextStringObject

    value = value.get_object() if hasattr(value, "get_object") else value
    if depth > DEEPEST:
        return
    if isinstance(value, TextStringObject):
        yield str(value)
    elif isinstance(value, DictionaryObject):
        for key, each in value.items():
            if key not in {"/P", "/Parent", "/Prev", "/Dest", "/Page"}:
                yield from _strings(each, depth + 1)
    elif isinstance(value, ArrayObject):
        for each in value:
            yield from _strings(each, depth + 1)
