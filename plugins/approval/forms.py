"""Forms of the road: the shape of input, and the command it becomes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, Regexp, ValidationError

from core import clock as time
from core.cases.services import Party
from core.web.forms import ActForm, KeyedForm
from plugins.approval import commands as cmd
from plugins.approval import rules

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
DATE_FORMATS = ["%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"]


def needed(words: Any) -> InputRequired:
    """A field that must be filled, with its own words."""
    return InputRequired(words)


def id_number(form: Any, field: Any) -> None:
    """A resident's ID number 公民身份号码: 18 places and a check digit (GB 11643)."""
    value = re.sub(r"[\s-]", "", field.data or "").upper()
    field.data = value
    if not re.fullmatch(r"\d{17}[\dX]", value):
        raise ValidationError(_("身份证号应当为18位，最后一位可以是X。"))
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], ID_WEIGHTS, strict=True))
    if "10X98765432"[total % 11] != value[17]:
        raise ValidationError(_("身份证号的校验位不正确，请核对每一位数字。"))


class WhoForm(KeyedForm):
    """The applicant."""

    name = StringField(_("姓名"), [needed(_("请填写申请人姓名。")), Length(max=50, message=_("不能超过50个字。"))])
    id_number = StringField(_("身份证号"), [needed(_("请填写身份证号。")), id_number])
    phone = StringField(
        _("手机号码"),
        [
            needed(_("请填写手机号码，办理中需要与您联系。")),
            Regexp(
                r"^\+?(?:[\s-]*\d){7,15}[\s-]*$", message=_("请核对电话号码：应当是7至15位数字，例如 139 0000 0000。")
            ),
        ],
    )
    address = StringField(_("住址"), [Optional(), Length(max=200, message=_("不能超过200个字。"))])

    def to_party(self) -> Party:
        """The applicant as a party of the case."""
        return Party(
            "applicant",
            str(self.name.data).strip(),
            str(self.id_number.data),
            re.sub(r"[\s-]", "", str(self.phone.data)),
            str(self.address.data or "").strip(),
        )


class PutRightForm(ActForm):
    """当场更正."""

    corrections = TextAreaField(_("当场更正了什么（每行一项）"), [needed(_("请写明当场更正了什么。"))])

    def to_command(self) -> cmd.PutRight:
        """The command."""
        return cmd.PutRight(version=self.version.data or 0, corrections=tuple(str(self.corrections.data).splitlines()))


class AskCorrectionForm(ActForm):
    """一次性告知: ticked materials with what to do; the boxes are drawn from the item's list."""

    def to_command(self) -> cmd.AskCorrection:
        """The command; a ticked material without words is answered at its field."""
        ticked = request.form.getlist("ask")
        return cmd.AskCorrection(
            version=self.version.data or 0, asked={code: request.form.get(f"asked-{code}", "") for code in ticked}
        )


class CorrectForm(ActForm):
    """补正材料 brought to the counter."""

    def to_command(self) -> cmd.Correct:
        """The command."""
        return cmd.Correct(version=self.version.data or 0, on_paper=tuple(request.form.getlist("on_paper")))


class AcceptForm(ActForm):
    """受理."""

    accepted_on = DateField(
        _("受理日期"), [needed(_("请填写受理日期，例如 2026-11-24。"))], format=DATE_FORMATS, default=time.today
    )

    def to_command(self) -> cmd.Accept:
        """The command."""
        return cmd.Accept(version=self.version.data or 0, accepted_on=_day(self.accepted_on))


class RefuseAcceptanceForm(ActForm):
    """不予受理."""

    ground = RadioField(
        _("法定情形"),
        choices=[(code, _(label)) for code, label in rules.REFUSALS.items()],
        validators=[needed(_("请选择一种情形。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明不予受理的理由。"))])
    right_organ = StringField(_("应当向哪个行政机关申请"))

    def to_command(self) -> cmd.RefuseAcceptance:
        """The command."""
        return cmd.RefuseAcceptance(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            reasons=str(self.reasons.data),
            right_organ=str(self.right_organ.data or ""),
        )


class StartSpecialForm(ActForm):
    """进入特别程序."""

    ground = SelectField(
        _("法定情形（行政许可法第四十五条）"), choices=[(name, _(name)) for name in rules.SPECIAL_GROUNDS]
    )
    document = StringField(_("书面告知文书名称或文号"), [needed(_("请写明书面告知申请人的文书名称或文号。"))])
    told_on = DateField(_("书面告知日期"), [needed(_("请填写告知日期。"))], format=DATE_FORMATS, default=time.today)
    expected_days = IntegerField(_("所需天数"), [needed(_("请写明特别程序所需的天数。"))])

    def to_command(self) -> cmd.StartSpecial:
        """The command."""
        return cmd.StartSpecial(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            document=str(self.document.data),
            told_on=_day(self.told_on),
            expected_days=self.expected_days.data or 0,
        )


class EndSpecialForm(ActForm):
    """特别程序结束."""

    arrived_on = DateField(
        _("结果送达日期"), [needed(_("请填写结果送达日期。"))], format=DATE_FORMATS, default=time.today
    )
    result = TextAreaField(_("结果"), [needed(_("请写明特别程序的结果。"))])

    def to_command(self) -> cmd.EndSpecial:
        """The command."""
        return cmd.EndSpecial(
            version=self.version.data or 0, arrived_on=_day(self.arrived_on), result=str(self.result.data)
        )


