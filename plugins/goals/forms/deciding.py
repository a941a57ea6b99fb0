"""Forms of what others decide: joint review, the joint meeting, the notice in the media, changes."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import worded
from plugins.goals import commands as cmd
from plugins.goals import rules
from plugins.goals.forms.base import EPOCH, LONG, SHORT, RoadForm
from plugins.goals.rules import Facts


class ReviewForm(RoadForm):
    """审核, for either side."""

    passed = RadioField(
        _("审核意见"),
        choices=worded({"yes": N_("通过"), "no": N_("退回修改")}),
        validators=[needed(_("请选择审核意见。"))],
    )
    words = TextAreaField(_("补充说明"), [Optional(), LONG], description=_("退回的，写明原因。"))

    def to_command(self) -> cmd.Review:
        """The command."""
        return cmd.Review(version=self._seen(), passed=self.passed.data == "yes", words=str(self.words.data or ""))


class ResolveForm(RoadForm):
    """登记联席会议审定."""

    decision = RadioField(_("审定结果"), choices=worded(rules.DECISIONS), validators=[needed(_("请选择审定结果。"))])
    held_on = DayField(_("会议日期"), [needed(_("请填写会议日期。"))])
    document = StringField(_("会议纪要文号"), [needed(_("请填写会议纪要的文号。")), SHORT])
    words = TextAreaField(_("补充说明"), [Optional(), LONG], description=_("退回或者不选入的，写明理由。"))

    def prefill(self, facts: Facts) -> None:
        """What a meeting resolved that had it on its agenda."""
        if facts.minutes is not None:
            self.document.data, self.held_on.data, self.words.data = facts.minutes
            self.decision.data = "return" if facts.minutes[2] else "approve"

    def to_command(self) -> cmd.Resolve:
        """The command."""
        return cmd.Resolve(
            version=self._seen(),
            decision=str(self.decision.data),
            held_on=self.held_on.data or EPOCH,
            document=str(self.document.data),
            words=str(self.words.data or ""),
        )


class PublishForm(RoadForm):
    """登记媒体公示."""

    media = StringField(_("媒体名称"), [needed(_("请填写公示的媒体名称。")), SHORT])
    media_on = DayField(_("公示日期"), [needed(_("请填写公示日期。"))])
    link = StringField(_("链接"), [Optional(), Length(max=500, message=_("不能超过500个字。"))])

    def to_command(self) -> cmd.Publish:
        """The command."""
        return cmd.Publish(
            version=self._seen(),
            media=str(self.media.data),
            media_on=self.media_on.data or EPOCH,
            link=str(self.link.data or ""),
        )


class ChangeForm(RoadForm):
    """申请变更阶段时间; read first what it breaks, then send the same form."""

    stage = SelectField(_("阶段"))
    new_on = DayField(_("新的完成时间"), [needed(_("请填写新的完成时间。"))])
    why = TextAreaField(
        _("变更的理由"), [needed(_("请写明变更的理由。")), LONG], description=_("同意变更以后公众可以看到。")
    )

    def to_command(self) -> cmd.AskChange:
        """The command."""
        return cmd.AskChange(
            version=self._seen(), stage=self._number(), new_on=self.new_on.data or EPOCH, why=str(self.why.data)
        )


class DecideChangeForm(RoadForm):
    """审批变更."""

    approved = RadioField(
        _("审批意见"),
        choices=worded({"yes": N_("同意变更"), "no": N_("不同意变更")}),
        validators=[needed(_("请选择审批意见。"))],
    )
    words = TextAreaField(_("补充说明"), [Optional(), LONG], description=_("不同意的，写明理由。"))

    def to_command(self) -> cmd.DecideChange:
        """The command."""
        return cmd.DecideChange(
            version=self._seen(), approved=self.approved.data == "yes", words=str(self.words.data or "")
        )
