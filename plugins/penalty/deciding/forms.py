"""Forms of review, discussion and decision."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.penalty.catalogue.rules import GAINS, STOP
from plugins.penalty.fields import MoneyField
from plugins.penalty.fines.forms import LONG, SHORT
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import rules
from plugins.penalty.summary.forms import ReasonsForm


class LegalReviewForm(ActForm):
    """法制审核."""

    passed = RadioField(
        _("审核结果"),
        choices=worded({"yes": N_("通过"), "no": N_("不通过")}),
        validators=[needed(_("请选择审核结果。"))],
    )
    opinion = TextAreaField(_("审核意见"), [needed(_("请写明审核意见。")), LONG])
    qualified = BooleanField(_("我从事过法制审核，或者已经取得国家统一法律职业资格"))

    def to_command(self) -> cmd.LegalReview:
        """The command."""
        return cmd.LegalReview(
            version=self.version.data or 0,
            passed=self.passed.data == "yes",
            opinion=str(self.opinion.data),
            qualified=bool(self.qualified.data),
        )


class DiscussForm(ActForm):
    """登记集体讨论."""

    on = DayField(_("讨论日期"), [needed(_("请填写日期。"))])
    present = StringField(_("参加讨论的负责人"), [needed(_("请写明参加讨论的负责人。")), SHORT])
    opinions = TextAreaField(_("各人的意见"), [needed(_("请写明各人的意见。")), LONG])
    conclusion = TextAreaField(_("结论"), [needed(_("请写明讨论的结论。")), LONG])

    def to_command(self) -> cmd.Discuss:
        """The command."""
        assert self.on.data is not None  # needed
        return cmd.Discuss(
            version=self.version.data or 0,
            on=self.on.data,
            present=str(self.present.data),
            opinions=str(self.opinions.data),
            conclusion=str(self.conclusion.data),
        )


class PenaliseForm(ActForm):
    """作出处罚决定."""

    facts = TextAreaField(_("查明的违法事实"), [needed(_("请写明查明的违法事实。")), LONG])
    warning = BooleanField(_("给予警告"))
    amount = MoneyField(_("罚款（元）"), [needed(_("请填写罚款的金额；不罚款的填0。"))])
    gains = MoneyField(_("没收违法所得（元）"))
    stop = BooleanField(_("责令停业整顿"))
    performance = TextAreaField(
        _("没收、停业整顿的履行方式和期限"), [LONG], description=_("怎样履行、从哪一天到哪一天，写入决定书")
    )
    correct_by = DayField(_("改正的期限"), [Optional()], description=_("已经改正的不填。"))
    put_right = BooleanField(_("已经改正，或者没有可以改正的"))
    anew = TextAreaField(
        _("与原决定不同的事实和理由"), [LONG], description=_("原决定已被撤销；作出相同或者基本相同的决定的必须填写")
    )

    def suits(self, kinds: frozenset[str], again: bool) -> None:
        """Ask only for kinds that the offence knows, and for what is new only where it is decided anew."""
        if not again:
            del self.anew
        if GAINS not in kinds:
            del self.gains
        if STOP not in kinds:
            del self.stop
        if not {GAINS, STOP} & kinds:
            del self.performance

    def to_command(self) -> cmd.Penalise:
        """The command."""
        return cmd.Penalise(
            version=self.version.data or 0,
            warning=bool(self.warning.data),
            fine=self.amount.value or Decimal(),
            gains=(self.gains.value or Decimal()) if "gains" in self else Decimal(),
            stop=bool(self.stop.data) if "stop" in self else False,
            facts=str(self.facts.data),
            correct_by=self.correct_by.data,
            put_right=bool(self.put_right.data),
            performance=str(self.performance.data or "") if "performance" in self else "",
            anew=str(self.anew.data or "") if "anew" in self else "",
        )


class LeaveOffForm(ActForm):
    """不予行政处罚."""

    ground = RadioField(
        _("法定情形"),
        choices=worded(rules.NO_PENALTY),
        validators=[needed(_("请选择不予行政处罚的法定情形。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])
    education = TextAreaField(_("教育的情况"), [LONG])

    def to_command(self) -> cmd.LeaveOff:
        """The command."""
        return cmd.LeaveOff(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            reasons=str(self.reasons.data),
            education=str(self.education.data or ""),
        )


class HandOverForm(ActForm):
    """移送案件."""

    to = StringField(_("接收机关"), [needed(_("请填写接收机关。")), SHORT])
    document = StringField(_("移送文书的文号"), [needed(_("请填写移送文书的文号。")), SHORT])
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def to_command(self) -> cmd.HandOver:
        """The command."""
        return cmd.HandOver(
            version=self.version.data or 0,
            to=str(self.to.data),
            document=str(self.document.data),
            reasons=str(self.reasons.data),
        )


class DropForm(ReasonsForm):
    """撤销案件."""

    made = cmd.Drop


FORMS: Mapping[str, type[Any]] = {
    "legal_review": LegalReviewForm,
    "discuss": DiscussForm,
    "penalise": PenaliseForm,
    "leave_off": LeaveOffForm,
    "hand_over": HandOverForm,
    "drop": DropForm,
}
