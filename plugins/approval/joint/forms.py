"""Forms of joint handling."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, TextAreaField
from wtforms.validators import Length

from core.cases.models import Case
from core.db import ScopedSession
from core.i18n import N_
from core.web.fields import needed
from core.web.forms import ActForm, worded
from plugins.approval.forms import ExtendForm, RoadForm
from plugins.approval.handling.forms import boxes
from plugins.approval.joint import commands as cmd
from plugins.approval.joint import queries
from plugins.approval.rules import Facts

LONG = Length(max=20_000, message=_("不能超过两万字。"))


class ShareOutForm(RoadForm):
    """确定统一、联合办理."""

    units = boxes(_("协办单位"), _("请至少选择一个协办单位。"))
    asked = TextAreaField(_("需要协办单位对什么提出意见"), [needed(_("请写明需要协办单位对什么提出意见。")), LONG])
    days = IntegerField(_("答复期限（工作日）"), [needed(_("请填写答复期限。"))], default=10)

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """The other units that have somebody to answer."""
        self.units.choices = list(queries.units(session, case.unit_id).items())

    def to_command(self) -> cmd.ShareOut:
        """The command."""
        return cmd.ShareOut(
            version=self.version.data or 0,
            units=tuple(self.units.data or ()),
            asked=str(self.asked.data),
            days=self.days.data or 0,
        )


class ExtendJointForm(ExtendForm):
    """延长统一、联合办理的期限."""

    days = IntegerField(_("延长的工作日数（1至15）"), [needed(_("请填写延长的工作日数。"))], default=15)

    def to_command(self) -> cmd.ExtendJoint:
        """The command."""
        return cmd.ExtendJoint(version=self.version.data or 0, days=self.days.data or 0, reason=str(self.reason.data))


class AnswerPartForm(ActForm):
    """答复协办意见."""

    agrees = RadioField(
        _("意见"),
        choices=worded({"yes": N_("同意"), "no": N_("不同意")}),
        validators=[needed(_("请选择同意或者不同意。"))],
    )
    opinion = TextAreaField(_("意见和理由"), [needed(_("请写明意见和理由。")), LONG])

    def to_command(self) -> cmd.AnswerPart:
        """The command."""
        return cmd.AnswerPart(
            version=self.version.data or 0, agrees=self.agrees.data == "yes", opinion=str(self.opinion.data)
        )


FORMS: dict[str, type[RoadForm]] = {"share_out": ShareOutForm, "extend_joint": ExtendJointForm}