class ExtendForm(ActForm):
    """延长期限."""

    days = IntegerField(_("延长的工作日数（1至10）"), [needed(_("请填写延长的工作日数。"))], default=10)
    reason = TextAreaField(_("延长期限的理由（将告知申请人）"), [needed(_("请写明延长期限的理由，理由将告知申请人。"))])

    def to_command(self) -> cmd.Extend:
        """The command."""
        return cmd.Extend(version=self.version.data or 0, days=self.days.data or 0, reason=str(self.reason.data))


class ReviewForm(ActForm):
    """审查."""

    verifiers = StringField(_("核查人员（两名以上，用顿号分隔）"), [needed(_("请填写两名以上核查人员。"))])
    findings = TextAreaField(_("核查情况"), [needed(_("请写明核查情况。"))])
    opinion = TextAreaField(_("审查意见"), [needed(_("请写明审查意见。"))])

    def to_command(self) -> cmd.Review:
        """The command."""
        return cmd.Review(
            version=self.version.data or 0,
            verifiers=tuple(re.split(r"[、,，;；\s]+", str(self.verifiers.data).strip())),
            findings=str(self.findings.data),
            opinion=str(self.opinion.data),
        )


class _DecisionForm(ActForm):
    decision = RadioField(
        _("结论"),
        choices=[(rules.GRANT, _("准予")), (rules.REFUSE, _("不予"))],
        validators=[needed(_("请选择准予或者不予。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。"))])


class ProposeForm(_DecisionForm):
    """提出拟办意见."""

    def to_command(self) -> cmd.Propose:
        """The command."""
        return cmd.Propose(
            version=self.version.data or 0, decision=str(self.decision.data), reasons=str(self.reasons.data)
        )


class DecideForm(_DecisionForm):
    """作出决定."""

    def to_command(self) -> cmd.Decide:
        """The command."""
        return cmd.Decide(
            version=self.version.data or 0, decision=str(self.decision.data), reasons=str(self.reasons.data)
        )


class SendBackForm(ActForm):
    """退回."""

    reason = TextAreaField(_("退回的理由"), [needed(_("请写明退回的理由。"))])

    def to_command(self) -> cmd.SendBack:
        """The command."""
        return cmd.SendBack(version=self.version.data or 0, reason=str(self.reason.data))


class ForwardForm(ActForm):
    """初审转报."""

    opinion = TextAreaField(_("初审意见"), [needed(_("请写明初审意见。"))])

    def to_command(self) -> cmd.Forward:
        """The command."""
        return cmd.Forward(version=self.version.data or 0, opinion=str(self.opinion.data))


class RelayForm(_DecisionForm):
    """登记决定机关的决定."""

    document = StringField(_("决定文书的名称或文号"), [needed(_("请写明决定文书的名称或文号。"))])
    decided_on = DateField(_("决定日期"), [needed(_("请填写决定日期。"))], format=DATE_FORMATS, default=time.today)

    def to_command(self) -> cmd.Relay:
        """The command."""
        return cmd.Relay(
            version=self.version.data or 0,
            decision=str(self.decision.data),
            document=str(self.document.data),
            decided_on=_day(self.decided_on),
            reasons=str(self.reasons.data),
        )


class DeliverForm(ActForm):
    """送达."""

    way = RadioField(
        _("送达方式"),
        choices=[(code, _(label)) for code, label in rules.WAYS.items()],
        validators=[needed(_("请选择送达方式。"))],
    )
    recipient = StringField(_("签收人"), [needed(_("请填写签收人。"))])
    delivered_on = DateField(_("送达日期"), [needed(_("请填写送达日期。"))], format=DATE_FORMATS, default=time.today)

    def to_command(self) -> cmd.Deliver:
        """The command."""
        return cmd.Deliver(
            version=self.version.data or 0,
            way=str(self.way.data),
            recipient=str(self.recipient.data),
            delivered_on=_day(self.delivered_on),
        )


class WithdrawForm(ActForm):
    """撤回申请."""

    reason = TextAreaField(_("撤回的原因（可以不填）"))

    def to_command(self) -> cmd.Withdraw:
        """The command."""
        return cmd.Withdraw(version=self.version.data or 0, reason=str(self.reason.data or ""))


class ExplainOverrunForm(ActForm):
    """公开说明超时理由."""

    words = TextAreaField(_("超过承诺时限的理由（将公开）"), [needed(_("请写明超过承诺时限的理由，该说明将公开。"))])

    def to_command(self) -> cmd.ExplainOverrun:
        """The command."""
        return cmd.ExplainOverrun(version=self.version.data or 0, words=str(self.words.data))


FORMS: Mapping[str, type[ActForm]] = {
    "put_right": PutRightForm,
    "ask_correction": AskCorrectionForm,
    "correct": CorrectForm,
    "accept": AcceptForm,
    "refuse_acceptance": RefuseAcceptanceForm,
    "start_special": StartSpecialForm,
    "end_special": EndSpecialForm,
    "extend": ExtendForm,
    "review": ReviewForm,
    "propose": ProposeForm,
    "decide": DecideForm,
    "send_back": SendBackForm,
    "forward": ForwardForm,
    "relay": RelayForm,
    "deliver": DeliverForm,
    "withdraw": WithdrawForm,
    "explain_overrun": ExplainOverrunForm,
}


def _day(field: Any) -> dt.date:
    assert isinstance(field.data, dt.date)
    return field.data
