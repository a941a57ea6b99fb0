"""The press's hand for DOCX; nothing else imports the writer of these files (`core.documents.word` asks for them)."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from core.documents import elements

FANGSONG, KAI, HEI, SONG, XIAOBIAOSONG = "仿宋", "楷体", "黑体", "宋体", "方正小标宋简体"
RED = RGBColor(0xC7, 0x00, 0x0B)
# 3号 in Word is 16 pt; a quarter of a point less between characters gives 28 of them on 156 mm.
SIZE, TIGHTER, PITCH = Pt(16), -5, Pt(29.45)
TITLE, SMALL = Pt(22), Pt(14)
LEFT, CENTER, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
# Of what stands in a run's and in a paragraph's properties, the part that is written here and what follows it.
RUN_ORDER = ("w:spacing", "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:effect", "w:lang")
LINE_ORDER = (
    *("w:pBdr", "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct"),
    *("w:topLinePunct", "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing"),
    *(
        "w:ind",
        "w:contextualSpacing",
        "w:mirrorIndents",
        "w:jc",
        "w:textAlignment",
        "w:outlineLvl",
        "w:rPr",
        "w:sectPr",
    ),
)
HEADINGS = {"h1": HEI, "h2": KAI, "h3": FANGSONG}


def make(template: str, full: Mapping[str, Any]) -> bytes:
    """A paper as DOCX, from data that `core.documents.elements.complete` completed."""
    document = _blank(across=template == "register")
    WRITERS[template](document, full)
    document.core_properties.title = str(full["title"]).replace("\n", "")
    document.core_properties.author = "、".join(elements.strings(full["organ"]))
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _blank(*, across: bool) -> Docx:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FANGSONG, SIZE
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("eastAsia", "hAnsi", "ascii", "cs"):
        fonts.set(qn(f"w:{script}"), FANGSONG)
    looks = style.element.get_or_add_rPr()
    _put(looks, "w:spacing", RUN_ORDER).set(qn("w:val"), str(TIGHTER))
    _put(looks, "w:lang", RUN_ORDER).set(qn("w:eastAsia"), "zh-CN")
    for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no air between Chinese and digits
        _put(style.element.get_or_add_pPr(), name, LINE_ORDER).set(qn("w:val"), "0")
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, PITCH
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin, section.bottom_margin, section.right_margin = map(Mm, (37, 28, 35, 26))
    section.footer_distance = Mm(24)
    if across:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Mm(15)
        section.footer_distance = Mm(8)
    _page_numbers(document)
    return document


def _page_numbers(document: Docx) -> None:
    """Odd pages right, even pages left, a character in, 4号."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
        line = footer.paragraphs[0]
        line.alignment = side
        line.paragraph_format.left_indent = line.paragraph_format.right_indent = SMALL
        _run(line, "— ", SONG, SMALL)
        _field(_run(line, "", SONG, SMALL), "PAGE")
        _run(line, " —", SONG, SMALL)


def _field(run: Run, name: str) -> None:
    for kind, words in (("begin", ""), ("", name), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)


def _run(
    line: Paragraph, words: str, font: str = "", size: Length | None = None, colour: RGBColor | None = None
) -> Run:
    run = line.add_run(words)
    if font:
        run.font.name = font
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour
    return run


def _line(
    place: Docx | _Cell,
    words: str = "",
    font: str = "",
    size: Length | None = None,
    *,
    at: WD_ALIGN_PARAGRAPH | None = None,
    indent: bool = False,
    colour: RGBColor | None = None,
    right: int = 0,
    style: str | None = None,
) -> Paragraph:
    """One paragraph; `indent` sets its first line two characters in, `right` keeps characters free at the right."""
    line = place.add_paragraph(style=style)
    line.alignment = at
    shape = line.paragraph_format
    if indent:
        shape.first_line_indent = (size or SIZE) * 2
    if right:
        shape.right_indent = SIZE * right
    if size is not None and size > SIZE:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(PITCH.pt, size.pt * 1.35))
    if words:
        _run(line, words, font, size, colour)
    return line


def _blanks(document: Docx, count: int) -> None:
    for _ in range(count):
        _line(document)


def _apart(document: Docx, left: str, right: str, size: Length) -> Paragraph:
    """Words one character in at the left, and others one character in at the right."""
    line = _line(document, f"　{left}" + (f"\t{right}" if right else ""), size=size)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(156) - size, WD_TAB_ALIGNMENT.RIGHT)
    return line


