"""Forms beside the road of key work: the inspection, the notice, and what the public says."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms import SelectMultipleField as Many
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.comments.forms import CommentForm, ModerateForm
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded


class ListForm(KeyedForm):
    """Units for the year's inspection."""

    units = Many(
        _("列入抽查的单位"),
        validators=[needed(_("请选择要抽查的单位。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class ResultForm(KeyedForm):
    """What an inspection found."""

    held_on = DayField(_("抽查日期"), [needed(_("请填写抽查日期。"))])
    good = RadioField(
        _("抽查结论"),
        choices=worded({"yes": N_("按计划推进"), "no": N_("存在问题")}),
        validators=[needed(_("请选择抽查结论。"))],
    )
    result = TextAreaField(
        _("抽查的结果"), [needed(_("请写明抽查的结果。")), Length(max=500, message=_("不能超过500个字。"))]
    )


class SayForm(CommentForm):
    """What a reader says of a key work; a name is shown masked."""

    name = StringField(
        _("姓名"),
        [Optional(), Length(max=30, message=_("不能超过30个字。"))],
        description=_("可以不填；填写的只显示姓氏。"),
    )


class LookForm(ModerateForm):
    """What becomes of a comment."""

    comment = RadioField(_("意见"), validators=[needed(_("请选择一条意见。"))])
    answer = TextAreaField(_("答复"), [Optional(), Length(max=500, message=_("不能超过500个字。"))])


class NoticeForm(KeyedForm):
    """Draft the year's notice."""
