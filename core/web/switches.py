"""The form that turns a measure on or off, for a township and for a unit."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField

from core.web.forms import KeyedForm


class SwitchForm(KeyedForm):
    """Which measure, which way, and what becomes of open cases; "off" is said, so a stale page never turns it on."""

    plugin = HiddenField()
    on = HiddenField()
    keep_open = BooleanField(_("我知道有未办结的案件，关闭后期限继续计算，重新打开后继续办理"))
