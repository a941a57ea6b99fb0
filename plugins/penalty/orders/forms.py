"""Forms of the acts on an order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Regexp

from core.clock import SHANGHAI
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.penalty.enforcement.forms import ContestedForm, ServeForm
from plugins.penalty.fines.forms import LONG, SHORT, CheckForm, DefendedForm, EndStayForm, StayForm
from plugins.penalty.orders import commands as cmd
from plugins.penalty.orders import rules
from plugins.penalty.orders.publication import PublishOrder
from plugins.penalty.ordinary.forms import CorrectForm
from plugins.penalty.publication.forms import SummaryForm, TakeDownForm
from plugins.penalty.summary.forms import HearForm, ReasonsForm

CLOCK = r"^\s*([01]?[0-9]|2[0-3])[:：][0-5][0-9]\s*$"


class UrgeOrderForm(ActForm):
    """催告."""

    served_on = DayField(_("催告书的送达日期"), [needed(_("请填写送达日期。"))])
    until = DayField(_("履行的期限"), [needed(_("请填写履行的期限。"))])

    def to_command(self) -> cmd.UrgeOrder:
        """The command."""
        assert self.served_on.data is not None  # needed
        assert self.until.data is not None  # needed
        return cmd.UrgeOrder(version=self.version.data or 0, served_on=self.served_on.data, until=self.until.data)


class DecideDemolitionForm(ActForm):
    """作出强制拆除决定."""

    reasons = TextAreaField(_("强制执行的理由"), [needed(_("请写明强制执行的理由（行政强制法37②(二)）。")), LONG])
    manner = TextAreaField(
        _("强制执行的方式和时间"), [needed(_("请写明强制执行的方式和时间（行政强制法37②(三)）。")), LONG]
    )

    def to_command(self) -> cmd.DecideDemolition:
        """The command."""
        return cmd.DecideDemolition(
            version=self.version.data or 0, reasons=str(self.reasons.data), manner=str(self.manner.data)
        )


class AnnounceForm(ActForm):
    """公告限期自行拆除."""

    until = DayField(_("自行拆除的期限"), [needed(_("请填写自行拆除的期限。"))])
    posted = StringField(_("公告张贴或者发布的地方"), [needed(_("请写明公告张贴或者发布的地方。")), SHORT])

    def to_command(self) -> cmd.Announce:
        """The command."""
        assert self.until.data is not None  # needed
        return cmd.Announce(version=self.version.data or 0, until=self.until.data, posted=str(self.posted.data))


class DemolishForm(ActForm):
    """登记强制拆除."""

    on = DayField(_("拆除日期"), [needed(_("请填写拆除日期。"))])
    at = StringField(
        _("开始的时间"),
        [needed(_("请填写开始的时间。")), Regexp(CLOCK, message=_("请写成“9:30”的样子。"))],
        description=_("例如“9:30”；不得在夜间或者法定节假日拆除（行政强制法第四十三条）。"),
    )
    urgency = TextAreaField(_("在夜间或者法定节假日拆除的，情况怎样紧急"), [LONG])
    record = TextAreaField(
        _("拆除的经过、在场的人和财物的处理"), [needed(_("请写明拆除的经过、在场的人和财物的处理。")), LONG]
    )
    no_cut = BooleanField(_("没有以停止供水、供电、供热、供燃气等方式迫使当事人履行"))

    def to_command(self) -> cmd.Demolish:
        """The command."""
        assert self.on.data is not None  # needed
        hour, minute = map(int, str(self.at.data).replace("：", ":").split(":"))
        return cmd.Demolish(
            version=self.version.data or 0,
            at=dt.datetime.combine(self.on.data, dt.time(hour, minute), SHANGHAI),
            record=str(self.record.data),
            no_cut=bool(self.no_cut.data),
            urgency=str(self.urgency.data or ""),
        )


class SuspendForm(ActForm):
    """中止执行."""

    ground = RadioField(_("情形"), choices=worded(rules.SUSPENSIONS), validators=[needed(_("请选择中止的情形。"))])
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def to_command(self) -> cmd.Suspend:
        """The command."""
        return cmd.Suspend(version=self.version.data or 0, ground=str(self.ground.data), reasons=str(self.reasons.data))


class ResumeForm(ReasonsForm):
    """恢复执行."""

    made = cmd.Resume


class GiveUpForm(ActForm):
    """撤销责令或者终结执行."""

    ground = RadioField(_("情形"), choices=worded(rules.ENDS), validators=[needed(_("请选择撤销或者终结的情形。"))])
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def to_command(self) -> cmd.GiveUp:
        """The command."""
        return cmd.GiveUp(version=self.version.data or 0, ground=str(self.ground.data), reasons=str(self.reasons.data))


class ContestedOrderForm(ContestedForm):
    """登记复议决定或者判决; nothing of it is a sum, and nothing is decided anew here."""

    fine: Any = None
    gains: Any = None
    dropped: Any = None
    procedural: Any = None
    again: Any = None


class PublishOrderForm(SummaryForm):
    """起草公开强制拆除决定."""

    def to_command(self) -> PublishOrder:
        """The command."""
        return PublishOrder(version=self.version.data or 0, summary=str(self.summary.data))


FORMS: Mapping[str, type[Any]] = {
    "command": CorrectForm,
    "serve_order": ServeForm,
    "check_order": CheckForm,
    "urge_order": UrgeOrderForm,
    "hear_order": HearForm,
    "decide_demolition": DecideDemolitionForm,
    "announce": AnnounceForm,
    "demolish": DemolishForm,
    "suspend_order": SuspendForm,
    "resume_order": ResumeForm,
    "give_up_order": GiveUpForm,
    "begin_halt": StayForm,
    "file_defence": DefendedForm,
    "end_halt": EndStayForm,
    "contested": ContestedOrderForm,
    "publish_order": PublishOrderForm,
    "take_order_down": TakeDownForm,
}
