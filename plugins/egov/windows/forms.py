"""Forms of the queue and of booked visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import needed
from core.web.forms import KeyedForm, ToldForm, worded
from plugins.egov.windows.rules import BOOKED, HOURS, PRIORITIES, Book

# Who booked is given a number by the visit itself.
GROUNDS = {"": N_("不优先")} | {code: label for code, label in PRIORITIES.items() if code != BOOKED}
SHORT = Length(max=20, message=_("不能超过20个字。"))


class TicketForm(KeyedForm):
    """A number."""

    errand = StringField(_("办什么事"), [Optional(), SHORT], description=_("可以不填，不要写姓名"))
    priority = SelectField(_("优先"), choices=worded(GROUNDS), validators=[Optional()])


class CallForm(KeyedForm):
    """The next one."""

    desk = StringField(_("窗口号"), [needed(_("请填写窗口号。")), SHORT])


class EarlierForm(ToldForm):
    """Whose voices are looked for."""

    who = StringField(
        _("编号、姓名或者电话"),
        [needed(_("请填写编号、姓名或者电话。")), Length(max=100, message=_("不能超过100个字。"))],
    )


class BookForm(KeyedForm):
    """A visit."""

    day = SelectField(_("哪一天"), validators=[needed(_("请选择可以预约的日期。"))])
    hour = RadioField(_("时间"), choices=worded(HOURS), validators=[needed(_("请选择时间。"))])
    errand = StringField(_("办什么事"), [needed(_("请填写办什么事。")), SHORT])
    name = StringField(_("姓名"), [needed(_("请填写姓名。")), SHORT])
    phone = StringField(_("电话"), [needed(_("请填写电话。")), SHORT], description=_("有变动时联系您"))

    def offer(self, days: Sequence[dt.date]) -> None:
        """The days that may be booked."""
        self.day.choices = [("", gettext("请选择")), *((day.isoformat(), day.isoformat()) for day in days)]

    def to_book(self) -> Book:
        """The visit."""
        words = {name: str(self[name].data or "") for name in ("hour", "errand", "name", "phone")}
        return Book(day=dt.date.fromisoformat(str(self.day.data)) if self.day.data else None, **words)
