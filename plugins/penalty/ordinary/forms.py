"""Forms of the ordinary procedure: the clue, and one for each act up to the decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.rules import GAINS, STOP
from plugins.penalty.discretion.models import Standard
from plugins.penalty.enforcement.forms import ServeForm
from plugins.penalty.fields import MoneyField
from plugins.penalty.fines.forms import LONG, SHORT
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import rules
from plugins.penalty.summary.forms import AskRecusalForm, DecideRecusalForm, HearForm, OpenForm, ReasonsForm, TellForm

PICK = N_("请选择")


class ClueForm(OpenForm):
    """登记线索: what two officers found, for the head to file."""

    # Shown and taken later, when it is investigated (54, 55).
    cards_shown: Any = None
    evidence: Any = None
    found_on = DayField(_("发现线索的日期"), [needed(_("请填写发现线索的日期。"))])
    clue = StringField(_("线索的来源"), [needed(_("请写明线索的来源。")), SHORT])

    def to_command(self, own: UUID | None) -> cmd.OpenCase:
        """The command; `own` is the certificate of who enters it."""
        second = UUID(self.second.data)
        assert self.acted_on.data is not None  # needed
        assert self.found_on.data is not None  # needed
        yes = {"yes": True, "no": False}
        return cmd.OpenCase(
            subject=str(self.subject.data),
            name=str(self.name.data),
            id_number=str(self.id_number.data or ""),
            phone=str(self.phone.data or ""),
            address=str(self.address.data or ""),
            offence=str(self.offence.data),
            acted_on=self.acted_on.data,
            place=str(self.place.data),
            facts=str(self.facts.data),
            evidence="",
            cards_shown=False,
            officers=(own, second) if own is not None else (second,),
            serious=bool(self.serious.data),
            still=yes.get(str(self.still.data)),
            lighter=yes.get(str(self.lighter.data)),
            found_on=self.found_on.data,
            clue=str(self.clue.data),
        )


class FileForm(ActForm):
    """立案."""

    days = IntegerField(
        _("另有规定的办案期限（日）"),
        [Optional(), NumberRange(1, 3650, message=_("请填写1以上的整数。"))],
        description=_("不填：九十日（行政处罚法第六十条）。"),
    )
    source = StringField(_("规定这一期限的法律、法规、规章"), [SHORT])

    def to_command(self) -> cmd.File:
        """The command."""
        return cmd.File(version=self.version.data or 0, days=self.days.data, source=str(self.source.data or ""))


class NotFileForm(ReasonsForm):
    """不予立案."""

    made = cmd.NotFile


class LaterFilingForm(ReasonsForm):
    """延长立案期限."""

    made = cmd.LaterFiling


class EvidenceForm(ActForm):
    """登记证据."""

    kind = SelectField(_("证据的种类"), choices=worded(rules.EVIDENCE), validators=[needed(_("请选择证据的种类。"))])
    words = TextAreaField(_("内容和证明的事实"), [needed(_("请写明证据的内容和证明的事实。")), LONG])
    source = StringField(_("来源"), [needed(_("请写明证据的来源。")), SHORT])
    taken_on = DayField(_("取证日期"), [needed(_("请填写取证日期。"))])
    cards_shown = BooleanField(_("两名执法人员已经出示执法证件"))
    files = MultipleFileField(_("照片、笔录等文件（可以没有）"))

    def to_command(self, kept: Sequence[Any] = ()) -> cmd.AddEvidence:
        """The command, with the files that are in the store."""
        assert self.taken_on.data is not None  # needed
        return cmd.AddEvidence(
            version=self.version.data or 0,
            kind=str(self.kind.data),
            words=str(self.words.data),
            source=str(self.source.data),
            taken_on=self.taken_on.data,
            cards_shown=bool(self.cards_shown.data),
            files=tuple(kept),
        )


class PreserveForm(ActForm):
    """批准先行登记保存."""

    things = TextAreaField(_("登记保存的物品"), [needed(_("请写明登记保存的物品。")), LONG])
    place = StringField(_("保存的地点"), [needed(_("请写明保存的地点。")), SHORT])
    reasons = TextAreaField(_("理由"), [needed(_("请写明证据可能灭失或者以后难以取得的理由（行政处罚法56）。")), LONG])

    def to_command(self) -> cmd.Preserve:
        """The command."""
        return cmd.Preserve(
            version=self.version.data or 0,
            things=str(self.things.data),
            place=str(self.place.data),
            reasons=str(self.reasons.data),
        )


class SettleForm(ActForm):
    """对登记保存的物品作出处理决定."""

    decision = TextAreaField(_("处理决定"), [needed(_("请写明处理决定。")), LONG])

    def to_command(self) -> cmd.SettlePreserved:
        """The command."""
        return cmd.SettlePreserved(version=self.version.data or 0, decision=str(self.decision.data))


class CorrectForm(ActForm):
    """责令改正."""

    demand = TextAreaField(_("责令改正的内容"), [needed(_("请写明责令改正的内容。")), LONG])
    correct_by = DayField(_("改正的期限"), [needed(_("请填写改正的期限。"))])

    def to_command(self) -> cmd.Correct:
        """The command."""
        assert self.correct_by.data is not None  # needed
        return cmd.Correct(
            version=self.version.data or 0, demand=str(self.demand.data), correct_by=self.correct_by.data
        )


class AskStandBackForm(AskRecusalForm):
    """申请回避."""

    made = cmd.AskStandBack


class DecideStandBackForm(DecideRecusalForm):
    """决定回避."""

    def to_command(self) -> cmd.DecideStandBack:
        """The command."""
        given = super().to_command()
        return cmd.DecideStandBack(
            version=given.version,
            granted=given.granted,
            reasons=given.reasons,
            leaves=given.leaves,
            comes=given.comes,
        )


class NotifyForm(TellForm):
    """事先告知: the calculator, and what the party is told."""

    gains = MoneyField(_("没收违法所得（元）"))
    stop = BooleanField(_("责令停业整顿"))
    grave = BooleanField(_("情节复杂或者重大违法行为，或者依法应当法制审核（行政处罚法57②、58）"))
    beyond = BooleanField(_("法律、法规、规章另有规定应当告知听证权利（行政处罚法63①(六)）"))

    def suits(self, offence: Offence, standard: Standard | None, subject: str) -> None:
        """The questions of this offence, without the most that may be fined on the spot."""
        super().suits(offence, standard, subject)
        self.amount.description = gettext("填写以后核对是否在裁量基准之内；不罚款的填0。")
        if GAINS not in offence.kinds:
            del self.gains
        if STOP not in offence.kinds:
            del self.stop

    def to_command(self) -> cmd.Notify:
        """The command."""
        told = super().to_command()
        return cmd.Notify(
            version=told.version,
            warning=told.warning,
            fine=told.fine,
            band=told.band,
            met=told.met,
            grounds=told.grounds,
            quantity=told.quantity,
            reasons=told.reasons,
            reviewer=told.reviewer,
            rights=told.rights,
            gains=(self.gains.value or Decimal()) if "gains" in self else Decimal(),
            stop=bool(self.stop.data) if "stop" in self else False,
            grave=bool(self.grave.data),
            beyond=bool(self.beyond.data),
        )


class DefendForm(HearForm):
    """听取陈述和申辩."""

    gives_up = BooleanField(_("当事人明确放弃陈述、申辩或者听证的权利"))

    def to_command(self) -> cmd.Defend:
        """The command."""
        return cmd.Defend(
            version=self.version.data or 0,
            said=str(self.said.data),
            examined=str(self.examined.data),
            gives_up=bool(self.gives_up.data),
        )


class ServeNoticeForm(ServeForm):
    """登记告知书送达."""

    made = cmd.ServeNotice


FORMS: Mapping[str, type[Any]] = {
    "file": FileForm,
    "not_file": NotFileForm,
    "later_filing": LaterFilingForm,
    "add_evidence": EvidenceForm,
    "preserve": PreserveForm,
    "settle_preserved": SettleForm,
    "order_correction": CorrectForm,
    "ask_stand_back": AskStandBackForm,
    "decide_stand_back": DecideStandBackForm,
    "notify": NotifyForm,
    "serve_notice": ServeNoticeForm,
    "defend": DefendForm,
}
