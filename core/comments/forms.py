"""Forms of comments."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.comments.rules import GROUNDS, LONGEST, SHORT, Moderate, Said
from core.i18n import N_
from core.web.fields import needed
from core.web.forms import KeyedForm, worded

WORDS = Length(max=LONGEST, message=_("不能超过2000个字。"))
NAME = Length(max=SHORT, message=_("不能超过60个字。"))


class CommentForm(KeyedForm):
    """What the public says; a matter that shows the name, or asks for more, has a form of its own."""

    words = TextAreaField(_("您的意见和建议"), [needed(_("请写下您的意见。")), WORDS])
    name = StringField(_("姓名"), [Optional(), NAME], description=_("可以不填，不公开"))

    def to_command(self) -> Said:
        """What is kept."""
        return Said(words=str(self.words.data), name=str(self.name.data or ""))


class ModerateForm(KeyedForm):
    """审看意见."""

    show = RadioField(
        _("是否公开"),
        choices=worded({"yes": N_("公开"), "no": N_("不公开")}),
        validators=[needed(_("请选择是否公开。"))],
    )
    ground = SelectField(
        _("不公开的理由"), validators=[Optional()], choices=lambda: _grounds(), description=_("意见不同不是理由")
    )

    def to_command(self) -> Moderate:
        """The command."""
        return Moderate(show=self.show.data == "yes", ground=str(self.ground.data or ""))


def _grounds() -> list[tuple[str, str]]:
    return [("", gettext("公开的不选")), *((code, gettext(label)) for code, label in GROUNDS.items())]
