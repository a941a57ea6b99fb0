"""Forms of consultations."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.comments.forms import WORDS, CommentForm
from core.comments.rules import TAKEN, Said
from core.web.fields import needed
from core.web.forms import KeyedForm, worded
from plugins.frontline.consult import commands as cmd
from plugins.frontline.consult import rules
from plugins.frontline.issues.forms import SHORT

LONG = Length(max=rules.LONGEST, message=_("不能超过两万字。"))


class AskForm(KeyedForm):
    """公开征求意见."""

    title = StringField(_("征求意见的事项"), [needed(_("请填写征求意见的事项。")), SHORT])
    draft = TextAreaField(_("决策草案"), [needed(_("请写明决策草案。")), LONG])
    explanation = TextAreaField(_("草案的说明"), [needed(_("请写明草案的说明。")), LONG])
    how = StringField(
        _("其他提出意见的方式"), [Optional(), SHORT], description=_("例如来信地址、电话；门户上可以直接填写")
    )
    major = BooleanField(_("属于重大行政决策，或者与群众利益密切相关的重大项目、敏感事项"), default=True)
    days = IntegerField(_("期限（自然日）"), [needed(_("请填写期限。"))], default=rules.MAJOR_DAYS)
    reason = TextAreaField(
        _("缩短期限的理由"),
        [Optional(), WORDS],
        description=_("重大决策少于30日的必须填写，会一并公布（条例第十五条）"),
    )

    def to_command(self) -> cmd.Content:
        """The command."""
        words = {name: str(self[name].data or "") for name in ("title", "draft", "explanation", "how", "reason")}
        return cmd.Content(**words, major=bool(self.major.data), days=self.days.data or 0)


class SayForm(CommentForm):
    """What the public says, and where to ask back."""

    phone = StringField(
        _("电话"), [Optional(), Length(max=20, message=_("电话不超过20个字。"))], description=_("可以不填，不公开")
    )

    def to_command(self) -> Said:
        """What is kept."""
        return replace(super().to_command(), phone=str(self.phone.data or ""))


class AnswerForm(KeyedForm):
    """写采纳情况."""

    taken = RadioField(_("是否采纳"), choices=worded(TAKEN), validators=[needed(_("请选择是否采纳。"))])
    why = TextAreaField(_("理由"), [Optional(), WORDS], description=_("没有全部采纳的必须填写，会公布"))

    def to_command(self) -> cmd.AnswerComment:
        """The command."""
        return cmd.AnswerComment(taken=str(self.taken.data), why=str(self.why.data or ""))
