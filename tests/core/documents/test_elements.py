"""A paper's page is read into blocks, and nothing on it is left out."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document

from core.documents import elements, word_press
from core.documents.elements import of_page

PAGE = """<!doctype html><html><body><nav>back</nav><main class="paper paper-official">
<p class="paper-sample">演示数据</p>
<header><p class="paper-organ">勐约乡人民政府</p><h1>受理通知书</h1>
<p class="paper-number">勐约许〔2026〕1号</p></header>
<p class="paper-to">排早戊：</p>
%s
<section class="paper-remedies"><h2>救济途径</h2><p>可以申请复议。</p></section>
<section class="paper-sign"><p class="paper-seal">（行政机关印章）</p><p>勐约乡人民政府</p>
<p><time datetime="2026-11-24">2026年11月24日</time></p></section>
<section class="paper-slip">
<p>申请人签收：<span class="paper-line"></span>日期：<span class="paper-line"></span></p></section>
<footer><figure><svg><title>no</title><path d="M0"/></svg></figure><dl><div><dt>经办人</dt><dd>线样甲</dd></div></dl>
<p>扫描二维码。</p></footer></main></body></html>"""


def body(html: str) -> list[dict[str, object]]:
    """The blocks of a body."""
    found: list[dict[str, object]] = of_page(PAGE % html)["body"]
    return found


def test_the_parts_of_a_sheet() -> None:
    assert of_page(PAGE % "<p>正文</p>") == {
        "style": "official",
        "sample": "演示数据",
        "organ": "勐约乡人民政府",
        "title": "受理通知书",
        "number": "勐约许〔2026〕1号",
        "to": "排早戊：",
        "body": [{"kind": "p", "text": "正文"}],
        "remedies_heading": "救济途径",
        "remedies": "可以申请复议。",
        "signed_by": ["勐约乡人民政府"],
        "date": "2026年11月24日",
        "slip": [{"kind": "fill", "parts": ["申请人签收：", "日期："]}],
        "foot": [["经办人", "线样甲"]],
        "note": "扫描二维码。",
    }


def test_words_are_read_as_a_browser_shows_them() -> None:
    assert body("<p>一 &lt;b&gt;\n  二<br>三<span>四</span></p>") == [{"kind": "p", "text": "一 <b> 二三四"}]


def test_a_schedule_is_read_from_its_list_and_placed_by_its_days() -> None:
    rows = [["1. 勘测", "2026-03-11", "2026-03-31"], ["2. 开工", "2026-04-01", "2026-06-18"]]
    listed = "".join(f"<li>{''.join(f'<span>{word}</span>' for word in row)}</li>" for row in rows)
    (block,) = body(f"<figure class='paper-spans'><svg><text>1. 勘测</text></svg><ul>{listed}</ul></figure>")
    assert block == {"kind": "spans", "rows": rows}
    (full,) = elements.complete("decision", {"body": [block]})["body"]
    assert [(bar["at"], bar["wide"]) for bar in full["bars"]] == [(0, 0.21), (0.21, 0.79)]
    assert [(month["number"], month["at"]) for month in full["months"]] == [(3, 0), (4, 0.21), (5, 0.51), (6, 0.82)]
    word = Document(io.BytesIO(word_press.make("decision", elements.complete("decision", {"body": [block]}))))
    assert word.tables[0].rows[0].cells[0].text == "1. 勘测（2026-03-11至2026-03-31）"
    assert word.element.xml.count('w:fill="464646"') in {24, 25}


def test_lists_tables_and_headings() -> None:
    assert body(
        "<h2>材料</h2><ol><li>甲</li><li>乙</li></ol><p class='paper-small'>注</p>"
        "<table><thead><tr><th scope='col'>序号</th><th scope='col'>名称</th></tr></thead>"
        "<tbody><tr><td>1</td><td>甲</td></tr></tbody></table>"
        "<table><tr class='paper-tall'><th scope='row'>查询码</th><td class='paper-code'>7KQM</td></tr></table>"
    ) == [
        {"kind": "h1", "text": "材料"},
        {"kind": "list", "items": ["甲", "乙"]},
        {"kind": "small", "text": "注"},
        {"kind": "table", "head": ["序号", "名称"], "rows": [["1", "甲"]], "row_heads": False, "tall": []},
        {"kind": "table", "head": [], "rows": [["查询码", {"text": "7KQM"}]], "row_heads": True, "tall": [0]},
    ]


@pytest.mark.parametrize("html", ["<img>", "<ul><li>甲</li></ul>", "<div><video></video></div>", "loose words"])
def test_what_cannot_be_set_is_refused(html: str) -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        body(html)


def test_words_after_the_last_line_to_be_filled_in_are_refused() -> None:
    with pytest.raises(ValueError, match="盖章"):
        body('<p>签收：<span class="paper-line"></span>（盖章）</p>')


def test_a_page_without_a_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="no sheet"):
        of_page("<p>x</p>")


def test_the_reference_tells_every_key_and_block() -> None:
    told = (Path(__file__).parents[3] / "docs/reference/papers.md").read_text(encoding="utf-8")
    keys = {key for known in (*elements.TEMPLATES.values(), *elements.BLOCKS.values()) for key in known}
    assert [name for name in sorted({*elements.TEMPLATES, *elements.BLOCKS, *keys}) if f"`{name}`" not in told] == []


def test_days_are_written_as_papers_write_them() -> None:
    assert elements.written("2026-03-05") == "2026年3月5日"
    assert elements.written("2026年3月5日") == "2026年3月5日"
