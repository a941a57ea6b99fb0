"""The style page 样式页: every part that pages are made of, in its states, with its words and the code that calls it.

A part's text is the comment above its macro; its example, in ``templates/style``, is run as it is shown, so that
neither can say what the part does not do.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, MultipleFileField, RadioField, StringField, TextAreaField

from core import clock
from core.accounts.access import requires_any, signed_in
from core.accounts.permissions import Perm
from core.cases.catalogue import catalogue
from core.cases.preview import Change, Standing
from core.deadlines import whatif
from core.deadlines.receipt import Receipt
from core.deadlines.rules import DeadlineRule, Unit
from core.i18n import N_
from core.web import assets, charts, reader
from core.web.days import WEEKDAYS
from core.web.fields import DayField, IdNumberField, needed
from core.web.filters import translated
from core.web.forms import KeyedForm
from core.web.party import qr_svg
from core.web.rows import Row
from core.web.workspace import last_tenant

bp = Blueprint("style", __name__, url_prefix="/w")
TEMPLATES = Path(__file__).parent / "templates"
FAMILIES = {
    "page": N_("小件"),
    "forms": N_("表单"),
    "flow": N_("步骤和结果"),
    "lists": N_("列表"),
    "case": N_("案件和期限"),
    "preview": N_("期限变化"),
    "drafts": N_("草稿和冲突"),
    "charts": N_("图表"),
    "reader": N_("读者的选择"),
}
MACRO = re.compile(r"\{#(?P<text>(?:(?!#\}).)*)#\}\s*\{% macro (?P<name>[a-z]\w*)(?P<given>\(.*?\)) -?%\}", re.DOTALL)
EXAMPLE = re.compile(r"^\{# ([a-z]\w*) #\}\n", re.MULTILINE)
COLOUR = re.compile(r"^  --(xn-[\w-]+): (#[0-9a-f]{3,6});", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """A macro as the page tells it; `code` is its example, empty where there is none."""

    family: str
    name: str
    given: str
    text: str
    code: str

    @property
    def whole(self) -> str:
        """The example as a template that stands alone."""
        return f'{{% from "macros/{self.family}.html" import {self.name} %}}\n{self.code}'


class StyleForm(KeyedForm):
    """Fields in their states."""

    name = StringField(_("姓名"), [needed(_("请填写申请人姓名。"))], description=_("与身份证上的一样"))
    unit = StringField(_("单位名称"))
    reason = TextAreaField(_("理由"))
    way = RadioField(_("送达方式"), choices=lambda: [("a", translated(N_("当面"))), ("b", translated(N_("邮寄")))])
    told = BooleanField(_("已经告知"))
    begins = DayField(_("开始日期"))
    id_number = IdNumberField(_("身份证号"), [needed(_("请填写身份证号。"))])
    files = MultipleFileField(_("照片或者文件"))


class StyleRow(Row):
    """A row of a list."""

    code = HiddenField()
    name = StringField(_("材料名称"))


@bp.get("/style")
@signed_in
def last() -> ResponseReturnValue:
    """The style page where this person worked last."""
    return redirect(url_for(".page", code=last_tenant()))


@bp.get("/<int:code>/style")
@requires_any(Perm)
def page(code: int) -> ResponseReturnValue:
    """Colours, type, and every part by its family, for those who make and judge pages."""
    families = [(name, label, [part for part in parts() if part.family == name]) for name, label in FAMILIES.items()]
    return render_template("style/index.html", families=families, colours=colours())


@bp.get("/<int:code>/style/<family>")
@requires_any(Perm)
def of_family(code: int, family: str) -> ResponseReturnValue:
    """The parts of one family with their examples."""
    if family not in FAMILIES:
        abort(404)
    given = examples(code)
    shown = [(part, drawn(part, given)) for part in parts() if part.family == family]
    return render_template("style/family.html", label=FAMILIES[family], family=family, families=FAMILIES, shown=shown)


def drawn(part: Part, given: dict[str, Any]) -> Markup:
    """An example as the browser gets it."""
    template = current_app.jinja_env.from_string(part.whole)
    return Markup(template.render(given))  # noqa: S704 - a template of our own, escaped as every template


@lru_cache(maxsize=1)
def parts() -> tuple[Part, ...]:
    """Every macro of `FAMILIES` that others may call, in the order of its file."""
    return tuple(part for family in FAMILIES for part in _of(family))


@lru_cache(maxsize=1)
def colours() -> tuple[tuple[str, str], ...]:
    """The colour tokens by name."""
    return tuple(COLOUR.findall((assets.STATIC / "xiaoneng.css").read_text(encoding="utf-8")))


def _of(family: str) -> Iterator[Part]:
    source = (TEMPLATES / "macros" / f"{family}.html").read_text(encoding="utf-8")
    pieces = EXAMPLE.split((TEMPLATES / "style" / f"{family}.html").read_text(encoding="utf-8"))
    code = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    for found in MACRO.finditer(source):
        name = found["name"]
        yield Part(family, name, found["given"], " ".join(found["text"].split()), code.get(name, "").strip())


def examples(code: int) -> dict[str, Any]:
    """What the examples are drawn with: forms as typed, limits in each state, made up and of nobody."""
    today = clock.today()
    rule = _rule()
    good = _form("good", {"begins": today.isoformat(), "id_number": "990000198504121013"})
    wrong = _form("wrong", {"begins": "2026-02-30", "id_number": "990000198504121014", "way": "a"})
    wrong.validate()
    receipt = whatif.prove({"rule": rule.code, "start": today}, catalogue())
    days = [dt.timedelta(days=number) for number in range(60)]
    return {
        "blank": _form("blank", {}),
        "form": good,
        "wrong": wrong,
        "listed": SimpleNamespace(rows=[StyleRow(prefix="listed-", data={"code": "c1", "name": "户口簿"})]),
        "today": today,
        "now": clock.now(),
        "limits": [_clock(rule.code, today + dt.timedelta(days=left)) for left in (9, 1, 0, -3)]
        + [_clock(rule.code, None, "suspended"), _clock(None, None, "none")],
        "receipt_of": receipt,
        "changes": (_change(receipt, rule.code, today),),
        "rows": [SimpleNamespace(**row) for row in _history(today)],
        "stored": [SimpleNamespace(id=UUID(int=1), name="户口簿.pdf", size=482_000)],
        "papers": [
            SimpleNamespace(tenant_id=code, case_id=UUID(int=1), id=UUID(int=2), name=N_("受理通知书"), issued_on=today)
        ],
        "qr": qr_svg(url_for("web.home")),
        "choices": reader.CHOICES,
        "draft": SimpleNamespace(updated_at=clock.now()),
        "conflict": SimpleNamespace(
            last=SimpleNamespace(**next(iter(_history(today)))),
            fields=[
                SimpleNamespace(name="reasons", label=N_("理由"), mine="材料齐全。", theirs="材料齐全，符合规划。")
            ],
        ),
        "figures": _figures(today, days),
    }


def _form(prefix: str, typed: dict[str, str]) -> StyleForm:
    """The fields as `typed`, under names of their own; nothing is ever sent, so there is no token."""
    given = MultiDict({f"{prefix}-{name}": value for name, value in typed.items()})
    return StyleForm(given or None, prefix=f"{prefix}-", meta={"csrf": False})


def _rule() -> DeadlineRule:
    """A limit in working days that a page can show as a whole."""
    rules = (catalogue().newest(code) for code in catalogue().codes)
    return next(rule for rule in rules if rule.unit is Unit.WORKING and rule.length and 5 <= rule.length <= 20)


def _clock(rule: str | None, due: dt.date | None, state: str = "running") -> SimpleNamespace:
    return SimpleNamespace(rule=rule, due_on=due, safe_due_on=due, state=state, ended_on=None)


def _change(receipt: Receipt, rule: str, today: dt.date) -> Change:
    due = receipt.due or today
    earlier = due - dt.timedelta(days=7)
    before, after = Standing("running", earlier, earlier, earlier, False), Standing("running", due, due, due, False)
    return Change(rule, before, after, receipt)


def _history(today: dt.date) -> Iterator[dict[str, Any]]:
    acts = ((N_("收件"), "start", 9), (N_("受理"), "suspend", 7), (N_("审查"), "resume", 1))
    for at, (label, act, days) in enumerate(acts):
        on = today - dt.timedelta(days=days)
        said = {"label": label, "at": clock.midnight(on), "on": on, "actor_name": "尹某", "actor_id": UUID(int=at)}
        basis = {"article": "行政许可法42", "note": "", "amount": None, "ground": "", "document": ""}
        yield {**said, **basis, "act": act, "due_on": on + dt.timedelta(days=20)}


def _figures(today: dt.date, days: list[dt.timedelta]) -> dict[str, charts.Figure]:
    places, months = ("勐约乡", "户撒阿昌族乡", "景罕镇"), [f"{number}月" for number in range(1, 10)]
    week = dt.timedelta(days=7)
    done, got, late = translated(N_("办结")), translated(N_("收件")), translated(N_("超期办结"))
    return {
        "bars": charts.bars("bars", (translated(N_("乡镇")), got), list(zip(places, (42, 31, 8), strict=True))),
        "stacked": charts.stacked(
            "stacked", translated(N_("乡镇")), places, {done: (30, 20, 6), late: (12, 11, 2)}, translated(N_("合计"))
        ),
        "lines": charts.lines(
            "lines",
            translated(N_("月份")),
            months,
            {got: (12, 18, 9, 22, 27, 25, 31, 28, 30), done: (10, 15, 11, 18, 26, None, 27, 29, 31)},
        ),
        "gantt": charts.gantt(
            "gantt",
            (translated(N_("事项")), translated(N_("从")), translated(N_("到"))),
            [
                ("摸底", today - 5 * week, today - 3 * week, True),
                ("实施", today - 3 * week, today + 2 * week, False),
                ("验收", today + 2 * week, today + 4 * week, False),
            ],
            today,
            translated(N_("今天")),
        ),
        "month": charts.month_grid(
            "month",
            (translated(N_("日期")), got),
            today.year,
            today.month,
            {today.replace(day=1) + day: number % 5 * 3 for number, day in enumerate(days[:27])},
            [translated(name) for name in WEEKDAYS],
        ),
    }
