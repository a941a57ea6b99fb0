"""Forms of spot checks: the list that is gone through, and the unit's answer."""

from __future__ import annotations

from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField

from core import clock as time
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.training.checks.services import Entered
from plugins.training.plan.forms import at_most
from plugins.training.rules import ITEMS
from plugins.training.who import YEARS

FOUND = {"yes": N_("是"), "no": N_("否")}


class CheckForm(KeyedForm):
    """A check: how the unit was picked, what was found, the appraisal and the feedback; `form_of` adds the items."""

    checked_on = DayField(_("抽查日期"), [needed(_("请填写抽查日期。"))], default=time.today)
    picked = StringField(
        _("怎么抽到的"),
        [needed(_("请填写怎么抽到的。")), at_most(100)],
        description=_("写抽签的编号；没有抽签的写指定的原因。"),
    )
    appraisal = TextAreaField(_("考评"), [needed(_("请填写考评。")), at_most(2000)])
    feedback = TextAreaField(_("反馈给单位的意见"), [at_most(2000)], description=_("写明要改正什么、什么时候改正。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, with a day of a year that can be."""
        good = bool(super().validate(extra_validators))
        if good and (self.checked_on.data is None or self.checked_on.data.year not in YEARS):
            self.checked_on.errors = [gettext("请填写抽查日期。")]
        return good and not self.errors

    def to_command(self) -> Entered:
        """What was typed."""
        day = self.checked_on.data
        assert day is not None  # needed
        return Entered(
            day,
            str(self.picked.data).strip(),
            {code: str(self[code].data or "") for code in ITEMS},
            {code: str(self[f"{code}_note"].data or "").strip() for code in ITEMS},
            str(self.appraisal.data).strip(),
            str(self.feedback.data or "").strip(),
        )


def form_of() -> CheckForm:
    """The form with a question for each item of the list, and room for what was found."""
    items: dict[str, Any] = {}
    for code, label in ITEMS.items():
        items[code] = RadioField(label, choices=worded(FOUND), validate_choice=False)
        items[f"{code}_note"] = StringField(_("查出的问题"), [at_most(300)])
    return cast(CheckForm, type("CheckOfItems", (CheckForm,), items)())


class ReplyForm(ActForm):
    """What the unit answers."""

    words = TextAreaField(_("整改情况"), [at_most(2000)])
