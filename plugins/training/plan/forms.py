"""Forms of a plan: its topics and its needs row by row, and filing it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, StopValidation

from core.web.fields import needed
from core.web.forms import ActForm, worded
from core.web.rows import Row, RowsForm
from plugins.training import rules
from plugins.training.plan.services import Change

MOST_TICKED = 500


def at_most(longest: int) -> Length:
    """No more characters than this, told in words."""
    return Length(max=longest, message=_("不能超过%(max)d个字。"))


class HoursField(StringField):
    """Hours 学时, whole or to the quarter; what can't be read stands in the field as it was typed."""

    @property
    def quarters(self) -> int | None:
        """What was typed in quarters; None where it is none."""
        return rules.quarters_of(str(self.data or ""))

    def pre_validate(self, form: Any) -> None:
        """Hours there must be, in quarters."""
        if self.quarters is None:
            raise StopValidation(gettext("请填写0.25至200的学时，可以写到0.25，例如3、2.5、1.25。"))


class TopicRow(Row):
    """A topic with its hours, when it is planned, by whom and how."""

    code = HiddenField()
    name = StringField(_("专题名称"), [at_most(60)])
    quarters = HoursField(_("学时"), description=_("每个专题不少于3学时，全年累计不少于10学时；可以写到0.25。"))
    tag = SelectField(_("结合的主题"), choices=worded(rules.TAGS))
    period = StringField(_("计划时间"), [at_most(40)], description=_("例如“5月”“第二季度”。"))
    lecturer = StringField(_("授课人"), [at_most(40)])
    form = StringField(_("培训形式"), [at_most(40)], description=_("例如“集中授课”“现场观摩”。"))


class TopicsForm(RowsForm):
    """The year's theme and the topics of a plan."""

    row_class = TopicRow

    theme = StringField(_("年度主题"), [at_most(100)])
    why = TextAreaField(_("为什么变更"), [at_most(300)], description=_("已经备案的计划必须写明，版本记录里会显示。"))

    @property
    def asks(self) -> bool:
        """Whether only the hours are to be looked at, and nothing saved."""
        return "check" in request.form

    def topics(self) -> list[dict[str, Any]]:
        """The topics whose hours can be read; one name twice is one."""
        found = {}
        for row in self.given:
            if row.quarters.quarters is not None:
                words = {name: str(row[name].data or "").strip() for name in ("name", "period", "lecturer", "form")}
                tag = row.tag.data if row.tag.data in rules.TAGS else ""
                told = {"code": row.code.data, "quarters": row.quarters.quarters, "tag": tag}
                found[words["name"]] = {**told, **words}
        return list(found.values())

    def to_command(self) -> Change:
        """What was typed."""
        return Change(
            self.version.data or 0,
            theme=str(self.theme.data or ""),
            topics=self.topics(),
            why=str(self.why.data or ""),
        )


class NeedRow(Row):
    """Who lacks what, and by what it is known."""

    named = "gap"

    code = HiddenField()
    who = StringField(
        _("谁"), [needed(_("请填写姓名，或者写“全体”。")), at_most(40)], description=_("写姓名，或者写“全体”。")
    )
    gap = StringField(_("缺什么"), [at_most(100)], description=_("例如“不会填写执法文书”。"))
    basis = StringField(
        _("依据"), [needed(_("请填写依据。")), at_most(100)], description=_("怎么知道的，例如“案卷评查”“本人提出”。")
    )


class NeedsForm(RowsForm):
    """The needs of a plan 缺什么补什么."""

    row_class = NeedRow

    why = TextAreaField(_("为什么变更"), [at_most(300)], description=_("已经备案的计划必须写明，版本记录里会显示。"))

    def to_command(self) -> Change:
        """What was typed."""
        needs = [
            {name: str(row[name].data or "").strip() for name in ("code", "who", "gap", "basis")} for row in self.given
        ]
        return Change(self.version.data or 0, needs=needs, why=str(self.why.data or ""))


class FileForm(ActForm):
    """Filing a plan, and why late where the day has passed."""

    late_reason = TextAreaField(_("迟报原因"), [at_most(1000)])


def shown(topic: dict[str, Any]) -> dict[str, Any]:
    """A topic as its row shows it."""
    return {**topic, "quarters": str(rules.hours(topic["quarters"]))}


def ticked(name: str) -> set[UUID]:
    """The ids whose boxes were ticked under a name; what is none is left out."""
    found = set()
    for told in request.form.getlist(name)[:MOST_TICKED]:
        try:
            found.add(UUID(told))
        except ValueError:
            continue
    return found
