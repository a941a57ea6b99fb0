"""Forms of the calendar's changes; each sends one change of `rules`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import Problem
from core.holidays import rules
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded

NO_FILE = {"", None}
NO_TEXT = N_("这个文件不是文本，请另存为CSV（UTF-8）后再上传。")
LONGEST = 20_000


def _day(label: Any) -> DayField:
    return DayField(label, [needed(_("请填写日期，例如 2027-02-05。"))])


def _document(description: Any = "") -> StringField:
    return StringField(_("文号"), [needed(_("请填写文号。")), Length(max=100)], description=description)


class BringForm(KeyedForm):
    """A yearly notice, as a file or as lines; what a file held stands in the lines afterwards."""

    file = FileField(_("CSV文件"), description=_("每行：日期,off或者work,节日名称,文号；首行为date,kind,name,source。"))
    text = TextAreaField(
        _("或者逐行粘贴"),
        [Length(max=LONGEST)],
        description=_("例如：2027-02-05 off 春节。也可以从电子表格里复制日期、放假或者上班、节日名称三列。"),
    )
    source = StringField(_("文号"), [Length(max=100)], description=_("行内没有写文号的，依据这一文号。"))
    step = HiddenField(default="preview")

    def take_file(self) -> None:
        """Let an uploaded file's text stand in the lines, so that it is shown and sent again with them."""
        given = self.file.data
        if getattr(given, "filename", "") in NO_FILE:
            return
        content = given.read()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                self.text.data = content.decode(encoding)
                return
            except UnicodeDecodeError:
                continue
        self.add_problems([Problem(NO_TEXT, "file")])

    def to_change(self) -> rules.Bring:
        """The change."""
        return rules.Bring((self.text.data or "").replace("\r\n", "\n"), _said(self.source))


class AddForm(KeyedForm):
    """Local rest days from one day to another."""

    first = _day(_("首日"))
    last = _day(_("末日"))
    name = StringField(_("名称"), [needed(_("请填写名称。")), Length(max=50)], description=_("例如：目瑙纵歌节"))
    basis = RadioField(_("放假的依据"), [needed(_("请选择放假的依据。"))], choices=worded(rules.BASES))
    document = _document(_("决定放假的文件，例如：德政办发〔2027〕1号"))

    def to_change(self) -> rules.Add:
        """The change."""
        assert self.first.data is not None
        assert self.last.data is not None
        return rules.Add(self.first.data, self.last.data, _said(self.name), _said(self.document), str(self.basis.data))


class WithdrawForm(KeyedForm):
    """Local rest days taken back."""

    days = SelectMultipleField(
        _("撤销哪几天"),
        [needed(_("请勾选要撤销的日期。"))],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    document = _document()

    def to_change(self) -> rules.Withdraw:
        """The change."""
        return rules.Withdraw(tuple(map(dt.date.fromisoformat, self.days.data or ())), _said(self.document))


class CountForm(KeyedForm):
    """Whether local rest days count for statutory limits; the way is said, so a stale page never turns it round."""

    on = HiddenField()
    document = _document()
    basis = TextAreaField(_("影响法定期限的依据"), [Length(max=500)])

    def to_change(self) -> rules.Count:
        """The change."""
        return rules.Count(self.on.data == "yes", _said(self.document), _said(self.basis))


class DecideForm(KeyedForm):
    """The second person's answer."""

    reason = TextAreaField(_("理由"), [Length(max=500)])


def _said(field: StringField) -> str:
    return (field.data or "").strip()
