"""Forms of projects; stages are typed one a line, each with its day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from core import clock as time
from core.calendar import services as calendars
from core.files.services import Kept
from core.web import days
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.frontline.issues.forms import SHORT, day_of
from plugins.frontline.projects import commands as cmd
from plugins.frontline.projects import rules
from plugins.frontline.projects.models import Project, ProjectStage

LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))


class StagesField(TextAreaField):
    """Stages one a line, a day and a goal: what can't be read is told with its line, and stays as it was typed."""

    stages: tuple[tuple[str, dt.date], ...] = ()

    def pre_validate(self, form: Any) -> None:
        """Read the lines."""
        lines = [line.strip() for line in str(self.data or "").splitlines() if line.strip()]
        self.stages = tuple(_stage(line) for line in lines)


def _stage(line: str) -> tuple[str, dt.date]:
    day, _space, goal = line.partition(" ")
    try:
        if not goal.strip():
            raise ValueError
        return goal.strip()[:100], days.read(day, time.today(), calendars.latest())
    except ValueError:
        words = gettext("看不懂“%(line)s”：请先写日期，空一格，再写阶段目标。", line=line[:40])
        raise ValidationError(words) from None


class ProjectForm(ActForm):
    """A project as it is planned."""

    name = StringField(_("项目名称"), [needed(_("请填写项目名称。")), SHORT])
    purpose = TextAreaField(_("解决什么问题"), [needed(_("请写明解决什么问题。")), LONG])
    led_by = StringField(_("领衔主办"), [needed(_("请填写领衔主办的人。")), SHORT])
    watched_by = StringField(_("挂牌督办"), [needed(_("请填写挂牌督办的人或者单位。")), SHORT])
    money = StringField(_("资金和来源"), [Optional(), SHORT])
    begins_on = DayField(_("开始日期"), [needed(_("请填写开始日期。"))])
    ends_on = DayField(_("完成日期"), [needed(_("请填写完成日期。"))])
    stages = StagesField(
        _("阶段"),
        [needed(_("请至少写一个阶段。")), LONG],
        description=_("一行一个阶段：先写日期，空一格，再写目标，例如 2026-12-10 桥面浇筑完成"),
    )

    def prefill(self, project: Project, stages: Sequence[ProjectStage]) -> None:
        """The project as it is."""
        for name in ("name", "purpose", "led_by", "watched_by", "money", "begins_on", "ends_on"):
            self[name].data = getattr(project, name)
        self.stages.data = "\n".join(f"{stage.due_on.isoformat()} {stage.goal}" for stage in stages)

    def to_command(self) -> cmd.Content:
        """The command."""
        words = {name: str(self[name].data or "") for name in ("name", "purpose", "led_by", "watched_by", "money")}
        return cmd.Content(
            **words, begins_on=day_of(self.begins_on), ends_on=day_of(self.ends_on), stages=self.stages.stages
        )


class StageForm(KeyedForm):
    """登记阶段完成."""

    done_on = DayField(_("完成日期"), [needed(_("请填写完成日期。"))])
    proof = TextAreaField(_("完成的情况和凭据"), [needed(_("请写明完成的情况和凭据。")), LONG])
    photos = MultipleFileField(_("现场照片"), [Optional()])

    def to_command(self, photos: tuple[Kept, ...]) -> cmd.StageDone:
        """The command."""
        return cmd.StageDone(done_on=day_of(self.done_on), proof=str(self.proof.data), photos=photos)


class NoteForm(KeyedForm):
    """登记办理记录."""

    kind = RadioField(_("类别"), choices=worded(rules.RECORDS), validators=[needed(_("请选择记录的类别。"))])
    noted_on = DayField(_("日期"), [needed(_("请填写日期。"))])
    place = StringField(_("地点"), [Optional(), SHORT], description=_("现场办公必须填写"))
    words = TextAreaField(_("内容"), [needed(_("请写明内容。")), LONG])
    public = BooleanField(_("在门户上公开这条记录"))

    def to_command(self) -> cmd.Note:
        """The command."""
        return cmd.Note(
            kind=str(self.kind.data),
            noted_on=day_of(self.noted_on),
            place=str(self.place.data or ""),
            words=str(self.words.data),
            public=bool(self.public.data),
        )


class EndForm(ActForm):
    """完成或者终止."""

    outcome = RadioField(
        _("结果"),
        choices=worded({one: rules.STANDINGS[one] for one in (rules.FINISHED, rules.STOPPED)}),
        validators=[needed(_("请选择结果。"))],
    )
    words = TextAreaField(_("完成或者终止的情况"), [needed(_("请写明完成或者终止的情况。")), LONG])

    def to_command(self) -> cmd.End:
        """The command."""
        return cmd.End(outcome=str(self.outcome.data), words=str(self.words.data))
