"""Forms of the queue."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import needed
from core.web.forms import KeyedForm, worded
from plugins.egov.windows.rules import PRIORITIES

SHORT = Length(max=20, message=_("不能超过20个字。"))


class TicketForm(KeyedForm):
    """A number."""

    errand = StringField(_("办什么事"), [Optional(), SHORT], description=_("可以不填，不要写姓名"))
    priority = SelectField(_("优先"), choices=worded({"": N_("不优先"), **PRIORITIES}), validators=[Optional()])


class CallForm(KeyedForm):
    """The next one."""

    desk = StringField(_("窗口号"), [needed(_("请填写窗口号。")), SHORT])
