"""Forms of the summary procedure: what was found on the spot, and one for each act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from core.i18n import N_
from core.pads.models import Pad
from core.pads.rules import LARGEST, shown
from core.web.fields import DayField, SubjectNumberField, needed
from core.web.filters import translated
from core.web.forms import ActForm, KeyedForm, worded
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import ANY
from plugins.penalty.catalogue.words import band_words
from plugins.penalty.discretion.forms import WeighingForm
from plugins.penalty.discretion.models import Standard
from plugins.penalty.discretion.rules import GROUNDS
from plugins.penalty.enforcement.forms import EndExecutionForm
from plugins.penalty.fields import MoneyField
from plugins.penalty.fines import forms as paying_forms
from plugins.penalty.fines.forms import LONG, SHORT
from plugins.penalty.officers.models import Officer
from plugins.penalty.summary import commands as cmd
from plugins.penalty.summary import rules

YES_NO = {"yes": N_("是"), "no": N_("不是")}
PICK = N_("请选择")


def _named(officers: Sequence[Officer]) -> list[tuple[str, str]]:
    return [("", gettext(PICK)), *((str(row.id), f"{row.name} {row.number}") for row in officers)]


def _said(field: Any) -> bool | None:
    return None if not field.data else bool(field.data == "yes")


class OpenForm(KeyedForm):
    """现场登记."""

    subject = RadioField(
        _("当事人的类别"), choices=worded(rules.PARTIES), validators=[needed(_("请选择当事人的类别。"))]
    )
    name = StringField(_("姓名或者名称"), [needed(_("请填写当事人的姓名或者名称。")), SHORT])
    id_number = SubjectNumberField(_("身份证号或者统一社会信用代码"), [Optional()])
    phone = StringField(_("电话"), [Length(max=40, message=_("最多40个字。"))])
    address = StringField(_("地址"), [SHORT])
    offence = SelectField(_("违法行为"), validators=[needed(_("请选择违法行为。"))])
    acted_on = DayField(
        _("违法行为的日期"), [needed(_("请填写违法行为的日期。"))], description=_("连续或者继续的，填终了之日。")
    )
    place = StringField(_("地点"), [needed(_("请填写地点。")), SHORT])
    facts = TextAreaField(_("查明的违法事实"), [needed(_("请写明查明的违法事实。")), LONG])
    evidence = TextAreaField(_("证据"), [needed(_("请写明证据；违法事实不清、证据不足的，不得处罚。")), LONG])
    second = SelectField(_("同行的执法人员"), validators=[needed(_("请选择同行的执法人员。"))])
    cards_shown = BooleanField(_("两名执法人员已经向当事人出示执法证件"))
    serious = BooleanField(
        _("涉及公民生命健康安全、金融安全且有危害后果"), description=_("追责时效延长至五年（行政处罚法36①）")
    )
    still = RadioField(_("法律修改后增加了条件的，行为是否仍然符合"), choices=worded(YES_NO), validators=[Optional()])
    lighter = RadioField(_("法律修改后种类不同的，新的规定是否较轻"), choices=worded(YES_NO), validators=[Optional()])

    def offer(self, offences: Sequence[Offence], officers: Sequence[Officer]) -> OpenForm:
        """Offer the offences by which the township may punish, each once, and the others who may act today."""
        newest = {row.code: row.name for row in offences}
        self.offence.choices = [("", gettext(PICK)), *((code, f"{code} {name}") for code, name in newest.items())]
        self.second.choices = _named(officers)
        return self

    def to_command(self, own: UUID | None) -> cmd.Open:
        """The command; `own` is the certificate of who enters it."""
        second = UUID(self.second.data)
        assert self.acted_on.data is not None  # needed
        return cmd.Open(
            subject=str(self.subject.data),
            name=str(self.name.data),
            id_number=str(self.id_number.data or ""),
            phone=str(self.phone.data or ""),
            address=str(self.address.data or ""),
            offence=str(self.offence.data),
            acted_on=self.acted_on.data,
            place=str(self.place.data),
            facts=str(self.facts.data),
            evidence=str(self.evidence.data),
            cards_shown=bool(self.cards_shown.data),
            officers=(own, second) if own is not None else (second,),
            serious=bool(self.serious.data),
            still=_said(self.still),
            lighter=_said(self.lighter),
        )


class TellForm(WeighingForm):
    """告知: the calculator, and what the party is told."""

    warning = BooleanField(_("给予警告"))
    rights = BooleanField(
        _("已经告知当事人拟作出的处罚及其事实、理由、依据，以及陈述、申辩的权利（行政处罚法第四十四条）")
    )

    def suits(self, offence: Offence, standard: Standard | None, subject: str) -> None:
        """The questions of this offence, with the ranges for this party."""
        self.fits(offence, standard)
        self.amount.description = gettext("当场最多%(most)d元；只警告的填0。", most=int(rules.MOST[subject]))
        if not offence.bands:
            del self.band
            return
        fitting = {
            str(at): band_words(band) for at, band in enumerate(offence.ranges) if band.subject in {ANY, subject}
        }
        self.band.choices = list(fitting.items())
        if len(fitting) == 1:
            self.band.data = self.band.data or next(iter(fitting))

    def to_command(self) -> cmd.Told:
        """The command."""
        return cmd.Told(
            version=self.version.data or 0,
            warning=bool(self.warning.data),
            fine=self.fine or Decimal(),
            band=int(self.band.data) if "band" in self else None,
            met=self.ticked_tiers,
            grounds=tuple(map(str, self.grounds.data or ())),
            quantity=self.quantity.value if "quantity" in self else None,
            reasons=str(self.reasons.data or ""),
            reviewer=str(self.reviewer.data or ""),
            rights=bool(self.rights.data),
        )


class HearForm(ActForm):
    """听取陈述和申辩."""

    said = TextAreaField(
        _("当事人的陈述和申辩"), [needed(_("请写明当事人的陈述和申辩；明确放弃的，写明“放弃陈述和申辩”。")), LONG]
    )
    examined = TextAreaField(
        _("复核情况"), [needed(_("请写明对当事人意见的复核情况；没有意见的，写明“没有意见”。")), LONG]
    )

    def to_command(self) -> cmd.Hear:
        """The command."""
        return cmd.Hear(version=self.version.data or 0, said=str(self.said.data), examined=str(self.examined.data))


class ReasonsForm(ActForm):
    """An act that says why."""

    made: type[Any] = cmd.Turn
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def to_command(self) -> Any:
        """The command."""
        return self.made(version=self.version.data or 0, reasons=str(self.reasons.data))


class AskRecusalForm(ReasonsForm):
    """申请回避."""

    made = cmd.AskRecusal
    reasons = TextAreaField(
        _("申请回避的是谁、有什么利害关系"), [needed(_("请写明申请回避的是谁、有什么利害关系。")), LONG]
    )


class DecideRecusalForm(ActForm):
    """决定回避."""

    granted = RadioField(
        _("结论"),
        choices=worded({"yes": N_("应当回避"), "no": N_("不需要回避")}),
        validators=[needed(_("请选择结论。"))],
    )
    leaves = SelectField(_("回避的执法人员"), validators=[Optional()])
    comes = SelectField(_("接替的执法人员"), validators=[Optional()])
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def offer(self, named: Sequence[Officer], others: Sequence[Officer]) -> None:
        """Offer those who act, and those who could."""
        self.leaves.choices, self.comes.choices = _named(named), _named(others)

    def to_command(self) -> cmd.DecideRecusal:
        """The command."""
        return cmd.DecideRecusal(
            version=self.version.data or 0,
            granted=self.granted.data == "yes",
            reasons=str(self.reasons.data),
            leaves=UUID(self.leaves.data) if self.leaves.data else None,
            comes=UUID(self.comes.data) if self.comes.data else None,
        )


class DecideForm(ActForm):
    """当场作出处罚决定."""

    warning = BooleanField(_("给予警告"))
    amount = MoneyField(_("罚款（元）"), [needed(_("请填写罚款的金额；不罚款的填0。"))])
    signed = BooleanField(_("已当场交付，当事人签收"))
    refusal = StringField(_("当事人拒绝签收的，注明情况"), [SHORT])
    taken = SelectField(_("当场收缴"), validators=[Optional()])
    receipt = StringField(_("当场收缴的专用票据号码"), [Length(max=40, message=_("最多40个字。"))])
    correct_by = DayField(_("改正的期限"), [Optional()], description=_("已经当场改正的不填。"))
    pad = SelectField(_("使用预印文书的，选择哪一本"), validators=[Optional()])
    pad_number = IntegerField(
        _("预印文书的号码"), [Optional(), NumberRange(1, LARGEST, message=_("请填写1以上的整数，最多九位。"))]
    )

    def offer(self, pads: Sequence[Pad]) -> None:
        """Offer the grounds on which cash is taken, and the pads there are."""
        cash = [(code, translated(words)) for code, words in rules.CASH.items()]
        self.taken.choices = [("", gettext("不当场收缴")), *cash]
        named = [
            (str(pad.id), f"{shown(pad.prefix, pad.first, pad.digits)}—{shown(pad.prefix, pad.last, pad.digits)}")
            for pad in pads
        ]
        self.pad.choices = [("", gettext("不使用")), *named]
        if not pads:
            del self.pad, self.pad_number

    def to_command(self) -> cmd.Decide:
        """The command."""
        return cmd.Decide(
            version=self.version.data or 0,
            warning=bool(self.warning.data),
            fine=self.amount.value or Decimal(),
            signed=bool(self.signed.data),
            refusal=str(self.refusal.data or ""),
            cash=str(self.taken.data or ""),
            receipt=str(self.receipt.data or ""),
            correct_by=self.correct_by.data,
            pad=UUID(self.pad.data) if "pad" in self and self.pad.data else None,
            pad_number=self.pad_number.data if "pad_number" in self else None,
        )


class WaiveForm(ActForm):
    """不予行政处罚."""

    ground = RadioField(
        _("法定情形"),
        choices=worded({code: ground.words for code, ground in GROUNDS.items() if ground.waives}),
        validators=[needed(_("请选择不予行政处罚的法定情形。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])
    education = TextAreaField(_("教育的情况"), [needed(_("请写明对当事人进行教育的情况（行政处罚法33③）。")), LONG])

    def to_command(self) -> cmd.Waive:
        """The command."""
        return cmd.Waive(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            reasons=str(self.reasons.data),
            education=str(self.education.data),
        )


class ReportForm(ActForm):
    """接收备案."""

    def to_command(self) -> cmd.Report:
        """The command."""
        return cmd.Report(version=self.version.data or 0)


FORMS: Mapping[str, type[Any]] = {
    "tell": TellForm,
    "hear": HearForm,
    "ask_recusal": AskRecusalForm,
    "decide_recusal": DecideRecusalForm,
    "decide": DecideForm,
    "waive": WaiveForm,
    "turn": ReasonsForm,
    "report": ReportForm,
    "pay": paying_forms.PayForm,
    "hand_in": paying_forms.DayForm,
    "bank": paying_forms.BankForm,
    "stay": paying_forms.StayForm,
    "answer_suit": paying_forms.DefendedForm,
    "pay_back": paying_forms.RefundForm,
    "end_stay": paying_forms.EndStayForm,
    "check": paying_forms.CheckForm,
    "end_execution": EndExecutionForm,
    "close": paying_forms.CloseForm,
}
