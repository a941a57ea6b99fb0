"""Forms of a booklet: its plan, and what each step of its road is told."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.comments.forms import CommentForm, ModerateForm
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.penalty.booklet.rules import Take

LONG = Length(max=8000, message=_("不能超过8000个字。"))
AGREED: Mapping[str, str] = {"yes": N_("同意"), "no": N_("不同意，退回修改")}
ISSUED: Mapping[str, str] = {"yes": N_("印发"), "no": N_("退回修改")}


class PlanForm(ActForm):
    """写实施方案."""

    plan = TextAreaField(
        _("实施方案"),
        [needed(_("请写实施方案。")), LONG],
        description=_("写明怎样执行裁量标准：谁负责、怎样培训和检查、何时评估修订。一行一段。"),
    )


class StepForm(ActForm):
    """报送."""

    def to_command(self) -> Take:
        """The command."""
        return Take(version=self.version.data or 0)


class ReviewForm(StepForm):
    """法制审核."""

    agreed = RadioField(_("审核结论"), choices=worded(AGREED), validators=[needed(_("请选择结论。"))])
    words: StringField = TextAreaField(_("审核意见"), [needed(_("请写明法制审核的意见。")), LONG])

    def to_command(self) -> Take:
        """The command."""
        return Take(version=self.version.data or 0, agreed=self.agreed.data == "yes", words=str(self.words.data))


class MeetForm(StepForm):
    """领导班子会议审议."""

    on = DayField(_("会议日期"), [needed(_("请填写会议日期。"))])
    agreed = RadioField(_("审议结论"), choices=worded(AGREED), validators=[needed(_("请选择结论。"))])
    words = TextAreaField(_("会议名称和审议情况"), [needed(_("请写明会议的名称和审议的结论。")), LONG])

    def to_command(self) -> Take:
        """The command."""
        agreed = self.agreed.data == "yes"
        return Take(version=self.version.data or 0, agreed=agreed, words=str(self.words.data), on=self.on.data)


class IssueForm(ReviewForm):
    """印发, or back to its draft."""

    agreed = RadioField(_("办理"), choices=worded(ISSUED), validators=[needed(_("请选择印发或者退回。"))])
    words = StringField(
        _("印发的文号；退回的，写明理由"),
        [needed(_("请填写文号或者退回的理由。")), Length(max=200, message=_("最多200个字。"))],
    )


FORMS: Mapping[str, type[StepForm]] = {"submit": StepForm, "review": ReviewForm, "meet": MeetForm, "issue": IssueForm}


class SayForm(CommentForm):
    """What a reader says of a booklet; a name is shown masked."""

    name = StringField(
        _("姓名"),
        [Optional(), Length(max=30, message=_("不能超过30个字。"))],
        description=_("可以不填；填写的只显示姓氏。"),
    )


class LookForm(ModerateForm):
    """审看意见, with an answer."""

    answer = TextAreaField(_("答复"), [Optional(), Length(max=500, message=_("不能超过500个字。"))])
