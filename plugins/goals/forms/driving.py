"""Forms of driving a key work to its end: progress, stages, obstacles, supervision."""

from __future__ import annotations

from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, RadioField, SelectField, TextAreaField

from core.web.fields import DayField, needed
from plugins.goals import commands as cmd
from plugins.goals.forms.base import EPOCH, LONG, RoadForm


class ProgressForm(RoadForm):
    """登记进展."""

    of_whole = True
    stage = SelectField(_("阶段"))
    words = TextAreaField(_("进展情况"), [needed(_("请写明进展情况。")), LONG], description=_("公众可以看到。"))
    files = MultipleFileField(_("证明材料"))

    def to_command(self) -> cmd.Progress:
        """The command."""
        return cmd.Progress(version=self._seen(), stage=self._number(), words=str(self.words.data), files=self.kept)


class StageDoneForm(RoadForm):
    """登记阶段完成."""

    stage = SelectField(_("阶段"))
    done_on = DayField(_("完成日期"), [needed(_("请填写完成日期。"))])
    proof = TextAreaField(_("完成的依据"), [needed(_("请写明完成的依据。")), LONG], description=_("公众可以看到。"))
    files = MultipleFileField(_("证明材料"))

    def to_command(self) -> cmd.StageDone:
        """The command."""
        return cmd.StageDone(
            version=self._seen(),
            stage=self._number(),
            done_on=self.done_on.data or EPOCH,
            proof=str(self.proof.data),
            files=self.kept,
        )


class ObstacleForm(RoadForm):
    """提出困难和问题."""

    of_whole = True
    stage = SelectField(_("阶段"))
    words = TextAreaField(_("困难和需要协调的事"), [needed(_("请写明困难和需要协调的事。")), LONG])

    def to_command(self) -> cmd.Raise:
        """The command."""
        return cmd.Raise(version=self._seen(), stage=self._number(), words=str(self.words.data))


class AnswerForm(RoadForm):
    """答复困难和问题; what waits is offered by the page, which has its words."""

    entry = RadioField(_("要答复的问题"), validators=[needed(_("请选择要答复的问题。"))])
    words = TextAreaField(_("答复"), [needed(_("请填写答复。")), LONG])

    def to_command(self) -> cmd.AnswerObstacle:
        """The command."""
        return cmd.AnswerObstacle(version=self._seen(), entry=UUID(str(self.entry.data)), words=str(self.words.data))


class SuperviseForm(RoadForm):
    """登记督查意见."""

    words = TextAreaField(_("督查意见"), [needed(_("请写明督查意见。")), LONG])

    def to_command(self) -> cmd.Supervise:
        """The command."""
        return cmd.Supervise(version=self._seen(), words=str(self.words.data))


class FinishForm(RoadForm):
    """登记完成."""

    proof = TextAreaField(_("完成情况"), [needed(_("请写明完成情况。")), LONG], description=_("公众可以看到。"))
    files = MultipleFileField(_("证明材料"))

    def to_command(self) -> cmd.Finish:
        """The command."""
        return cmd.Finish(version=self._seen(), proof=str(self.proof.data), files=self.kept)


class FailForm(RoadForm):
    """登记未完成."""

    reasons = TextAreaField(
        _("没有完成的原因"), [needed(_("请写明没有完成的原因。")), LONG], description=_("公众可以看到。")
    )

    def to_command(self) -> cmd.Fail:
        """The command."""
        return cmd.Fail(version=self._seen(), reasons=str(self.reasons.data))
