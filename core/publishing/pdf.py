"""What is inside a PDF, and a copy of its pages alone: no metadata, notes, form fields, attachments or scripts."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from core.i18n import N_

NOTES, FIELDS, FILES, LAYERS = N_("批注"), N_("表单域"), N_("PDF里的附件"), N_("可以关掉的图层")
SCRIPTS, LOCKED = N_("打开时运行的动作"), N_("加密或者损坏的内容")
MOST_PAGES = 500
DEEPEST = 12
# Where a picture stands among the operators of a page.
INLINE = re.compile(rb"(?<![\w/])BI\s*/\w")
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
        bare: pages without words or with pictures, e.g. scanned ones; somebody has to look at them.
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
        hidden = tuple(_hidden(reader))
        bare = sum(not words.strip() or _pictured(page) for words, page in zip(pages, reader.pages, strict=True))
        cleaned(content)
    except Exception:  # whatever a damaged file does to the reader, it is no file to publish
        return Pages("", (LOCKED,), 1)
    return Pages("\n".join([*pages, beside]), hidden, bare)


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
    kinds = {str(note.get("/Subtype")) for page in reader.pages for note in _notes(page)} - {"/Link"}
    if kinds - {"/Widget"}:
        yield NOTES
    if "/Widget" in kinds or _of(root, "/AcroForm") is not None:
        yield FIELDS
    names = _of(root, "/Names") or {}
    if _of(root, "/AF") is not None or _of(names, "/EmbeddedFiles") is not None:
        yield FILES
    if _of(root, "/OCProperties") is not None:
        yield LAYERS
    if _of(root, "/AA") is not None or _of(names, "/JavaScript") is not None:
        yield SCRIPTS


def _beside(reader: Any) -> Iterator[str]:
    """Every word that is not on a page: of metadata, notes, fields, bookmarks and attachments."""
    yield from (str(value) for value in (reader.metadata or {}).values())
    root = reader.trailer["/Root"]
    if (xmp := _of(root, "/Metadata")) is not None:
        yield xmp.get_data().decode("utf-8", errors="replace")
    for page in reader.pages:
        for note in _notes(page):
            yield from _strings(note, 0)
    for key in ("/AcroForm", "/Outlines", "/Names"):
        if key in root:
            yield from _strings(root[key], 0)
    for name, contents in reader.attachments.items():
        yield name
        yield from (each.decode("utf-8", errors="replace") for each in contents)


def _pictured(page: Any) -> bool:
    """Whether a page shows a picture, also one in a drawing it shows, or in its own operators."""
    contents = page.get_contents()
    if contents is not None and INLINE.search(contents.get_data()):
        return True
    left, seen = [page], set()
    while left:
        resources = _of(left.pop(), "/Resources") or {}
        for kind in ("/XObject", "/Pattern"):
            for name in _of(resources, kind) or ():
                drawn = _of(_of(resources, kind), name)
                if drawn is None or id(drawn) in seen:
                    continue
                if drawn.get("/Subtype") == "/Image" or INLINE.search(_data(drawn)):
                    return True
                seen.add(id(drawn))
                left.append(drawn)
    return False


def _data(drawn: Any) -> bytes:
    """The operators of a drawing; a pattern that only shades has none."""
    from pypdf.generic import StreamObject

    return drawn.get_data() if isinstance(drawn, StreamObject) else b""


def _of(holder: Any, key: str) -> Any:
    """What an object has under a key; None where that is nothing, or null."""
    from pypdf.generic import NullObject

    value = holder.get(key)
    value = value.get_object() if value is not None else None
    return None if isinstance(value, NullObject) else value


def _notes(page: Any) -> Iterator[Any]:
    """What lies over a page: notes, fields and links."""
    from pypdf.generic import NullObject

    for note in _of(page, "/Annots") or ():
        found = note.get_object()
        if found is not None and not isinstance(found, NullObject):
            yield found


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
