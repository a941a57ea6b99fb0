"""The form of a batch: which cases, and what the act asks for once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import Length

from core import clock as time
from core.batches import rules
from core.batches.services import Doing, Order
from core.contracts import Ask
from core.errors import Problem
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm

BROKEN = N_("这份表单不完整，请回到列表重新勾选。")


class BatchForm(KeyedForm):
    """Cases with the versions that were seen."""

    rows = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and the cases can be read."""
        good = super().validate(extra_validators)
        try:
            rules.pairs_of(str(self.rows.data or ""))
        except ValueError:
            self.add_problems([Problem(BROKEN)])
            return False
        return bool(good)

    def to_order(self, doing: Doing, origin: str) -> Order:
        """The order."""
        typed = {ask.name: _kept(self[ask.name].data) for ask in doing.asks}
        return Order(doing.name, rules.pairs_of(str(self.rows.data)), typed, origin)


def form_of(doing: Doing, people: list[tuple[str, str]]) -> type[BatchForm]:
    """The form of an act on several cases; `people` are the accounts and names to choose from."""
    fields = {ask.name: _field(ask, people) for ask in doing.asks}
    made: type[BatchForm] = type("BatchOf", (BatchForm,), fields)
    return made


def _field(ask: Ask, people: list[tuple[str, str]]) -> Any:
    label = gettext(ask.label)
    if ask.kind == "day":
        return DayField(label, [needed(_("请填写日期，例如 2026-11-24。"))], default=time.today)
    if ask.kind == "person":
        return SelectField(label, [needed(_("请选择一个人。"))], choices={"": gettext("请选择"), **dict(people)})
    return TextAreaField(label, [needed(_("请填写“%(what)s”。", what=label)), Length(max=2000)])


def _kept(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value or "").strip()
