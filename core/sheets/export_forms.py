"""The form of an export."""

from __future__ import annotations

import datetime as dt

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length

from core import clock as time
from core.i18n import N_
from core.sheets.exporting import Wanted
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded

REGISTERS = {"xlsx": N_("Excel文件（XLSX）"), "pdf": N_("PDF文件，不能修改")}
FORMS = {"xlsx": N_("Excel文件（XLSX）"), "csv": N_("CSV文件，其他软件也能打开")}


class ExportForm(KeyedForm):
    """In what form, and whether names are told in full, which takes a reason."""

    form = RadioField(_("格式"), [needed(_("请选择格式。"))], choices=worded(FORMS), default="xlsx")
    names = BooleanField(
        _("包含当事人全名"), description=_("只有您承办权限内的案件写全名，其他案件仍然隐去。每一件都记入查阅记录。")
    )
    reason = TextAreaField(
        _("用途"),
        [Length(max=200, message=_("不能超过%(max)d个字。"))],
        description=_("包含全名时必填，当事人可以查到。"),
    )

    def to_wanted(self) -> Wanted:
        """The export as it is asked for."""
        asked = "names" in self and bool(self.names.data)
        return Wanted(str(self.form.data), asked, str(self.reason.data or "") if asked else "")


class RegisterForm(KeyedForm):
    """The days of a register, both inclusive; this year up to today where nobody says anything."""

    since = DayField(
        _("从哪一天起"),
        [needed(_("请填写日期，例如2026-11-24。"))],
        default=lambda: time.today().replace(month=1, day=1),
    )
    until = DayField(_("到哪一天止"), [needed(_("请填写日期，例如2026-11-24。"))], default=time.today)

    form = RadioField(_("格式"), [needed(_("请选择格式。"))], choices=worded(REGISTERS), default="xlsx")

    def to_days(self) -> tuple[dt.date, dt.date]:
        """First and last day."""
        assert self.since.data is not None
        assert self.until.data is not None
        return self.since.data, self.until.data
