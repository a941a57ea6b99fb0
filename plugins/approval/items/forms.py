"""Forms of the library: what an edition says, its materials and form fields row by row, and the acts of the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock as time
from core import remedies
from core.errors import DomainError, Problem
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.approval.items import rules
from plugins.approval.items.lists import LawCommand
from plugins.approval.items.rules import line_of, link_of
from plugins.approval.models import LEVELS, SERVES, TITLES, TYPES, Item
from plugins.approval.sheet import code_of
from plugins.approval.steps.rules import MOST_OPINION_DAYS

LINES = ("parts", "aliases", "conditions", "pre_steps", "flow", "post_steps")
REMEDIES = {
    remedies.DIRECT: N_("行政复议或者行政诉讼"),
    remedies.REVIEW_FIRST: N_("先行政复议，再行政诉讼"),
    remedies.LAND_DISPUTE: N_("土地、林地权属争议的特别规定"),
}


def lines(text: Any) -> list[str]:
    """What stands on the lines of a text, blank ones left out."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


def _same(*words: str) -> Any:
    return worded({word: word for word in words})


def _text(name: str, longest: int = 200, help: Any = "") -> StringField:
    return StringField(_label(name), [at_most(longest)], description=help)


def _area(name: str, help: Any = "", longest: int = 4000) -> TextAreaField:
    return TextAreaField(_label(name), [at_most(longest)], description=help)


def _label(name: str) -> Any:
    return rules.CONTENT[name]


def at_most(longest: int) -> Length:
    """No more characters than this, told in words."""
    return Length(max=longest, message=_("不能超过%(max)d个字。"))


def _days(name: str) -> IntegerField:
    return IntegerField(_label(name), [Optional(), NumberRange(1, 3650, _("请填写1至3650的整数。"))])


ONE_A_LINE = _("一条一行。")


