"""Forms of key work: the shape of input, and the command it becomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms import SelectMultipleField as Many
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.files.services import Kept
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.goals import commands as cmd
from plugins.goals import rules
from plugins.goals.rules import Facts

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=1000, message=_("不能超过1000个字。"))
WHOLE = N_("整个项目")
NEW = N_("新增一个阶段")
EPOCH = dt.date(1, 1, 1)


class WorkForm(ActForm):
    """A key work as a unit selects it."""

    name = StringField(_("重点工作名称"), [needed(_("请填写重点工作名称。")), SHORT])
    head = StringField(_("负责人"), [needed(_("请填写负责人。")), SHORT], description=_("写明姓名和职务。"))
    body = StringField(_("责任主体"), [needed(_("请填写责任主体。")), SHORT])
    begins_on = DayField(_("项目开始时间"), [needed(_("请填写项目开始时间。"))])
    ends_on = DayField(_("总体完成时间"), [needed(_("请填写总体完成时间。"))])
    standard = TextAreaField(
        _("标准"), [needed(_("请填写事先明确的标准。")), LONG], description=_("做到什么程度算完成，事先写明。")
    )
    limit = TextAreaField(
        _("时限"), [needed(_("请填写事先明确的时限。")), LONG], description=_("每一步最多用多少时间，事先写明。")
    )
    lost = TextAreaField(
        _("流程再造：减少、合并的环节"),
        [needed(_("请写明减少、合并了哪些环节；没有的写“没有”。")), LONG],
    )

    def fills(self, given: cmd.Content) -> None:
        """Show what is kept."""
        for name in ("name", "head", "body", "begins_on", "ends_on", "standard", "limit", "lost"):
            self[name].data = getattr(given, name)

    def content(self) -> cmd.Content:
        """What was typed."""
        words = {name: str(self[name].data or "") for name in ("name", "head", "body", "standard", "limit", "lost")}
        return cmd.Content(begins_on=self.begins_on.data or EPOCH, ends_on=self.ends_on.data or EPOCH, **words)

    def offer(self, facts: Facts, files: tuple[Kept, ...]) -> None:
        """Nothing is chosen from what is there."""

    def prefill(self, facts: Facts) -> None:
        """As the draft says it."""
        self.fills(facts.content)

    def to_command(self) -> cmd.Edit:
        """The command."""
        return cmd.Edit(version=self.version.data or 0, content=self.content())


class NewForm(WorkForm):
    """The same, of a unit and a year."""

    unit = SelectField(_("选报单位"), validators=[needed(_("请选择单位。"))])
    year = RadioField(_("年度"), validators=[needed(_("请选择年度。"))])


class RoadForm(ActForm):
    """The form of an act: what it offers is taken from the facts, and the files it brought are in the store."""

    kept: tuple[Kept, ...] = ()

    def offer(self, facts: Facts, files: tuple[Kept, ...]) -> None:
        """Offer what can be chosen, and take the files that were kept."""
        self.kept = files
        if "stage" in self:
            whole = [("0", gettext(WHOLE))] if getattr(self, "of_whole", False) else []
            self["stage"].choices = whole + _stages(facts, done=getattr(self, "of_whole", False))

    def prefill(self, facts: Facts) -> None:
        """What is known already."""

    def _number(self, name: str = "stage") -> int:
        return int(self[name].data or 0) if str(self[name].data or "").isdecimal() else 0

    def _seen(self) -> int:
        return self.version.data or 0


class StageForm(RoadForm):
    """编排阶段: add one, change one, or take one out."""

    no = SelectField(_("阶段"), validate_choice=True)
    name = StringField(_("阶段目标"), [needed(_("请填写阶段目标。")), SHORT])
    standard = TextAreaField(_("完成的标准"), [needed(_("请填写完成的标准。")), LONG])
    days = IntegerField(_("需要的工作日"), [needed(_("请填写需要的工作日，只写数字。"))])
    planned_on = DayField(_("完成时间"), [needed(_("请填写完成时间。"))])
    after = Many(
        _("必须先完成的阶段"),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description=_("不选的，可以和前面的阶段同时进行。"),
    )
    remove = BooleanField(_("删除这个阶段"))

    def offer(self, facts: Facts, files: tuple[Kept, ...]) -> None:
        """The stages there are."""
        there = [(str(stage.no), f"{stage.no}. {stage.name}") for stage in facts.stages]
        self.no.choices = [("0", gettext(NEW)), *there]
        self.after.choices = there

    def shows_stage(self, facts: Facts, no: int, standard: str) -> None:
        """Show a stage to be changed; of none, what a new one usually needs: the one before it."""
        stage = facts.stage(no)
        if stage is None:
            self.no.data = "0"
            self.after.data = [str(len(facts.stages))] if facts.stages else []
            return
        self.no.data, self.name.data, self.standard.data = str(no), stage.name, standard
        self.days.data, self.planned_on.data, self.after.data = (
            stage.days,
            stage.planned_on,
            [str(one) for one in stage.after],
        )

    def to_command(self) -> cmd.PutStage:
        """The command."""
        return cmd.PutStage(
            version=self._seen(),
            no=self._number("no"),
            name=str(self.name.data or ""),
            standard=str(self.standard.data or ""),
            days=self.days.data or 0,
            planned_on=self.planned_on.data or EPOCH,
            after=tuple(int(no) for no in self.after.data or ()),
            remove=bool(self.remove.data),
        )


class SubmitForm(RoadForm):
    """报送选报."""

    late_reason = TextAreaField(_("迟报的原因"), [Optional(), LONG])

    def offer(self, facts: Facts, files: tuple[Kept, ...]) -> None:
        """A reason is asked for only where the day has passed."""
        if not facts.late:
            del self.late_reason

    def to_command(self) -> cmd.Submit:
        """The command."""
        reason = str(self["late_reason"].data or "") if "late_reason" in self else ""
        return cmd.Submit(version=self._seen(), late_reason=reason)


class TakeBackForm(RoadForm):
    """撤回选报."""

    def to_command(self) -> cmd.TakeBack:
        """The command."""
        return cmd.TakeBack(version=self._seen())


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


FORMS: Mapping[str, type[WorkForm] | type[RoadForm]] = {
    "edit": WorkForm,
    "put_stage": StageForm,
    "submit": SubmitForm,
    "take_back": TakeBackForm,
    "review_government": ReviewForm,
    "review_supervision": ReviewForm,
    "resolve": ResolveForm,
    "publish": PublishForm,
    "progress": ProgressForm,
    "stage_done": StageDoneForm,
    "raise_obstacle": ObstacleForm,
    "answer_obstacle": AnswerForm,
    "ask_change": ChangeForm,
    "decide_change": DecideChangeForm,
    "supervise": SuperviseForm,
    "finish": FinishForm,
    "fail": FailForm,
}


def _stages(facts: Facts, *, done: bool) -> list[tuple[str, str]]:
    return [(str(stage.no), f"{stage.no}. {stage.name}") for stage in facts.stages if done or stage.done_on is None]
