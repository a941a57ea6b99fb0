"""Parts: each is on the style page, draws what it promises, names what it holds, and escapes what it is given."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from core.web import style
from core.web.style import FAMILIES, Part, StyleForm
from tests.sample import CLERK, MENGYUE
from tests.site import VOID, Site

pytestmark = pytest.mark.only_on("sqlite", "a part is drawn the same over either database")

MACROS = Path(style.__file__).parent / "templates" / "macros"
PARTS = style.parts()
BAD = "<b>\"'&"
NAMED = {"input", "select", "textarea"}
# What each macro draws that only it draws, on the style page.
PROMISED = {
    "icon": "bootstrap-icons.svg?v=",
    "tag": "xn-state-wait",
    "banner": 'role="alert"',
    "failed_parts": "0A1B2C3D",
    "empty": "xn-empty",
    "pagination": 'aria-current="page"',
    "steps": 'rel="next"',
    "copyable": 'data-copy="勐约许〔2026〕12号"',
    "masked": 'name="reason"',
    "progress": '<progress id="style-progress" max="200" value="130">',
    "qr_block": "<figcaption",
    "print_frame": "xn-print-title",
    "field": 'aria-invalid="true"',
    "date_field": "2026-11-24 周二，工作日",
    "id_field": "99*************013",
    "picker": "可能已经办过",
    "file_field": 'capture="environment"',
    "hidden": 'type="hidden"',
    "summary": 'href="#wrong-name"',
    "rows": 'name="rows" value="1"',
    "submit": "data-once",
    "step_bar": 'aria-current="step"',
    "task_list": "还不能开始",
    "facts": "<dt>姓名</dt>",
    "change": "修改<span",
    "confirmation": 'id="confirmed"',
    "filter_bar": 'role="search"',
    "filter_text": 'aria-describedby="style-since-error"',
    "filter_choice": '<option value="done" selected>',
    "filter_tick": 'name="style-mine" value="1" checked',
    "table": '<td data-name="期间收件" class="xn-figures-column">42</td>',
    "choose": "data-choose",
    "bulk_bar": "筛选出的全部20件",
    "stage_bar": 'aria-current="page">办理中 3</a>',
    "bulk_preview": "20件中有18件可以办理。",
    "state": "特别程序（停钟）",
    "limit": "已超过3天",
    "timeline": "xn-timeline-at",
    "receipt": "逐日计算表",
    "months": "xn-mark-due",
    "receipt_files": "format=ics",
    "ledger": "暂停计时",
    "paper": "受理通知书",
    "preview_button": 'name="preview"',
    "preview": "期限变化（尚未办理）",
    "restored": "草稿，请核对后提交",
    "draft_bar": 'name="save" value="draft" formnovalidate',
    "conflict_notice": 'name="pick-reasons"',
    "undo": "撤销这一步",
    "chart": "<desc id=",
    "switches": 'aria-current="true"',
}


class Outline(HTMLParser):
    """Ids, controls with their names, and elements that were left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.pointed: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        for name in ("aria-describedby", "aria-labelledby"):
            self.pointed |= set(given.get(name, "").split())
        if tag in NAMED and given.get("type") not in {"hidden", "submit"}:
            self.controls.append({**given, "inside": str("label" in self.open)})
        if tag not in VOID | {"path", "rect", "use"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself."""
        self.handle_starttag(tag, attrs)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """It must be the one opened last."""
        if tag not in {"path", "rect", "use"}:
            assert self.open.pop() == tag


@pytest.fixture
def drawing(site: Site) -> Iterator[Any]:
    """Draws a call of a macro, as a page of the township would."""
    with site.app.test_request_context(f"/w/{MENGYUE}/style"):
        site.app.preprocess_request()

        def draw(call: str, **given: Any) -> str:
            name = re.search(r"\b([a-z_]+)\(", call)
            assert name is not None
            family = next(part.family for part in PARTS if part.name == name[1])
            template = f'{{% from "macros/{family}.html" import {name[1]} %}}{call}'
            return site.app.jinja_env.from_string(template).render(given)

        yield draw


def shown(site: Site, part: Part) -> str:
    with site.app.test_request_context(f"/w/{MENGYUE}/style"):
        site.app.preprocess_request()
        return str(style.drawn(part, style.examples(MENGYUE)))


def test_every_macro_is_on_the_style_page() -> None:
    written = {
        name
        for path in MACROS.glob("*.html")
        for name in re.findall(r"\{% macro ([a-z]\w*)\(", path.read_text(encoding="utf-8"))
    }
    assert {path.stem for path in MACROS.glob("*.html")} == set(FAMILIES)
    assert written == {part.name for part in PARTS}
    assert [part.name for part in PARTS if not part.code] == []
    assert [part.name for part in PARTS if len(part.text) < 20] == []


def test_no_example_is_left_of_a_macro_that_is_gone() -> None:
    examples = {
        name
        for family in FAMILIES
        for name in style.EXAMPLE.findall((MACROS.parent / "style" / f"{family}.html").read_text(encoding="utf-8"))
    }
    assert examples == {part.name for part in PARTS}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_draws_what_it_promises_well_formed_and_named(site: Site, part: Part) -> None:
    drawn = shown(site, part)
    assert PROMISED[part.name] in drawn
    outline = Outline(drawn)
    assert outline.open == []
    assert [name for name, times in Counter(outline.ids).items() if times > 1] == []
    assert outline.pointed <= {*outline.ids, "name", "id_number"}
    unnamed = [
        control
        for control in outline.controls
        if control.get("id") not in outline.labelled and control["inside"] == "False" and "aria-label" not in control
    ]
    assert unnamed == []
    assert not re.search(r"<(script|style)\b|\sstyle=|\son\w+=", drawn)


@pytest.mark.parametrize(
    "call",
    [
        "{{ tag(bad, 'wait') }}",
        "{{ banner(bad) }}",
        "{{ failed_parts([{'measure': bad, 'number': bad}]) }}",
        "{{ empty(bad) }}",
        "{{ pagination(2, 3, bad) }}",
        "{{ steps(bad, bad) }}",
        "{{ copyable(bad, bad) }}",
        "{{ masked(bad, bad, bad) }}",
        "{{ progress(bad, bad, 1, 2, bad) }}",
        "{{ qr_block('', bad) }}",
        "{{ print_frame(bad, bad, bad) }}",
        "{{ step_bar([bad], 0) }}",
        "{{ task_list([{'label': bad, 'url': bad, 'note': bad}, {'label': bad, 'blocked': bad}]) }}",
        "{{ facts([(bad, bad, bad)]) }}",
        "{{ change(bad, bad) }}",
        "{{ confirmation(bad, bad, bad) }}",
        "{% call filter_bar(bad, bad, bad, bad) %}{% endcall %}",
        "{{ filter_text('q', bad, bad, bad, placeholder=bad) }}",
        "{{ filter_choice('q', bad, {bad: bad}, bad, bad) }}",
        "{{ filter_tick('q', bad) }}",
        "{{ table(bad, [bad, bad], [[bad, bad]]) }}",
        "{{ choose(bad, bad) }}",
        "{{ bulk_bar({bad: bad}, 1, 2) }}",
        "{{ bulk_preview(1, [(bad, bad)]) }}",
        "{{ state(bad, bad) }}",
        "{{ receipt_files({'due': 1}, bad) }}",
        "{{ submit(bad) }}",
    ],
)
def test_what_a_part_is_given_is_text_and_no_markup(drawing: Any, call: str) -> None:
    drawn = drawing(call, bad=BAD)
    assert "<b>" not in drawn
    assert "\"'&" not in drawn
    assert "&lt;b&gt;&#34;&#39;&amp;" in drawn


@pytest.mark.parametrize("call", ["{{ field(f.name) }}", "{{ date_field(f.begins) }}", "{{ id_field(f.id_number) }}"])
def test_what_was_typed_comes_back_as_text_with_its_error(drawing: Any, call: str) -> None:
    form = StyleForm(MultiDict({"name": BAD, "begins": BAD, "id_number": BAD}), meta={"csrf": False})
    form.name.validators = []
    form.validate()
    drawn = drawing(call, f=form)
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn.lower()


def test_stored_files_and_matches_are_text(drawing: Any) -> None:
    form = StyleForm(MultiDict(), meta={"csrf": False})
    one = SimpleNamespace(id=BAD, name=BAD, size=1, note=BAD, words=BAD, url=BAD)
    for call in (
        "{{ file_field(f.files, stored=[one], removable=true) }}",
        "{{ picker(f.unit, found=[one], again=[one]) }}",
    ):
        assert "<b>" not in drawing(call, f=form, one=one)


def test_a_part_may_hold_links(drawing: Any) -> None:
    drawn = drawing("{% call banner('x') %}<a href='#'>y</a>{% endcall %}")
    assert "<a href='#'>y</a>" in drawn
    assert Markup("<svg></svg>") in drawing("{{ qr_block(svg, 'x') }}", svg=Markup("<svg></svg>"))


def test_the_sheet_of_a_part_is_asked_for_once_a_page(drawing: Any) -> None:
    drawn = drawing("{{ step_bar(['a', 'b'], 0) }}{{ step_bar(['a', 'b'], 1) }}")
    assert drawn.count("flow.css") == 1


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_the_style_pages_open_in_both_languages(site: Site, lang: str) -> None:
    client = site.sign_in(CLERK)
    home = f"/w/{MENGYUE}/style"
    assert client.get("/w/style").location == home
    index = client.get(home, query_string={"lang": lang}).get_data(as_text=True)
    for part in PARTS:
        assert f'href="{home}/{part.family}#part-{part.name}"' in index
    for family in FAMILIES:
        page = client.get(f"{home}/{family}", query_string={"lang": lang}).get_data(as_text=True)
        outline = Outline(page.split("</head>")[1].removesuffix("</html>"))
        assert [name for name, times in Counter(outline.ids).items() if times > 1] == []
        assert {f"part-{part.name}" for part in PARTS if part.family == family} <= set(outline.ids)
    assert client.get(f"{home}/none").status_code == 404
