"""Forms of pads: giving one out, and accounting for one number."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import Length, NumberRange

from core import clock as time
from core.pads import rules
from core.pads.services import Given
from core.tenancy.models import Unit
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded

WHOLE = NumberRange(1, rules.LARGEST, message=_("请填写1以上的整数，最多九位。"))


class GiveForm(KeyedForm):
    """A pad: which paper, which numbers, to whom."""

    paper = StringField(
        _("票据名称"),
        [needed(_("请填写票据名称。")), Length(max=60, message=_("最多60个字。"))],
        description=_("例如“当场行政处罚决定书”。"),
    )
    prefix = StringField(_("号码前的字"), [Length(max=12, message=_("最多12个字。"))], description=_("例如“No.”。"))
    first = IntegerField(_("起始号"), [needed(_("请填写起始号。")), WHOLE])
    last = IntegerField(_("截止号"), [needed(_("请填写截止号。")), WHOLE])
    digits = IntegerField(
        _("印刷的位数"),
        [NumberRange(1, 12, message=_("位数是1至12的整数。"))],
        default=6,
        description=_("不足的补零。"),
    )
    unit = SelectField(_("领用单位"), [needed(_("请选择单位。"))])
    holder = StringField(_("领用人"), [needed(_("请填写领用人。")), Length(max=40, message=_("领用人最多40个字。"))])
    given_on = DayField(_("领用日期"), [needed(_("请填写领用日期。"))], default=time.today)

    def offer(self, units: Sequence[Unit]) -> GiveForm:
        """Offer the units there are."""
        self.unit.choices = [("", gettext("请选择")), *((str(unit.id), unit.name) for unit in units)]
        return self

    def to_given(self) -> Given:
        """What was written."""
        assert self.given_on.data is not None  # needed
        return Given(
            str(self.paper.data),
            str(self.prefix.data or ""),
            int(self.first.data or 0),
            int(self.last.data or 0),
            int(self.digits.data or 6),
            UUID(self.unit.data),
            str(self.holder.data),
            self.given_on.data,
        )


class EntryForm(KeyedForm):
    """What became of one number."""

    n = IntegerField(_("号码"), [needed(_("请填写号码。")), WHOLE], description=_("只填数字，前面的零可以不填。"))
    state = RadioField(_("怎么了"), choices=worded(rules.STATES), validators=[needed(_("请选择怎么了。"))])
    words = StringField(
        _("情况"),
        [Length(max=200, message=_("最多200个字。"))],
        description=_("使用的写案号或者当事人；作废和遗失必填。"),
    )
