"""Forms of reviews of petitions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.egov.reviews import commands as cmd
from plugins.egov.reviews import rules

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))


def day_of(field: DayField) -> dt.date:
    """The day of a field that was found to hold one."""
    assert field.data is not None
    return field.data


class AskForm(KeyedForm):
    """收到请求."""

    level = RadioField(_("复查还是复核"), choices=worded(rules.LEVELS), validators=[needed(_("请选择复查还是复核。"))])
    name = StringField(_("信访人"), [needed(_("请填写信访人的姓名。")), SHORT])
    phone = StringField(_("电话"), [Optional(), SHORT])
    place = SelectField(_("是哪个乡镇的意见"), validators=[Optional()], description=_("选了乡镇的，结论会转告该乡镇"))
    organ = StringField(_("作出意见的机关"), [needed(_("请填写作出意见的机关。")), SHORT])
    document = StringField(
        _("意见书编号"), [needed(_("请填写意见书的编号。")), SHORT], description=_("乡镇的意见填写来件编号")
    )
    answered_on = DayField(_("信访人收到书面答复的日期"), [needed(_("请填写收到书面答复的日期。"))])
    requested_on = DayField(_("收到请求的日期"), [needed(_("请填写收到请求的日期。"))])
    words = TextAreaField(_("请求和理由"), [needed(_("请写明请求和理由。")), LONG])

    def offer(self, townships: Mapping[int, str]) -> None:
        """The townships whose opinion it may be."""
        self.place.choices = [
            ("", gettext("不是乡镇的意见")),
            *((str(code), name) for code, name in townships.items()),
        ]

    def to_command(self) -> cmd.Ask:
        """The command."""
        words = {name: str(self[name].data or "") for name in ("level", "name", "phone", "organ", "document", "words")}
        return cmd.Ask(
            **words,
            place=int(self.place.data or 0),
            answered_on=day_of(self.answered_on),
            requested_on=day_of(self.requested_on),
        )


class ReviewForm(ActForm):
    """The form of an act on a review."""

    made: type[cmd.Act] = cmd.Act
    takes: tuple[str, ...] = ()

    def to_command(self) -> cmd.Act:
        """The command: words as text, days as they are."""
        given = {name: "" if self[name].data is None else self[name].data for name in self.takes}
        return self.made(version=self.version.data or 0, **given)


class HearForm(ReviewForm):
    """举行听证."""

    made, takes = cmd.Hear, ("document", "on")
    document = StringField(_("听证通知书文号"), [needed(_("请填写听证通知书的文号。")), SHORT])
    on = DayField(
        _("听证开始的日期"), [needed(_("请填写听证开始的日期。"))], description=_("听证所需时间不计算在期限内")
    )


class EndHearingForm(ReviewForm):
    """结束听证."""

    made, takes = cmd.EndHearing, ("on", "words")
    on = DayField(_("听证结束的日期"), [needed(_("请填写听证结束的日期。"))])
    words = TextAreaField(_("听证的结论"), [needed(_("请写明听证的结论。")), LONG])


class AnswerForm(ReviewForm):
    """出具意见."""

    made, takes = cmd.Answer, ("outcome", "words", "basis")
    outcome = RadioField(_("结论"), choices=worded(rules.OUTCOMES), validators=[needed(_("请选择复查、复核的结论。"))])
    words = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])
    basis = StringField(_("法律法规依据"), [needed(_("请写明法律法规依据。")), SHORT])


class WordsForm(ReviewForm):
    """An act that is told in words."""

    made, takes = cmd.Words, ("words",)
    words = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG], description=_("信访人会收到这些内容"))


STAFF_FORMS: Mapping[str, type[ReviewForm]] = {
    "hear_petition": HearForm,
    "end_petition_hearing": EndHearingForm,
    "answer_review": AnswerForm,
    "refuse_review": WordsForm,
    "withdraw_review": WordsForm,
}