class FactsForm(ActForm):
    """Everything an edition says but its materials and form fields."""

    name = StringField(_label("name"), [needed(_("请填写事项名称。")), at_most(100)])
    parts = _area("parts", _("一个事项分几种情形办理的，一种一行。"))
    aliases = _area("aliases", _("群众怎么说，一个一行，例如“建房”。"))
    type = SelectField(_label("type"), choices=_same(*TYPES))
    department = _text("department")
    organ = StringField(_label("organ"), [needed(_("请填写实施机关。")), at_most(200)])
    level = SelectField(_label("level"), choices=_same(*LEVELS))
    title = SelectField(_label("title"), choices=_same(*TITLES))
    entrusted_by = _text("entrusted_by", help=_("只有委托事项填写。"))
    decided_by = _text("decided_by", help=_("只有初审转报事项填写。"))
    unit_id = SelectField(_label("unit_id"), [needed(_("请选择承办单位。"))])
    basis = TextAreaField(
        _label("basis"),
        [needed(_("请填写设定依据。")), at_most(2000)],
        description=_("法律的简称和条款，一条一行，例如“土地管理法62④”。"),
    )
    serves = SelectMultipleField(
        _label("serves"),
        choices=_same(*SERVES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    conditions = _area("conditions", _("一条一行，群众填表之前逐条核对。"))
    pre_steps = _area("pre_steps", _("申请之前要办的事，一步一行。"))
    flow = _area("flow", _("一步一行，例如“收件”“受理”“审查”“决定”“送达”。"))
    special_links = _area(
        "special_links", _("不计入时限的环节、所需工作日和依据，一个一行，例如“专家评审，20，行政许可法45”。")
    )
    post_steps = _area("post_steps", ONE_A_LINE)
    opinion_days = IntegerField(
        _label("opinion_days"),
        [Optional(), NumberRange(1, MOST_OPINION_DAYS, _("请填写1至60的整数。"))],
        description=_("审查前要征求申请人所在村意见的填写；不征求的不填。"),
    )
    instant = BooleanField(_label("instant"), description=_("当场办结的事项。"))
    legal_days = _days("legal_days")
    legal_source = _text("legal_source")
    promised_days = _days("promised_days")
    fee = _text("fee", 500, _("不收费的写“无”；收费的写标准和依据。"))
    result = _text("result")
    validity = _text("validity")
    visits = IntegerField(_label("visits"), [Optional(), NumberRange(0, 9, _("请填写0至9的整数。"))])
    place = _text("place", help=_("不填：用承办单位的地址和办公时间。"))
    ask_phone = _text("ask_phone", 50)
    complain_phone = _text("complain_phone", 50)
    agency = _text("agency", help=_("办理时需要的中介服务，没有的写“无”。"))
    reach = _text("reach", help=_("例如“全县通办”。"))
    remedy = SelectField(_label("remedy"), choices=worded(REMEDIES))
    note = _area("note", longest=2000)
    why = TextAreaField(_("为什么修改"), [at_most(500)], description=_("第二版起必须写明，版本记录里会显示。"))

    def offer(self, units: Sequence[Any]) -> FactsForm:
        """Offer the units of the township that are not closed."""
        self.unit_id.choices = [("", ""), *((str(unit.id), unit.name) for unit in units)]
        return self

    def fill(self, item: Item) -> FactsForm:
        """Show what an edition says."""
        for name in rules.CONTENT:
            if name in self:
                value = getattr(item, name)
                self[name].data = "\n".join(value) if name in LINES else value
        self.unit_id.data, self.why.data = str(item.unit_id), item.why
        self.basis.data = "\n".join(part.strip() for part in item.basis.split("；"))
        self.special_links.data = "\n".join(map(line_of, item.special_links))
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and each special link has its days."""
        good = bool(super().validate(extra_validators))
        bad = [line for line in lines(self.special_links.data) if link_of(line) is None]
        if bad:
            words = N_("“%(line)s”没有写明所需的工作日，例如“专家评审，20”。")
            self.add_problems([Problem(words, "special_links", {"line": bad[0]})])
        return good and not bad

    def to_told(self) -> dict[str, Any]:
        """What the edition is to say."""
        told = {name: self[name].data for name in (*rules.CONTENT, "why") if name in self}
        plain = {name: str(value or "").strip() for name, value in told.items() if isinstance(value, str | None)}
        told |= {
            name: value
            for name, value in plain.items()
            if name not in {"legal_days", "promised_days", "visits", "opinion_days"}
        }
        told |= {name: lines(self[name].data) for name in LINES}
        told["special_links"] = [link for link in map(link_of, lines(self.special_links.data)) if link is not None]
        told["basis"] = "；".join(lines(self.basis.data))
        told["serves"] = list(self.serves.data or ())
        return told


class NewItemForm(FactsForm):
    """The first edition of an item, with its code."""

    code = StringField(_("编码"), [needed(_("请填写编码。"))], description=_("字母、数字和 . _ -，以后不能改。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and the code is one."""
        good = super().validate(extra_validators)
        try:
            code_of(str(self.code.data or "").strip())
        except DomainError as error:
            if not self.code.errors:
                self.add_problems(error.problems)
            return False
        return good


class GateForm(ActForm):
    """The acts of the gate: a day to publish from, a last day, and the reason of what goes back or ends."""

    valid_from = DayField(_("从哪一天起施行"), default=time.today)
    valid_to = DayField(_("最后一天"), default=time.today)
    reason = TextAreaField(_("理由"), [at_most(500)])


class LawForm(KeyedForm):
    """A law with its days."""

    law = StringField(_("法律、法规、规章的简称"), [needed(_("请填写法律、法规、规章的名称。")), at_most(100)])
    in_force_from = DayField(_("施行日期"), [needed(_("请填写施行日期，例如 2026-07-01。"))])
    in_force_to = DayField(_("最后有效的一天（没有失效的不填）"))
    replaced_by = StringField(_("由哪部法律代替"), [at_most(100)])

    def to_command(self) -> LawCommand:
        """The law."""
        since = self.in_force_from.data
        assert since is not None
        words = str(self.replaced_by.data or "")
        return LawCommand(str(self.law.data), since, self.in_force_to.data, words)


class EntryForm(KeyedForm):
    """An item at the service centre: since when, or why not yet."""

    item_code = HiddenField(validators=[needed(_("请选择一个事项。"))])
    since = DayField(_("进驻日期"))
    reason = StringField(_("还没有进驻的原因"), [at_most(200)])
