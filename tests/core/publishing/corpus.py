"""Two hundred cases of a personal number in something to be published: in text and at every place of a file.

Made in code from a seed; a place is a function from the words with the number to (media type, bytes).
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from core.publishing.attachments import PDF
from tests.core.publishing.files import W, X, docx, xlsx

TEXT = "text/plain"
File = tuple[str, bytes]
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@dataclass(frozen=True)
class Case:
    """One case: a number of a kind at a place."""

    kind: str
    place: str
    number: str
    file: File


def in_groups(number: str) -> str:
    """A number as people write it: a telephone 3-4-4, an identity number 6-8-4, an account 6-13 or in fours."""
    lengths = {11: (3, 4, 4), 18: (6, 8, 4), 19: (6, 13)}.get(len(number), (4,) * 4)
    ends = [sum(lengths[: i + 1]) for i in range(len(lengths))]
    return " ".join(number[end - length : end] for end, length in zip(ends, lengths, strict=True))


def document(part: str, body: str) -> File:
    """A text document with a further part."""
    return docx("正文", **{part: body})


def sheet(name: str, body: str) -> File:
    """A workbook with a further part."""
    return xlsx("", more={name: body})


def page(words: str = "") -> PdfWriter:
    """A PDF of one page with words in a font every reader has."""
    writer = PdfWriter()
    made = writer.add_blank_page(300, 300)
    font = DictionaryObject({NameObject(f"/{k}"): NameObject(f"/{v}") for k, v in FONT.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    made[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = StreamObject()
    stream.set_data(f"BT /F1 12 Tf 20 200 Td ({words or 'list'}) Tj ET".encode("latin-1"))
    made[NameObject("/Contents")] = writer._add_object(stream)
    return writer


FONT = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}


def written(writer: PdfWriter) -> File:
    """The bytes of a PDF."""
    made = io.BytesIO()
    writer.write(made)
    return PDF, made.getvalue()


def with_note(words: str) -> File:
    """A note on the page."""
    writer = page()
    writer.add_annotation(0, FreeText(text=words, rect=(10, 10, 90, 40)))
    return written(writer)


def with_field(words: str) -> File:
    """A form field that somebody filled in."""
    writer = page()
    field = DictionaryObject({NameObject("/T"): TextStringObject("f"), NameObject("/V"): TextStringObject(words)})
    form = DictionaryObject({NameObject("/Fields"): writer._add_object(field)})
    writer.root_object[NameObject("/AcroForm")] = form
    return written(writer)


def with_picture(writer: PdfWriter, within: str = "") -> PdfWriter:
    """A picture of one point beside the words, or in a drawing beside them."""
    drawn = StreamObject()
    drawn[NameObject("/Subtype")] = NameObject("/Image")
    if within:
        inner, drawn = drawn, StreamObject()
        drawn[NameObject("/Subtype")] = NameObject(within)
        held = DictionaryObject({NameObject("/X1"): writer._add_object(inner)})
        drawn[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): held})
    shown = DictionaryObject({NameObject("/X1"): writer._add_object(drawn)})
    writer.pages[0]["/Resources"][NameObject("/XObject")] = shown
    return writer


def changed(change: Callable[[PdfWriter, str], Any]) -> Callable[[str], File]:
    """A PDF with the words put in by a function."""

    def made(words: str) -> File:
        writer = page()
        change(writer, words)
        return written(writer)

    return made


def xmp(writer: PdfWriter, words: str) -> None:
    """Words in the metadata stream."""
    stream = StreamObject()
    stream.set_data(f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{words}</x:xmpmeta>".encode())
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def of_word(body: str) -> str:
    """The body of a part of a text document."""
    return f"<w:x {W}>{body}</w:x>"


# Place → the file that has the words there.
PLACES: dict[str, Callable[[str], File]] = {
    "text": lambda words: (TEXT, f"公示{words}。".encode()),
    "text, full width": lambda words: (TEXT, f"公示{words.translate(FULL_WIDTH)}。".encode()),
    "text, in groups": lambda words: (TEXT, f"公示{in_groups(words)}。".encode()),
    "docx paragraph in runs": docx,
    "docx table": lambda words: document(
        "word__t", of_word(f"<w:tbl><w:tc><w:p><w:t>{words}</w:t></w:p></w:tc></w:tbl>")
    ),
    "docx header": lambda words: document("word__header1", of_word(f"<w:p><w:t>{words}</w:t></w:p>")),
    "docx footnote": lambda words: document("word__footnotes", of_word(f"<w:p><w:t>{words}</w:t></w:p>")),
    "docx comment": lambda words: document("word__comments", of_word(f"<w:p><w:t>{words}</w:t></w:p>")),
    "docx deleted": lambda words: document(
        "word__d", of_word(f"<w:del><w:r><w:delText>{words}</w:delText></w:r></w:del>")
    ),
    "docx unseen": lambda words: document(
        "word__u", of_word(f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{words}</w:t></w:r>")
    ),
    "docx field": lambda words: document("word__f", of_word(f"<w:instrText> LINK {words} </w:instrText>")),
    "docx words of a picture": lambda words: document(
        "word__p", f'<pic xmlns="urn:p"><docPr id="1" descr="{words}"/></pic>'
    ),
    "docx title": lambda words: document(
        "docProps__core", f'<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{words}</dc:title></c>'
    ),
    "docx property": lambda words: document(
        "docProps__custom", f"<P><property><lpwstr>{words}</lpwstr></property></P>"
    ),
    "docx link": lambda words: document(
        "word___rels/document.xml", f'<Relationships><Relationship Target="tel:{words}"/></Relationships>'
    ),
    "xlsx shared text": lambda words: sheet("xl/sharedStrings.xml", f"<sst {X}><si><t>{words}</t></si></sst>"),
    "xlsx text in runs": lambda words: sheet(
        "xl/sharedStrings.xml", f"<sst {X}><si><r><t>{words[:7]}</t></r><r><t>{words[7:]}</t></r></si></sst>"
    ),
    "xlsx text of a cell": lambda words: xlsx(
        f"<sheetData><row><c t='inlineStr'><is><t>{words}</t></is></c></row></sheetData>"
    ),
    "xlsx value": lambda words: xlsx(f"<sheetData><row><c t='str'><v>{words}</v></c></row></sheetData>"),
    "xlsx formula": lambda words: xlsx(f'<sheetData><row><c><f>"{words}"</f><v>0</v></c></row></sheetData>'),
    "xlsx hidden sheet": lambda words: xlsx(
        f"<sheetData><row><c t='str'><v>{words}</v></c></row></sheetData>", '<sheet name="底稿" state="veryHidden"/>'
    ),
    "xlsx hidden row": lambda words: xlsx(
        f'<sheetData><row hidden="1"><c t="str"><v>{words}</v></c></row></sheetData>'
    ),
    "xlsx hidden column": lambda words: xlsx(
        f'<cols><col min="1" max="1" hidden="1"/></cols><sheetData><row><c t="str"><v>{words}</v></c></row></sheetData>'
    ),
    "xlsx comment": lambda words: sheet("xl/comments1.xml", f"<comments {X}><text><t>{words}</t></text></comments>"),
    "xlsx pivot": lambda words: sheet(
        "xl/pivotCache/pivotCacheDefinition1.xml", f'<sharedItems><s v="x"/><t>{words}</t></sharedItems>'
    ),
    "xlsx name of a sheet": lambda words: xlsx("", f'<sheet name="{words}"/>'),
    "xlsx header of the print": lambda words: xlsx(
        f"<headerFooter><oddHeader>&amp;C{words}</oddHeader></headerFooter>"
    ),
    "xlsx choice of a cell": lambda words: xlsx(
        f'<dataValidations><dataValidation prompt="x"><formula1>"{words}"</formula1></dataValidation></dataValidations>'
    ),
    "xlsx property": lambda words: sheet(
        "docProps/custom.xml", f"<P><property><lpwstr>{words}</lpwstr></property></P>"
    ),
    "pdf page": lambda words: written(page(words)),
    "pdf note": with_note,
    "pdf field": with_field,
    "pdf title": changed(lambda writer, words: writer.add_metadata({"/Title": words})),
    "pdf metadata": changed(xmp),
    "pdf bookmark": changed(lambda writer, words: writer.add_outline_item(title=words, page_number=0)),
    "pdf attachment": changed(lambda writer, words: writer.add_attachment("list.csv", f"a,{words}\n".encode())),
    "pdf name of an attachment": changed(lambda writer, words: writer.add_attachment(f"{words}.csv", b"a\n")),
}


def cases(numbers: dict[str, Callable[[random.Random], str]], seed: int = 200) -> Iterator[Case]:
    """Two hundred cases: every place with every kind of number, and some of them again."""
    rng = random.Random(seed)
    pairs = [(place, kind) for place in PLACES for kind in numbers]
    pairs += rng.choices(pairs, k=200 - len(pairs))
    for place, kind in pairs:
        number = numbers[kind](rng)
        yield Case(kind, place, number, PLACES[place](number))
