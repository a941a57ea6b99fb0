"""What if: anybody chooses a legal limit and a date and reads the day it ends, with its proof. Every answer is an
address that can be kept and sent on."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from core import citations, plugins
from core.accounts.access import public
from core.cases.catalogue import catalogue
from core.deadlines import whatif
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import Receipt
from core.deadlines.rules import DeadlineRule
from core.web import proofs
from core.web.fields import DayField
from core.web.filters import problem_words, translated

bp = Blueprint("limits", __name__, url_prefix="/deadlines")
LARGEST = 100_000
SHOWN = 800  # days; a longer proof is a file


def _number(label: str, hint: str) -> IntegerField:
    words = _("请填写0至%(most)d之间的整数。", most=LARGEST)
    return IntegerField(label, [Optional(), NumberRange(0, LARGEST, words)], description=hint)


class LimitForm(FlaskForm):
    """A question; a GET form, which changes nothing and needs no token."""

    class Meta:
        csrf = False

    rule = SelectField(_("法定期限"), [InputRequired(_("请选择一个法定期限。"))], validate_choice=False)
    start = DayField(
        _("起算日"),
        [InputRequired(_("请填写起算日，例如 2026-11-24。"))],
        description=_("受理、收到、送达等事情发生的那一天，当日不计入。"),
    )
    length = _number(_("期限长度"), _("法律把长度留给事项自定，或者允许另行规定的，才需要填写。"))
    extended = BooleanField(_("依法延长一次（按最长的期限）"))
    extension = _number(_("延长多少"), _("不按最长的期限延长，或者法律没有写明上限的，填写延长的数量。"))
    filed = DayField(
        _("申请或者起诉的日期"),
        [Optional()],
        description=_("少数期限按提出的日期适用新法或者旧法，不填按今天。"),
    )
    from1 = DayField(_("第一段：首日"), [Optional()])
    to1 = DayField(_("第一段：末日"), [Optional()])
    from2 = DayField(_("第二段：首日"), [Optional()])
    to2 = DayField(_("第二段：末日"), [Optional()])
    from3 = DayField(_("第三段：首日"), [Optional()])
    to3 = DayField(_("第三段：末日"), [Optional()])

    def pairs(self) -> list[tuple[Field, Field]]:
        """First and last day of each excluded period."""
        return [(self[f"from{number}"], self[f"to{number}"]) for number in whatif.PAIRS]

    def refuse(self, error: DeadlineError) -> None:
        """Show what the counting refuses at the field it concerns."""
        lengthened = "extension" if self.extension.data else "extended"
        name = {"suspensions": "from1", "extension": lengthened}.get(error.part, error.part)
        words = [problem_words(problem) for problem in error.problems]
        if name in self:
            self[name].errors = [*self[name].errors, *words]
        else:
            self.form_errors.extend(words)


NEEDED = {"rule", "start"}
KNOWN = {name for name, value in vars(LimitForm).items() if hasattr(value, "field_class")} | {"q", "format"}


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """The question, and the answer once a limit and a day are given."""
    given = {name: value for name, value in request.args.items() if name in KNOWN and (value or name in NEEDED)}
    if len(given) < len(request.args):
        return redirect(_address(given))
    words, chosen = given.get("q", "").strip()[:100], given.get("rule", "")
    form = LimitForm(MultiDict(given) if NEEDED & given.keys() else None)
    form.rule.choices = _choices(words, chosen)
    receipt = _answer(form) if "start" in given else None
    file = proofs.as_file(receipt, given.get("format"), whatif.uid(receipt)) if receipt else None
    page = render_template(
        "portal/limits.html",
        form=form,
        words=words,
        receipt=receipt,
        shown=receipt is not None and len(receipt.days) <= SHOWN,
        address=_address({name: value for name, value in given.items() if name != "format"}),
    )
    return file or (page, 422 if form.errors else 200)


def _address(given: Mapping[str, str]) -> str:
    return f"{url_for('.home')}?{urlencode(given)}"


def _answer(form: LimitForm) -> Receipt | None:
    if not form.validate():
        return None
    try:
        return whatif.prove(form.data, catalogue())
    except DeadlineError as error:
        form.refuse(error)
        return None


def _choices(words: str, chosen: str) -> dict[str, list[tuple[str, str]]]:
    """The limits that have all these words, by measure; the one chosen stays."""
    registry, known, wanted = plugins.registry(), catalogue(), words.lower().split()
    found = {gettext("请选择"): [("", gettext("请选择一个法定期限"))]}
    for owner, rules in registry.each("register_deadline_rules"):
        newest = [known.newest(code) for code in dict.fromkeys(rule.code for rule in rules)]
        fitting = [rule for rule in newest if rule.code == chosen or all(word in _searched(rule) for word in wanted)]
        if fitting:
            found[translated(registry.plugins[owner].label)] = [(rule.code, _named(rule)) for rule in fitting]
    return found


def _searched(rule: DeadlineRule) -> str:
    return f"{rule.code} {rule.name} {_named(rule)} {rule.law}{rule.article} {rule.day_zero}".lower()


def _named(rule: DeadlineRule) -> str:
    article = citations.spoken(f"{rule.law}{rule.article}")
    words: str = gettext("%(name)s（%(article)s）", name=translated(rule.name), article=article)
    return words
