"""Forms of a campaign: its plan, a finding, what was done about it, a signature, and its report."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length

from core.i18n import N_
from core.tenancy.models import Unit
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm
from plugins.supervision.campaign import rules
from plugins.supervision.campaign.models import Campaign

TOO_LONG = Length(max=rules.LONGEST, message=_("不能超过%(max)d个字。"))
SHORT = Length(max=rules.SHORT, message=_("不能超过%(max)d个字。"))
NO_DATE = _("请填写日期，例如2026-11-24。")
NO_UNIT = _("请选择单位。")


def choices(units: Sequence[Unit]) -> list[tuple[str, str]]:
    """Units as choices of a field."""
    return [("", ""), *((str(unit.id), unit.name) for unit in units)]


class PlanForm(ActForm):
    """The plan 方案."""

    title = StringField(_("名称"), [needed(_("请填写名称。")), SHORT])
    subject = StringField(_("整治什么"), [needed(_("请写明整治什么。")), SHORT])
    from_on = DayField(_("开始"), [needed(NO_DATE)])
    to_on = DayField(_("结束"), [needed(NO_DATE)])
    leader = StringField(_("负责人"), [needed(_("请填写负责人。")), SHORT], description=N_("姓名和职务"))
    unit = SelectField(_("责任单位"), [needed(NO_UNIT)])
    plan = TextAreaField(_("方案：范围、步骤和要求"), [needed(_("请写明方案：范围、步骤和要求。")), TOO_LONG])

    def offer(self, units: Sequence[Unit]) -> None:
        """Offer the units of the place."""
        self.unit.choices = choices(units)

    def show(self, row: Campaign) -> None:
        """Fill in a plan that is to be changed."""
        self.title.data, self.subject.data, self.plan.data = row.title, row.subject, row.plan
        self.leader.data, self.unit.data = row.leader, str(row.unit_id)
        self.from_on.data, self.to_on.data = row.from_on, row.to_on
        self.shows(row.version)

    def to_command(self) -> rules.Plan:
        """The command."""
        assert self.from_on.data is not None
        assert self.to_on.data is not None
        return rules.Plan(
            title=str(self.title.data),
            subject=str(self.subject.data),
            plan=str(self.plan.data),
            leader=str(self.leader.data),
            unit_id=UUID(str(self.unit.data)),
            from_on=self.from_on.data,
            to_on=self.to_on.data,
        )


class FindingForm(KeyedForm):
    """A finding."""

    unit = SelectField(_("在哪个单位"), [needed(NO_UNIT)])
    found_on = DayField(_("哪天"), [needed(NO_DATE)])
    found = TextAreaField(_("发现的问题"), [needed(_("请写明发现的问题。")), TOO_LONG])

    def to_finding(self) -> rules.Finding:
        """The finding."""
        assert self.found_on.data is not None
        return rules.Finding(UUID(str(self.unit.data)), str(self.found.data), self.found_on.data)


class DoneForm(KeyedForm):
    """What was done about a finding."""

    done = TextAreaField(_("整改的措施"), [needed(_("请写明整改的措施。")), TOO_LONG])


class SignForm(ActForm):
    """A signature."""


class CloseForm(ActForm):
    """The report."""

    report = TextAreaField(
        _("总结"), [needed(_("请写明总结。")), TOO_LONG], description=N_("数据从登记中统计，不用在这里写")
    )
