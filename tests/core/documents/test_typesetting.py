"""Papers keep the geometry of GB/T 9704, measured from what the PDF draws, and say every word of their data."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.documents import elements, fonts, typesetting
from core.errors import DomainError
from tests.core.documents import drawn
from tests.core.documents.making import make_font
from tests.core.documents.samples import DECISION, EVERY, LETTER, ORDER, PARAGRAPH, REGISTER, UPWARD

pytestmark = pytest.mark.only_on("sqlite", "a page is set without a database")

RED = (0.78, 0, 0.043)
LEFT, RIGHT, TOP, BOTTOM = 28, 184, 37, 262  # the type area: 156 × 225 mm
CHARACTER = 156 / 28
MARK = re.compile("[，。、；：（）“”《》]")
FULL = {**LETTER, "body": [{"kind": "p", "text": PARAGRAPH * 3}] * 12, "attachments": []}
LONG = {
    **LETTER,
    "body": [
        {
            "kind": "table",
            "head": ["序号", "事项", "责任单位"],
            "rows": [[n, PARAGRAPH[: n % 60], "样站"] for n in range(240)],
        },
        *[{"kind": "p", "text": PARAGRAPH * 2}] * 50,
    ],
    "attachments": [{"title": "名单", "body": [{"kind": "p", "text": PARAGRAPH}]}],
}


@lru_cache(maxsize=16)
def made(name: str) -> bytes:
    template, data = {**EVERY, "full": ("letter", FULL), "long": ("letter", LONG)}[name]
    return typesetting.pdf(template, data)


def is_red(colour: tuple[float, ...]) -> bool:
    return len(colour) == 3 and all(abs(mine - its) < 0.02 for mine, its in zip(colour, RED, strict=True))


def body_lines(name: str, page: int) -> list[tuple[float, float, float, str]]:
    """Baseline, left and right edge and words of each line of 3号 type on a page."""
    lines: dict[float, list[drawn.Run]] = {}
    for run in drawn.runs(drawn.pages(made(name))[page]):
        if abs(run.size - 15.75) < 0.3:
            lines.setdefault(round(run.base, 1), []).append(run)
    return [
        (base, min(run.left for run in row), max(run.right for run in row), "".join(run.text for run in row))
        for base, row in sorted(lines.items())
    ]


def test_a_full_page_is_22_lines_of_28_characters_on_the_type_area() -> None:
    lines = body_lines("full", 1)
    assert len(lines) == 22
    full = [line for line in lines if line[1] < LEFT + 1 and not MARK.search(line[3][-1])]
    assert len(full) > 3
    for _, left, right, words in full:
        assert (left, right) == (pytest.approx(LEFT, abs=0.3), pytest.approx(RIGHT, abs=0.3))
        # Squeezed punctuation lets one more in; it never takes one out.
        assert 28 <= len(words) <= 28 + len(MARK.findall(words)) / 2 + 0.5, words
    assert not [words for *_, words in lines if words[0] in "，。、；：）”》"], "no line begins with a closing mark"
    bases = [base for base, *_ in lines]
    pitches = {round(second - first, 1) for first, second in pairwise(bases)}
    assert max(pitches) - min(pitches) <= 0.11
    height = 15.75 / drawn.MM
    assert bases[0] - 0.88 * height == pytest.approx(TOP, abs=0.5)
    assert bases[-1] + 0.12 * height == pytest.approx(BOTTOM, abs=1.5)


def test_a_new_paragraph_begins_two_characters_in() -> None:
    lefts = {round(left - LEFT, 1) for _, left, _, _ in body_lines("full", 1)}
    assert {0.0, round(2 * CHARACTER, 1)} == lefts


def test_the_red_head_stands_35_mm_below_the_area_and_its_rule_4_mm_below_the_number() -> None:
    page = drawn.pages(made("letter"))[0]
    head = [run for run in drawn.runs(page) if is_red(run.colour)]
    top = min(run.base - 0.88 * run.size / drawn.MM for run in head)
    assert top == pytest.approx(TOP + 35, abs=1)
    middle = (min(run.left for run in head) + max(run.right for run in head)) / 2
    assert middle == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    rule = next(rule for rule in drawn.rules(page) if is_red(rule.colour))
    assert (rule.left, rule.right) == (pytest.approx(LEFT, abs=0.1), pytest.approx(RIGHT, abs=0.1))
    number = body_lines("letter", 0)[0]
    assert rule.top - (number[0] + 0.12 * 15.75 / drawn.MM) == pytest.approx(4, abs=0.6)
    assert (number[1] + number[2]) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)
    between = number[0] - 0.88 * 15.75 / drawn.MM - max(run.base + 0.12 * run.size / drawn.MM for run in head)
    assert between == pytest.approx(2 * 29.45 / drawn.MM, abs=0.5), "two blank lines"


def test_the_title_stands_two_blank_lines_below_the_rule_in_2_hao() -> None:
    page = drawn.pages(made("letter"))[0]
    rule = next(rule for rule in drawn.rules(page) if is_red(rule.colour))
    title = [run for run in drawn.runs(page) if abs(run.size - 22) < 0.1]
    gap = min(run.base - 0.88 * run.size / drawn.MM for run in title) - rule.bottom
    assert 2 * 29.45 / drawn.MM - 0.5 <= gap < 3 * 29.45 / drawn.MM


def test_an_upward_document_has_its_number_at_the_left_and_who_signs_at_the_right() -> None:
    lines = drawn.runs(drawn.pages(made("upward"))[0])
    text = drawn.pages(made("upward"))[0].extract_text()
    rule = next(rule for rule in drawn.rules(drawn.pages(made("upward"))[0]) if is_red(rule.colour))
    last = [run for run in lines if 0 < rule.top - run.base < 8]
    assert min(run.left for run in last) == pytest.approx(LEFT + CHARACTER, abs=0.3)
    first = [run for run in lines if 8 < rule.top - run.base < 18 and run.size < 20]
    assert max(run.right for run in first) == pytest.approx(RIGHT - CHARACTER, abs=0.3)
    assert all(
        name in text.replace(" ", "").replace("\n", "")
        for name in ("排早戊", "司样喆", "金样堃", "签发人：", "特急", "000123")
    )


def numbers(name: str) -> list[drawn.Run]:
    """The runs below the type area of every page."""
    return [
        max((run for run in drawn.runs(page) if run.base > BOTTOM + 3), key=lambda run: run.right)
        for page in drawn.pages(made(name))
    ]


def test_page_numbers_are_right_on_odd_pages_left_on_even_ones_7_mm_below_the_area() -> None:
    found = numbers("full")
    assert len(found) >= 2
    inset = 14 / drawn.MM
    for place, run in enumerate(found):
        if place % 2 == 0:
            assert run.right == pytest.approx(RIGHT - inset, abs=0.3)
        else:
            assert run.left == pytest.approx(LEFT + inset, abs=0.3) or run.left < 60
        # The dash lies about 0.38 of the type's size above its baseline.
        assert run.base - 0.38 * 14 / drawn.MM == pytest.approx(BOTTOM + 7, abs=0.8)


def test_the_colophon_ends_on_the_lower_edge_of_the_last_page() -> None:
    *others, last = drawn.pages(made("full"))
    black = [rule for rule in drawn.rules(last) if not is_red(rule.colour) and rule.right - rule.left > 150]
    assert black[-1].bottom == pytest.approx(BOTTOM, abs=0.4)
    assert [round(rule.bottom - rule.top, 2) for rule in black[-3:]] == [0.35, 0.25, 0.35]
    assert all("印发" not in page.extract_text() for page in others)


def test_a_date_under_a_seal_stands_four_characters_in_and_the_name_centred_over_it() -> None:
    pages = drawn.pages(typesetting.pdf("letter", {**LETTER, "notes": "", "attachments": [], "verify": ""}))
    runs = [run for run in drawn.runs(pages[-1]) if abs(run.size - 15.75) < 0.3]
    date, name = runs[-1], runs[-2]
    lines = sorted({round(run.base, 1) for run in runs})
    date_runs = [run for run in runs if round(run.base, 1) == lines[-1]]
    name_runs = [run for run in runs if round(run.base, 1) == lines[-2]]
    assert max(run.right for run in date_runs) == pytest.approx(RIGHT - 4 * CHARACTER, abs=0.5), (date, name)
    middles = [(min(r.left for r in row) + max(r.right for r in row)) / 2 for row in (date_runs, name_runs)]
    assert middles[0] == pytest.approx(middles[1], abs=0.5)


def test_without_a_seal_the_date_begins_two_characters_right_of_the_name() -> None:
    data = {**LETTER, "notes": "", "attachments": [], "verify": "", "sealed": False, "date": "2026年3月30日"}
    runs = [run for run in drawn.runs(drawn.pages(typesetting.pdf("letter", data))[-1]) if abs(run.size - 15.75) < 0.3]
    bases = sorted({round(run.base, 1) for run in runs})[-2:]
    name, date = ([run for run in runs if round(run.base, 1) == base] for base in bases)
    assert min(run.left for run in date) - min(run.left for run in name) == pytest.approx(2 * CHARACTER, abs=0.3)
    assert max(run.right for run in name) <= RIGHT - 2 * CHARACTER + 0.3


def test_several_organs_stand_beside_each_other_with_the_date_below_the_last() -> None:
    page = drawn.pages(made("joint"))[-1]
    runs = [run for run in drawn.runs(page) if abs(run.size - 15.75) < 0.3]
    first = next(run for run in runs if run.text.startswith("勐约乡人民政府"))
    beside = [run for run in runs if abs(run.base - first.base) < 0.2]
    assert [run.text for run in beside] == ["勐约乡人民政府", "陇川县林业和草原局", "陇川县水利局"]
    last = next(run for run in runs if run.text == "陇川县自然资源局")
    assert last.base - first.base > 42, "a seal of 42 mm does not touch that of the row above"
    date = [run for run in runs if 0 < run.base - last.base < 11]
    middle = (min(run.left for run in date) + max(run.right for run in date)) / 2
    assert middle == pytest.approx((last.left + last.right) / 2, abs=0.5)


@pytest.mark.parametrize("lines", range(1, 8))
def test_signature_notes_and_colophon_never_stand_on_a_page_without_words_of_the_body(lines: int) -> None:
    body = [{"kind": "p", "text": "样" * 20}] * lines + [{"kind": "p", "text": "特此通知。"}]
    pages = drawn.pages(typesetting.pdf("letter", {**LETTER, "attachments": [], "body": body}))
    assert "特此通知。" in pages[-1].extract_text()


def test_a_letter_format_has_red_double_rules_of_170_mm_and_its_mark_at_30_mm() -> None:
    page = drawn.pages(made("xinhan"))[0]
    rules = sorted((rule for rule in drawn.rules(page) if is_red(rule.colour)), key=lambda rule: rule.top)
    assert len(rules) == 4
    assert {round(rule.right - rule.left) for rule in rules} == {170}
    thickness = [rule.bottom - rule.top for rule in rules]
    assert thickness[0] > thickness[1]
    assert thickness[2] < thickness[3]
    assert rules[-1].bottom == pytest.approx(297 - 20, abs=0.5)
    mark = [run for run in drawn.runs(page) if is_red(run.colour)]
    assert min(run.base - 0.88 * run.size / drawn.MM for run in mark) == pytest.approx(30, abs=0.5)
    assert rules[0].top - max(run.base + 0.12 * run.size / drawn.MM for run in mark) == pytest.approx(4, abs=0.5)
    assert not [run for run in drawn.runs(page) if run.base > BOTTOM + 3 and run.base < 275], (
        "no number on its first page"
    )


def middle_type(name: str, page: int) -> list[list[drawn.Run]]:
    """The lines of 3号 type on a page, each from left to right."""
    lines: dict[float, list[drawn.Run]] = {}
    for run in drawn.runs(drawn.pages(made(name))[page]):
        if abs(run.size - 15.75) < 0.3 and run.text.strip():
            lines.setdefault(round(run.base, 1), []).append(run)
    return [sorted(lines[base], key=lambda run: run.left) for base in sorted(lines)]


def test_an_order_has_its_mark_20_mm_below_the_area_its_number_two_lines_below_and_no_title() -> None:
    page = drawn.pages(made("order"))[0]
    mark = [run for run in drawn.runs(page) if is_red(run.colour)]
    assert "".join(run.text for run in mark) == "勐约乡人民政府令"
    assert min(run.base - 0.88 * run.size / drawn.MM for run in mark) == pytest.approx(TOP + 20, abs=0.5)
    number, first = middle_type("order", 0)[:2]
    assert (number[0].left + number[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.3)
    line, height = 29.45 / drawn.MM, 15.75 / drawn.MM
    below = number[0].base - 0.88 * height - max(run.base + 0.12 * run.size / drawn.MM for run in mark)
    assert below == pytest.approx(2 * line, abs=0.5)
    assert 3 * line - 0.3 <= first[0].base - number[0].base < 4 * line, "two blank lines, and on the grid"
    assert (first[0].base - 0.88 * height - TOP) % line == pytest.approx(0, abs=0.3)
    assert not [rule for rule in drawn.rules(page) if is_red(rule.colour)]
    assert "戒严令" not in page.extract_text()


def test_who_signs_an_order_stands_four_characters_in_behind_their_office_and_the_day_a_blank_line_below() -> None:
    *_, signed, dated = [line for line in middle_type("order", 0) if line[-1].right < RIGHT - 3 * CHARACTER]
    words = "".join(run.text for run in signed)
    assert (words[:2], words[-3:]) == ("乡长", "岳早甲")
    assert signed[-1].right == pytest.approx(RIGHT - 4 * CHARACTER, abs=0.3)
    assert dated[-1].right == pytest.approx(RIGHT - 4 * CHARACTER, abs=0.3)
    post = next(run for run in signed if run.text.startswith("乡长"))
    name = next(run for run in signed if run.text.startswith("岳"))
    assert name.left - post.right == pytest.approx(2 * CHARACTER, abs=0.3)
    assert dated[0].base - signed[0].base == pytest.approx(2 * 29.45 / drawn.MM, abs=0.3)


def test_minutes_name_who_was_there_a_blank_line_below_two_characters_in_the_names_behind_the_colon() -> None:
    page = drawn.pages(made("minutes"))[0]
    mark = [run for run in drawn.runs(page) if is_red(run.colour)]
    assert "".join(run.text for run in mark) == "勐约乡人民政府会议纪要"
    assert min(run.base - 0.88 * run.size / drawn.MM for run in mark) == pytest.approx(TOP + 35, abs=1)
    lines = middle_type("minutes", 1)
    at = next(place for place, line in enumerate(lines) if line[0].text.startswith("出席"))
    there, wrapped, excused, listening = lines[at], lines[at + 1], lines[at + 3], lines[at + 4]
    assert there[0].base - lines[at - 1][0].base == pytest.approx(2 * 29.45 / drawn.MM, abs=0.3)
    for line in (there, excused, listening):
        assert line[0].left == pytest.approx(LEFT + 2 * CHARACTER, abs=0.3)
        assert line[0].font != line[-1].font, "出席 in 黑体, the names in 仿宋"
    assert wrapped[0].left == pytest.approx(LEFT + 5 * CHARACTER, abs=0.3)


def test_a_document_to_nobody_in_particular_keeps_a_blank_line_below_its_title() -> None:
    page = drawn.pages(typesetting.pdf("letter", {**LETTER, "to": []}))[0]
    title = max(run.base for run in drawn.runs(page) if abs(run.size - 22) < 0.1)
    first = min(run.base for run in drawn.runs(page) if abs(run.size - 15.75) < 0.3 and run.base > title)
    assert 1.9 * 29.45 / drawn.MM < first - title < 2.2 * 29.45 / drawn.MM


def test_a_long_document_with_tables_repeats_their_heads_and_ends_with_its_attachment_and_colophon() -> None:
    pages = drawn.pages(made("long"))
    assert len(pages) >= 20
    heads = [page for page in pages if "责任单位" in page.extract_text().replace(" ", "")]
    assert len(heads) > 3
    assert "附件" in pages[-1].extract_text()
    assert "印发" in pages[-1].extract_text().replace(" ", "")


def test_a_register_repeats_its_heads_counts_its_pages_and_ends_with_totals() -> None:
    pages = drawn.pages(made("register"))
    texts = ["".join(page.extract_text().split()) for page in pages]
    assert len(pages) > 2
    assert all("办件编号" in text and f"第{n}页共{len(pages)}页" in text for n, text in enumerate(texts, start=1))
    assert [("合计" in text) for text in texts] == [False] * (len(pages) - 1) + [True]
    assert all(page.mediabox.width > page.mediabox.height for page in pages)


def test_a_register_of_too_many_rows_is_refused_before_it_is_set() -> None:
    with pytest.raises(DomainError, match="5001"):
        typesetting.pdf("register", {**REGISTER, "rows": [["1"] * 6] * 5001})


def test_a_booklet_has_cover_contents_and_parts_on_pages_of_their_own() -> None:
    pages = ["".join(page.extract_text().split()) for page in drawn.pages(made("booklet"))]
    assert "行政处罚裁量权基准" in pages[0]
    assert "目录" in pages[1]
    assert all(field in pages[1] for field in ("自然资源", "林业草原", "村镇建设"))
    starts = [n for n, text in enumerate(pages) if n > 1 and text.startswith("第") and "编" in text[:5]]
    assert len(starts) == 3


@pytest.mark.parametrize("name", EVERY)
def test_every_word_of_the_data_is_on_the_paper(name: str) -> None:
    template, data = EVERY[name]
    full = elements.complete(template, data)
    text = drawn.text(made(name))
    # The title of an order is its name in the register only.
    quiet = {"kind", "verify", "style", "width", "align", *(["title"] if name == "order" else [])}
    words = [
        "".join(word.split())
        for key, value in full.items()
        if key not in quiet
        for word in elements.strings(_said(value, quiet))
    ]
    missing = [word for word in words if word.strip("文件（）") and word.strip("文件（）") not in text]
    assert missing == []


def _said(value: object, quiet: set[str]) -> object:
    if isinstance(value, dict):
        return [_said(each, quiet) for key, each in value.items() if key not in quiet]
    return [_said(each, quiet) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", EVERY)
def test_every_paper_is_tagged_pdf_a_with_its_fonts_inside(name: str) -> None:
    reader = PdfReader(io.BytesIO(made(name)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "pdfaid:part" in (xmp := root["/Metadata"].get_object().get_data().decode())
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert root["/Lang"] == "zh-CN"
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & descriptor.keys()


def test_the_same_paper_has_the_same_bytes() -> None:
    assert typesetting.pdf("xinhan", ORDER) == made("xinhan")


def test_rare_names_are_printed() -> None:
    text = drawn.text(made("upward"))
    assert all(name in text for name in "喆堃䶮")


def test_what_people_typed_never_becomes_source() -> None:
    evil = '#panic("x") $x$ *a* _b_ `c` @d <e> \\ " [f] // g'
    text = drawn.text(typesetting.pdf("decision", {**DECISION, "to": evil, "body": [{"kind": "p", "text": evil}]}))
    assert text.count("".join(evil.split())) == 2


def test_an_unknown_template_key_or_block_is_refused() -> None:
    for template, data in (
        ("../letter", LETTER),
        ("letter", {**LETTER, "signedby": "x"}),
        ("letter", {**LETTER, "body": [{"kind": "image", "text": "x"}]}),
        ("letter", {**LETTER, "body": [{"kind": "p", "words": "x"}]}),
    ):
        with pytest.raises(ValueError, match="template|block"):
            typesetting.pdf(template, data)


@pytest.mark.parametrize("hostile", ["\ud800", "\x00", "\U0010ffff", "\u202e"])
def test_a_character_no_font_prints_is_named(hostile: str) -> None:
    with pytest.raises(DomainError, match=f"U\\+{ord(hostile):04X}"):
        typesetting.pdf("letter", {**LETTER, "title": f"关于{hostile}的通知"})


def test_a_seal_is_put_over_name_and_date() -> None:
    circle = '<circle cx="21" cy="21" r="20" fill="none" stroke="#c7000b"/>'
    seal = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42">{circle}</svg>'.encode()
    sealed = typesetting.pdf("letter", {**UPWARD, "seal": seal})
    page = drawn.pages(sealed)[-1]
    circles = [rule for rule in drawn.rules(page) if 35 < rule.right - rule.left < 45]
    assert len(circles) == 1
    middle = (circles[0].left + circles[0].right) / 2
    date = 9 * CHARACTER  # “2026年3月30日” is about nine characters, its digits half as wide
    assert RIGHT - 4 * CHARACTER - date < middle < RIGHT - 4 * CHARACTER


def test_a_seal_on_a_decision_stands_in_the_middle_of_its_date() -> None:
    circle = '<circle cx="21" cy="21" r="20" fill="none" stroke="#c7000b"/>'
    seal = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 42 42">{circle}</svg>'.encode()
    page = drawn.pages(typesetting.pdf("decision", {**DECISION, "style": "window", "seal": seal}))[0]
    ring = next(rule for rule in drawn.rules(page) if 35 < rule.right - rule.left < 45)
    name = [run for run in drawn.runs(page) if run.text == "勐约乡人民政府"][-1]
    date = [run for run in drawn.runs(page) if 0 < run.base - name.base < 10]
    middle = (min(run.left for run in date) + max(run.right for run in date)) / 2
    assert (ring.left + ring.right) / 2 == pytest.approx(middle, abs=0.5)
    assert ring.top < name.base < date[0].base < ring.bottom


def test_pictures_are_made_of_each_page() -> None:
    assert all(png.startswith(b"\x89PNG") for png in typesetting.pictures("register", REGISTER, ppi=30))


def test_a_font_is_used_whatever_the_typesetter_calls_its_family(tmp_path: Path) -> None:
    """It takes the “CN” of this one for a style, and knows the family by what is left."""
    make_font(tmp_path / "ukai.ttf", "AR PL UKai CN", "样")
    fonts.look_in(str(tmp_path))
    try:
        pdf = typesetting.pdf("letter", {**UPWARD, "signers": ["样"]})
    finally:
        fonts.look_in("")
    assert [run.text for run in drawn.runs(drawn.pages(pdf)[0]) if "UKai" in run.font] == ["样"]
