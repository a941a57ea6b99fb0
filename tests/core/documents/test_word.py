"""The editable copy says what the PDF says, on the same grid, in the type that offices use."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from core.documents import elements, word
from core.documents.word_press import LINE_ORDER, RUN_ORDER
from tests.core.documents.samples import EVERY, LETTER


def opened(template: str, data: dict[str, Any]) -> Any:
    return Document(io.BytesIO(word.docx(template, data)))


@pytest.mark.parametrize("name", EVERY)
def test_every_word_of_the_data_is_in_the_copy(name: str) -> None:
    template, data = EVERY[name]
    document = opened(template, data)
    text = "".join("".join(each.itertext()) for each in document.element.body.iter(qn("w:p")))
    text = "".join(text.split())
    full = elements.complete(template, data)
    quiet = {"verify", "style", "columns", "qr", "sample"}
    for key, value in full.items():
        for said in elements.strings(value) if key not in quiet else ():
            wanted = "".join(said.split()).strip("（）")
            assert wanted in text or said in elements.BLOCKS, (key, said)


def test_pages_lines_and_type_are_those_of_official_documents() -> None:
    document = opened("letter", LETTER)
    section = document.sections[0]
    assert [round(each.mm) for each in (section.top_margin, section.bottom_margin)] == [37, 35]
    assert [round(each.mm) for each in (section.left_margin, section.right_margin)] == [28, 26]
    style = document.styles["Normal"]
    assert style.paragraph_format.line_spacing.pt == pytest.approx(29.45, abs=0.05)
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"
    assert document.settings.odd_and_even_pages_header_footer
    assert "PAGE" in section.even_page_footer._element.xml
    red = [run for line in document.paragraphs for run in line.runs if run.font.color.rgb is not None]
    assert [run.text for run in red] == ["勐约乡人民政府文件"]


@pytest.mark.parametrize("name", EVERY)
def test_properties_stand_in_the_order_that_word_asks_for(name: str) -> None:
    document = opened(*EVERY[name])
    for root in (document.element.body, document.styles.element):
        for tag, order in ((qn("w:pPr"), LINE_ORDER), (qn("w:rPr"), RUN_ORDER)):
            known = [qn(each) for each in order]
            for shape in root.iter(tag):
                tags = [child.tag for child in shape]
                assert len(tags) == len(set(tags)), "each once"
                places = [known.index(each) for each in tags if each in known]
                assert places == sorted(places), tags


def test_the_head_of_a_table_comes_again_on_each_page() -> None:
    document = opened("decision", EVERY["decision"][1])
    assert document.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_a_register_lies_across() -> None:
    section = opened(*EVERY["register"]).sections[0]
    assert section.page_width > section.page_height
