"""Forms of inspections: the plan, what was found, and the case that followed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Length

from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.penalty.fines.forms import LONG, SHORT
from plugins.penalty.inspections.rules import RESULTS, Found, Plan


class PlanForm(KeyedForm):
    """公布抽查计划."""

    title = StringField(_("抽查计划的名称"), [needed(_("请填写抽查计划的名称。")), SHORT])
    matters = TextAreaField(_("抽查事项"), [needed(_("请写明抽查事项。")), LONG])
    basis = StringField(_("检查的依据"), [needed(_("请写明检查的依据。")), SHORT])

    def to_command(self) -> Plan:
        """The command."""
        return Plan(title=str(self.title.data), matters=str(self.matters.data), basis=str(self.basis.data))


class FoundForm(ActForm):
    """登记检查结果."""

    held_on = DayField(_("检查日期"), [needed(_("请填写检查日期。"))])
    result = RadioField(_("检查结果"), choices=worded(RESULTS), validators=[needed(_("请选择检查结果。"))])
    record = TextAreaField(
        _("检查的情况"), [needed(_("请写明检查的情况。")), LONG], description=_("不公开；公开的是检查结果。")
    )
    cards_shown = BooleanField(_("两名执法人员已经出示执法证件"))

    def to_command(self) -> Found:
        """The command."""
        assert self.held_on.data is not None  # needed
        return Found(
            version=self.version.data or 0,
            held_on=self.held_on.data,
            result=str(self.result.data),
            record=str(self.record.data),
            cards_shown=bool(self.cards_shown.data),
        )


class FollowForm(ActForm):
    """登记另案处理的案件."""

    number = StringField(
        _("另案处理的案件编号"), [needed(_("请填写案件编号。")), Length(max=60, message=_("最多60个字。"))]
    )
