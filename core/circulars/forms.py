"""Forms of circulars: writing one, and signing for one."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, DateInput, ListWidget

from core.circulars.services import Draft
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm
from core.web.request import townships


class CircularForm(KeyedForm):
    """Title, text, to whom, and until when it should be signed for."""

    title = StringField(_("标题"), [needed(_("请填写标题。")), Length(max=100, message=_("标题最多100个字。"))])
    body = TextAreaField(_("正文"), [needed(_("请填写正文。")), Length(max=10_000, message=_("正文最多10000个字。"))])
    to = SelectMultipleField(
        _("发往"),
        [needed(_("请至少选择一个乡镇。"))],
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=True,
    )
    sign_by = DayField(
        _("请在此日以前签收"),
        [Optional()],
        widget=DateInput(),
        description=_("可以不填。过了这一天还没有签收的，名单里会标明。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.to.choices = [(place.id, place.name) for place in townships()]

    def to_draft(self) -> Draft:
        """What was written."""
        return Draft(
            str(self.title.data).strip(), str(self.body.data).strip(), tuple(self.to.data or ()), self.sign_by.data
        )


class SignForm(KeyedForm):
    """Signing, with a reply where one is wanted."""

    reply = TextAreaField(
        _("回复（可以不填）"), [Length(max=2000, message=_("回复最多2000个字。"))], description=_("发件单位能看到。")
    )
