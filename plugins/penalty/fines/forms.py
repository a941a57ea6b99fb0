"""Forms of what follows a decision: payments, cash, review or suit, correction, end."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.penalty.fields import MoneyField
from plugins.penalty.fines import commands as cmd
from plugins.penalty.fines import rules as paying

LONG = Length(max=4000, message=_("不能超过四千字。"))
SHORT = Length(max=200, message=_("最多200个字。"))


class PayForm(ActForm):
    """登记缴款."""

    paid_on = DayField(_("缴纳日期"), [needed(_("请填写缴纳日期。"))])
    amount = MoneyField(_("金额（元）"), [needed(_("请填写金额。"))])
    way = RadioField(_("缴纳方式"), choices=worded(paying.WAYS), validators=[needed(_("请选择缴纳方式。"))])
    receipt = StringField(
        _("银行或者电子票据的号码"),
        [needed(_("请填写银行或者电子票据的号码。")), Length(max=40, message=_("最多40个字。"))],
    )

    def to_command(self) -> cmd.Pay:
        """The command."""
        assert self.paid_on.data is not None  # needed
        return cmd.Pay(
            version=self.version.data or 0,
            paid_on=self.paid_on.data,
            amount=self.amount.value or Decimal(),
            way=str(self.way.data),
            receipt=str(self.receipt.data),
        )


class DayForm(ActForm):
    """An act of one day."""

    made: type[Any] = cmd.HandIn
    on = DayField(_("日期"), [needed(_("请填写日期。"))])

    def to_command(self) -> Any:
        """The command."""
        return self.made(version=self.version.data or 0, on=self.on.data)


class BankForm(DayForm):
    """登记缴付银行."""

    made = cmd.Banked


class EndStayForm(DayForm):
    """登记复议或者诉讼结束."""

    made = cmd.EndStay
    on = DayField(_("复议、诉讼期间的最后一日"), [needed(_("请填写日期。"))])


class StayForm(ActForm):
    """登记复议或者诉讼开始."""

    kind = RadioField(_("是什么"), choices=worded(paying.STAYS), validators=[needed(_("请选择行政复议或者行政诉讼。"))])
    on = DayField(_("申请复议或者起诉之日"), [needed(_("请填写日期。"))])
    document = StringField(
        _("受理通知书、应诉通知书等的文号"), [needed(_("请填写受理通知书、应诉通知书等的文号。")), SHORT]
    )

    copied_on = DayField(
        _("收到起诉状副本的日期"),
        [Optional()],
        description=_("行政诉讼从这一天起十五日内答辩；已经另行登记应诉的不填。"),
    )

    def to_command(self) -> cmd.Stay:
        """The command."""
        assert self.on.data is not None  # needed
        return cmd.Stay(
            version=self.version.data or 0,
            kind=str(self.kind.data),
            on=self.on.data,
            document=str(self.document.data),
            copied_on=self.copied_on.data,
        )


class DefendedForm(DayForm):
    """登记提交答辩状."""

    made = cmd.Defended
    on = DayField(_("提交日期"), [needed(_("请填写日期。"))])


class RefundForm(ActForm):
    """登记退还款项."""

    on = DayField(_("退还日期"), [needed(_("请填写日期。"))])
    amount = MoneyField(_("金额（元）"), [needed(_("请填写金额。"))])
    receipt = StringField(
        _("退款凭证的号码"),
        [needed(_("请填写退款凭证的号码。")), Length(max=40, message=_("最多40个字。"))],
    )

    def to_command(self) -> cmd.Refunded:
        """The command."""
        assert self.on.data is not None  # needed
        return cmd.Refunded(
            version=self.version.data or 0,
            on=self.on.data,
            amount=self.amount.value or Decimal(),
            receipt=str(self.receipt.data),
        )


class CheckForm(ActForm):
    """检查改正情况."""

    corrected = RadioField(
        _("改正情况"),
        choices=worded({"yes": N_("已经改正"), "no": N_("没有改正")}),
        validators=[needed(_("请选择改正情况。"))],
    )
    words = TextAreaField(_("检查的情况"), [needed(_("请写明检查的情况。")), LONG])

    def to_command(self) -> cmd.Checked:
        """The command."""
        return cmd.Checked(
            version=self.version.data or 0, corrected=self.corrected.data == "yes", words=str(self.words.data)
        )


class CloseForm(ActForm):
    """结案."""

    def to_command(self) -> cmd.Close:
        """The command."""
        return cmd.Close(version=self.version.data or 0)
