"""Forms of the hearing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from core.accounts.models import Person
from core.web.fields import DayField, needed
from core.web.forms import ActForm
from plugins.penalty.fines.forms import LONG, SHORT
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary.forms import PICK


class AskHearingForm(ActForm):
    """登记听证要求."""

    on = DayField(_("当事人提出的日期"), [needed(_("请填写日期。"))])
    words = TextAreaField(_("当事人的意见"), [LONG])

    def to_command(self) -> cmd.AskHearing:
        """The command."""
        assert self.on.data is not None  # needed
        return cmd.AskHearing(version=self.version.data or 0, on=self.on.data, words=str(self.words.data or ""))


class CallHearingForm(ActForm):
    """通知听证."""

    on = DayField(_("听证日期"), [needed(_("请填写听证日期。"))], description=_("至少在七个工作日以后。"))
    at = StringField(_("时间"), [needed(_("请填写听证的时间。")), Length(max=40, message=_("最多40个字。"))])
    place = StringField(_("地点"), [needed(_("请填写听证的地点。")), SHORT])
    host = SelectField(_("主持人（不是本案的调查人员）"), validators=[needed(_("请选择主持人。"))])
    closed = StringField(_("不公开举行的理由"), [SHORT], description=_("公开举行的不填。"))

    def offer(self, hosts: Sequence[Person]) -> None:
        """Offer who could host it."""
        self.host.choices = [("", gettext(PICK)), *((str(row.account_id), row.name) for row in hosts)]

    def to_command(self) -> cmd.CallHearing:
        """The command."""
        assert self.on.data is not None  # needed
        return cmd.CallHearing(
            version=self.version.data or 0,
            on=self.on.data,
            at=str(self.at.data),
            place=str(self.place.data),
            host=UUID(self.host.data),
            closed=str(self.closed.data or ""),
        )


class RecordHearingForm(ActForm):
    """登记听证笔录."""

    said = TextAreaField(_("听证的情况"), [needed(_("请写明听证的情况。")), LONG])
    opinion = TextAreaField(_("主持人的意见"), [needed(_("请写明主持人的意见。")), LONG])
    signed = BooleanField(_("笔录已经当事人核对无误后签字或者盖章；拒绝的，已在笔录中注明"))
    absent = BooleanField(_("当事人无正当理由拒不出席或者未经许可中途退出，终止听证"))

    def to_command(self) -> cmd.RecordHearing:
        """The command."""
        return cmd.RecordHearing(
            version=self.version.data or 0,
            said=str(self.said.data),
            opinion=str(self.opinion.data),
            signed=bool(self.signed.data),
            absent=bool(self.absent.data),
        )


FORMS: Mapping[str, type[Any]] = {
    "ask_hearing": AskHearingForm,
    "call_hearing": CallHearingForm,
    "record_hearing": RecordHearingForm,
}
