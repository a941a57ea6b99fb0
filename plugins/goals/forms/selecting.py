"""Forms of selecting a key work: what it is, its stages, handing it in."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms import SelectMultipleField as Many
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.files.services import Kept
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm
from plugins.goals import commands as cmd
from plugins.goals.forms.base import EPOCH, LONG, SHORT, RoadForm
from plugins.goals.rules import Facts

NEW = N_("新增一个阶段")


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
