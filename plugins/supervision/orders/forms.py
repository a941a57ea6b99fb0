"""Forms of orders: issuing one, answering, checking, returning, lifting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, MultipleFileField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.db.ids import read_id
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm
from plugins.supervision.orders import rules

LONG = Length(max=rules.LONGEST, message=_("不能超过5000个字。"))


class IssueForm(KeyedForm):
    """交办单, 催办单, 督办单 or 整改通知单."""

    matter = StringField(_("事项"), [needed(_("请写明事项。")), Length(max=100, message=_("事项最多100个字。"))])
    demand = TextAreaField(_("要求"), [needed(_("请写明要求。")), LONG])
    unit = SelectField(_("责任单位"), [needed(_("请选择责任单位。"))])
    person = StringField(_("责任人"), [needed(_("请写明责任人。")), Length(max=40, message=_("责任人最多40个字。"))])
    due_on = DayField(_("办结期限"), [needed(_("请填写期限。"))], description=_("应当是工作日，最早今天。"))
    about = StringField(
        _("所涉案件的编号"), [Optional(), Length(max=60, message=_("编号不超过60个字。"))], description=_("可以不填。")
    )
    duty = SelectField(_("所涉的逾期任务"), [Optional()])
    draw = SelectField(_("在哪次抽查中发现"), [Optional()])
    visit = HiddenField()

    def offer(
        self, units: Mapping[UUID, str], duties: Iterable[tuple[UUID, str]], draws: Iterable[tuple[UUID, str]]
    ) -> None:
        """Offer the units, the late duties and the draws there are; what there is none of is not asked."""
        self.unit.choices = [("", gettext("请选择")), *((str(unit), name) for unit, name in units.items())]
        for name, found in (("duty", list(duties)), ("draw", list(draws))):
            self[name].choices = [("", gettext("没有")), *((str(one), words) for one, words in found)]
            if not found:
                del self[name]

    def to_command(self, kind: str) -> rules.Issue:
        """What was written."""
        assert isinstance(self.due_on.data, dt.date)
        return rules.Issue(
            kind=kind,
            matter=str(self.matter.data),
            demand=str(self.demand.data),
            unit_id=UUID(self.unit.data),
            person=str(self.person.data),
            due_on=self.due_on.data,
            about=str(self.about.data or ""),
            duty_id=_id(self, "duty"),
            draw_id=_id(self, "draw"),
            visit_id=_id(self, "visit"),
        )


class AnswerForm(ActForm):
    """答复办理情况."""

    words = TextAreaField(_("办理情况"), [needed(_("请写明办理情况。")), LONG])
    proofs = MultipleFileField(_("证明材料（可以没有）"))

    def to_command(self, proofs: Any = ()) -> rules.Answer:
        """The command, with its proofs."""
        return rules.Answer(version=self.version.data or 0, words=str(self.words.data), proofs=tuple(proofs))


class AcceptForm(ActForm):
    """核查办结."""

    words = TextAreaField(
        _("核查情况"),
        [needed(_("请写明核查情况。")), LONG],
        description=_("写明怎样核查、结果怎样；谁答复的，谁不能核查。"),
    )

    def to_command(self) -> rules.Accept:
        """The command."""
        return rules.Accept(version=self.version.data or 0, words=str(self.words.data))


class ReturnForm(ActForm):
    """退回重办."""

    reason = TextAreaField(_("退回的理由"), [needed(_("请写明理由。")), LONG])
    due_on = DayField(_("新的期限"), [needed(_("请填写期限。"))], description=_("应当是工作日，最早今天。"))

    def to_command(self) -> rules.Return:
        """The command."""
        assert isinstance(self.due_on.data, dt.date)
        return rules.Return(version=self.version.data or 0, reason=str(self.reason.data), due_on=self.due_on.data)


class LiftForm(ActForm):
    """解除."""

    reason = TextAreaField(_("解除的理由"), [needed(_("请写明理由。")), LONG])

    def to_command(self) -> rules.Lift:
        """The command."""
        return rules.Lift(version=self.version.data or 0, reason=str(self.reason.data))


FORMS: dict[str, type[ActForm]] = {
    "answer": AnswerForm,
    "accept": AcceptForm,
    "send_back": ReturnForm,
    "lift": LiftForm,
}


def _id(form: IssueForm, name: str) -> UUID | None:
    return read_id(str(form[name].data)) if name in form else None