def _ruled(line: Paragraph, side: str, eighths: int, colour: str) -> None:
    """A rule above or below a paragraph, its width in eighths of a point."""
    shape = line._p.get_or_add_pPr()
    borders = shape.find(qn("w:pBdr"))
    if borders is None:
        borders = _put(shape, "w:pBdr", LINE_ORDER)
    rule = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        rule.set(qn(f"w:{name}"), value)
    borders.append(rule)


def _put(parent: Any, name: str, order: Sequence[str]) -> Any:
    """A new element in its place: Word calls a file broken whose elements stand in another order."""
    part = OxmlElement(name)
    parent.insert_element_before(part, *order[order.index(name) + 1 :])
    return part


def _blocks(document: Docx, blocks: Sequence[Mapping[str, Any]]) -> None:
    for block in blocks:
        kind = block["kind"]
        if kind in HEADINGS:
            _line(document, block["text"], HEADINGS[kind], indent=True).paragraph_format.keep_with_next = True
        elif kind == "list":
            for place, words in enumerate(block["items"], start=1):
                _line(document, f"{place}. {words}", indent=True)
        elif kind == "table":
            _table(document, block["head"], block["rows"])
        elif kind == "spans":
            _spans(document, block)
        elif kind == "fill":
            _line(document, "".join(f"{part}{'＿' * 8}　" for part in block["parts"]))
        else:
            _line(document, block["text"], size=SMALL if kind == "small" else None, indent=kind == "p")


def _table(document: Docx, head: Sequence[str], rows: Sequence[Sequence[Any]], size: Length = SMALL) -> None:
    if not (head or rows):
        return
    table = document.add_table(0, len(head) or max(map(len, rows)), style="Table Grid")
    for place, row in enumerate([head, *rows] if head else rows):
        cells = table.add_row().cells
        if head and place == 0:
            _repeat(table.rows[0]._tr)
        for cell, words in zip(cells, row, strict=False):
            shown = words["text"] if isinstance(words, Mapping) else str(words)
            line = cell.paragraphs[0]
            line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            _run(line, shown, HEI if head and place == 0 else "", size)


def _spans(document: Docx, block: Mapping[str, Any], parts: int = 24) -> None:
    """A schedule as a table of narrow columns, those under a bar filled; its days stand beside the label."""
    table = document.add_table(0, parts + 1, style="Table Grid")
    for bar in block["bars"]:
        cells = table.add_row().cells
        _run(cells[0].paragraphs[0], f"{bar['label']}（{bar['first']}至{bar['last']}）", size=Pt(10.5))
        cells[0].width = Mm(60)
        begins, ends = bar["at"] * parts, (bar["at"] + bar["wide"]) * parts
        for place, cell in enumerate(cells[1:]):
            cell.width = Mm(4)
            if place < ends and place + 1 > begins:
                shade = OxmlElement("w:shd")
                for name, value in (("val", "clear"), ("color", "auto"), ("fill", "464646")):
                    shade.set(qn(f"w:{name}"), value)
                cell._tc.get_or_add_tcPr().append(shade)


