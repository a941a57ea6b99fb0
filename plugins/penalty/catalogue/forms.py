"""The form of a power: the published document and its days."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length, Optional

from core.web.fields import DayField, needed
from core.web.forms import ActForm


class PowerForm(ActForm):
    """核对确认赋权决定、委托书."""

    document = StringField(
        _("公布的决定或者委托书"),
        [needed(_("请填写公布的决定或者委托书的名称和文号。")), Length(max=200, message=_("最多200个字。"))],
    )
    since = DayField(_("处罚权自"), [needed(_("请填写起始日期。"))])
    until = DayField(_("处罚权至（收回的，填最后一日）"), [Optional()])
