"""Forms of the guidance log and of briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core import clock as time
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded
from plugins.supervision.guidance import rules

LONG = Length(max=rules.LONGEST, message=_("不能超过5000个字。"))
SHORT = Length(max=rules.SHORT, message=_("最多100个字。"))
DAY = needed(_("请填写日期。"))


class VisitForm(KeyedForm):
    """A visit to a unit."""

    unit = SelectField(_("单位"), [needed(_("请选择单位。"))])
    on = DayField(_("日期"), [DAY], default=time.today)
    by = StringField(_("检查指导的人"), [needed(_("请写明检查指导的人。")), SHORT])
    problem = TextAreaField(_("发现的问题"), [needed(_("请写明发现的问题；没有问题的写“没有发现问题”。")), LONG])
    help = TextAreaField(_("给了什么帮助"), [needed(_("请写明给了什么帮助。")), LONG])
    solved_on = DayField(_("解决日期（当场解决的填写）"), [Optional()])

    def offer(self, units: Mapping[UUID, str]) -> VisitForm:
        """Offer the units there are."""
        self.unit.choices = [("", gettext("请选择")), *((str(unit), name) for unit, name in units.items())]
        return self

    def to_command(self) -> rules.NewVisit:
        """What was written; what is solved on the spot is solved by the help."""
        assert isinstance(self.on.data, dt.date)
        return rules.NewVisit(
            unit_id=UUID(self.unit.data),
            on=self.on.data,
            by=str(self.by.data),
            problem=str(self.problem.data),
            help=str(self.help.data),
            solved_on=self.solved_on.data,
            solution=str(self.help.data) if self.solved_on.data else "",
        )


class SolveForm(KeyedForm):
    """What was found is solved."""

    solved_on = DayField(_("解决日期"), [DAY], default=time.today)
    solution = TextAreaField(_("怎样解决的"), [needed(_("请写明怎样解决的。")), LONG])


class BriefForm(KeyedForm):
    """A brief that was sent."""

    title = StringField(_("标题"), [needed(_("请填写标题。")), SHORT])
    text = TextAreaField(_("正文"), [needed(_("请填写正文。")), LONG])
    sent_to = StringField(_("报送哪里"), [needed(_("请写明报送哪里。")), SHORT])
    sent_on = DayField(_("报送日期"), [DAY], default=time.today)

    def to_command(self) -> rules.NewBrief:
        """What was written."""
        assert isinstance(self.sent_on.data, dt.date)
        return rules.NewBrief(
            title=str(self.title.data),
            text=str(self.text.data),
            sent_to=str(self.sent_to.data),
            sent_on=self.sent_on.data,
        )


class OutcomeForm(KeyedForm):
    """What the county made of a brief."""

    outcome = RadioField(
        _("县里是否采用"),
        choices=worded({"adopted": N_("已采用"), "declined": N_("没有采用")}),
        validators=[needed(_("请选择是否采用。"))],
    )
    on = DayField(_("日期"), [DAY], default=time.today)
    note = TextAreaField(_("说明（可以不填）"), [Optional(), LONG])