def _repeat(row: Any) -> None:
    """The head of a table again on each page."""
    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _official(document: Docx, data: Mapping[str, Any], *, letter: bool) -> None:
    for place, words in enumerate((data["copy_number"], data["secrecy"], data["urgency"])):
        if words:
            _line(document, words, HEI if place else SONG)
    _blanks(document, 0 if letter else 2)
    for name in data["organ"]:
        size = Pt(min(40 if letter else 48, 440 // max(1, len(name))))
        _line(document, name, XIAOBIAOSONG, size, at=CENTER, colour=RED)
    if letter:
        _ruled(document.paragraphs[-1], "bottom", 16, "C7000B")
        _line(document, data["number"], at=RIGHT)
    else:
        _blanks(document, 2)
        _ruled(_number(document, data["number"], data["signers"]), "bottom", 16, "C7000B")
    _blanks(document, 2)
    for words in data["title"].split("\n"):
        _line(document, words, XIAOBIAOSONG, TITLE, at=CENTER)
    if data["to"]:
        _blanks(document, 1)
        _line(document, f"{'，'.join(data['to']).strip('：')}：")
    _blocks(document, data["body"])
    _official_end(document, data)


def _number(document: Docx, number: str, signers: Sequence[str]) -> Paragraph:
    """The document's number: in the middle, or at the left with those who sign at the right, two on a line."""
    if not signers:
        return _line(document, number, at=CENTER)
    rows = ["　".join(signers[place : place + 2]) for place in range(0, len(signers), 2)]
    for row in rows[:-1]:
        _apart(document, "", f"{'签发人：' if row is rows[0] else ''}{row}", SIZE)
    last = rows[-1].ljust(len(rows[0]), "　")
    return _apart(document, number, f"{'签发人：' if len(rows) == 1 else ''}{last}", SIZE)


def _official_end(document: Docx, data: Mapping[str, Any]) -> None:
    names = [each["title"] for each in data["attachments"]]
    if names:
        _blanks(document, 1)
        for place, name in enumerate(names, start=1):
            number = f"{place}．" if len(names) > 1 else ""
            _line(document, f"{'附件：' if place == 1 else '　　　'}{number}{name}", indent=True)
    _blanks(document, 2)
    for name in data["signed_by"]:
        _line(document, name, at=RIGHT, right=4 if data["sealed"] else 2)
    _line(document, data["date"], at=RIGHT, right=4)
    if data["notes"]:
        _line(document, f"（{data['notes'].strip('（）()')}）", indent=True)
    for place, each in enumerate(data["attachments"], start=1):
        if each["body"]:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
            _line(document, f"附件{place if len(names) > 1 else ''}", HEI)
            _line(document, each["title"], XIAOBIAOSONG, TITLE, at=CENTER)
            _blanks(document, 1)
            _blocks(document, each["body"])
    colophon = [(f"抄送：{'，'.join(data['cc']).strip('。')}。", "")] if data["cc"] else []
    if data["printed_by"]:
        colophon.append((data["printed_by"], f"{data['printed_on']}印发" if data["printed_on"] else ""))
    for place, (left, right) in enumerate(colophon):
        line = _apart(document, left, right, SMALL)
        _ruled(line, "top", 8 if place == 0 else 6, "000000")
        if place == len(colophon) - 1:
            _ruled(line, "bottom", 8, "000000")


def _letter(document: Docx, data: Mapping[str, Any]) -> None:
    _official(document, data, letter=False)


def _xinhan(document: Docx, data: Mapping[str, Any]) -> None:
    _official(document, data, letter=True)


def _decision(document: Docx, data: Mapping[str, Any]) -> None:
    if data["sample"]:
        _line(document, data["sample"], HEI, SMALL, at=RIGHT, colour=RED)
    _line(document, data["organ"], XIAOBIAOSONG, TITLE, at=CENTER)
    _line(document, data["title"], XIAOBIAOSONG, TITLE, at=CENTER)
    _ruled(_line(document, data["number"], at=CENTER), "bottom", 12, "000000")
    if data["to"]:
        _line(document, f"{data['to'].strip('：')}：")
    _blocks(document, data["body"])
    if data["remedies"]:
        _line(document, data["remedies_heading"], HEI, indent=True).paragraph_format.keep_with_next = True
        _line(document, data["remedies"], indent=True)
    _blanks(document, 2)
    for words in (*data["signed_by"], data["date"]):
        if words:
            _line(document, words, at=RIGHT, right=2)
    if data["slip"]:
        _ruled(_line(document), "bottom", 4, "000000")
        _blocks(document, data["slip"])
    for label, words in data["foot"]:
        _line(document, f"{label}：{words}", size=SMALL)
    if data["note"]:
        _line(document, data["note"], size=SMALL)


def _register(document: Docx, data: Mapping[str, Any]) -> None:
    _line(document, data["title"], XIAOBIAOSONG, TITLE, at=CENTER)
    _line(document, "　".join(words for words in (data["organ"], data["period"], data["made_on"]) if words), size=SMALL)
    rows = [*data["rows"], *([data["totals"]] if data["totals"] else [])]
    _table(document, [column["label"] for column in data["columns"]], rows, Pt(10.5))
    if data["note"]:
        _line(document, data["note"], size=SMALL)


def _booklet(document: Docx, data: Mapping[str, Any]) -> None:
    _blanks(document, 6)
    for words, font, size in (
        (data["title"], XIAOBIAOSONG, Pt(36)),
        (data["subtitle"], KAI, TITLE),
        (data["organ"], FANGSONG, TITLE),
        (data["date"], FANGSONG, SIZE),
    ):
        if words:
            _line(document, words, font, size, at=CENTER)
            _blanks(document, 1)
    for part in data["parts"]:
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _line(document, part["title"], XIAOBIAOSONG, TITLE, at=CENTER)
        _blanks(document, 1)
        _blocks(document, part["body"])


WRITERS: Mapping[str, Callable[[Docx, Mapping[str, Any]], None]] = {
    "letter": _letter,
    "xinhan": _xinhan,
    "order": _letter,
    "minutes": _letter,
    "decision": _decision,
    "register": _register,
    "booklet": _booklet,
}
