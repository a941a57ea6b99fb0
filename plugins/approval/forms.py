"""Forms of the road: the shape of input, and the command it becomes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Optional

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import Problem
from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from core.web.preview import ResumeDay
from plugins.approval import commands as cmd
from plugins.approval import rules
from plugins.approval.deadlines import SPECIAL
from plugins.approval.handling.rules import RECORDED
from plugins.approval.models import Application
from plugins.approval.rules import Facts

PIECES = re.compile(r"[1-9][0-9]?", re.ASCII)
SCOPES = {
    "papers": N_("书面审查：申请材料不需要核实实质内容"),
    "substance": N_("已由两名以上指派的工作人员核实实质内容"),
}


FALSE = _("不予许可是因为申请人隐瞒有关情况或者提供虚假材料（行政许可法第七十八条）")
SAFETY = _("提供虚假材料的：该许可直接关系公共安全、人身健康、生命财产安全，一年内不得再次申请（行政许可法第七十八条）")


class RoadForm(ActForm):
    """The form of an act on an application."""

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """Offer what this case knows: choices of people, and no field that it has no use for."""

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """Put in what is known already, so that nobody types it twice; never a conclusion."""


def pieces() -> dict[str, int]:
    """How many pieces came of each ticked material, as typed beside its box; what is no number from 1 to 99 is one."""
    typed = {code: request.form.get(f"pieces-{code}", "").strip() for code in request.form.getlist("on_paper")}
    return {code: int(number) for code, number in typed.items() if PIECES.fullmatch(number)}


class PutRightForm(RoadForm):
    """当场更正."""

    corrections = TextAreaField(_("当场更正了什么（每行一项）"), [needed(_("请写明当场更正了什么。"))])

    def to_command(self) -> cmd.PutRight:
        """The command."""
        return cmd.PutRight(
            version=self.version.data or 0, corrections=tuple(str(self.corrections.data or "").splitlines())
        )


class TakePapersForm(RoadForm):
    """收取补交的材料; the boxes are drawn from the item's list."""

    def to_command(self) -> cmd.TakePapers:
        """The command."""
        return cmd.TakePapers(
            version=self.version.data or 0, on_paper=tuple(request.form.getlist("on_paper")), pieces=pieces()
        )


class AskCorrectionForm(RoadForm):
    """一次性告知: ticked materials with what to do; the boxes are drawn from the item's list."""

    def to_command(self) -> cmd.AskCorrection:
        """The command; a ticked material without words is answered at its field."""
        ticked = request.form.getlist("ask")
        return cmd.AskCorrection(
            version=self.version.data or 0, asked={code: request.form.get(f"asked-{code}", "") for code in ticked}
        )


class CorrectForm(RoadForm):
    """补正材料 brought to the counter; the boxes are drawn from the item's list."""

    def to_command(self) -> cmd.Correct:
        """The command."""
        return cmd.Correct(
            version=self.version.data or 0, on_paper=tuple(request.form.getlist("on_paper")), pieces=pieces()
        )


class CounterForm(CorrectForm):
    """补正材料 as the clerk takes them in: at least one, where the party's own page looks at its files instead."""

    def validate(self, extra_validators: Any = None) -> bool:
        """As every form, and something is ticked."""
        good = super().validate(extra_validators)
        if request.form.getlist("on_paper"):
            return bool(good)
        self.add_problems([Problem(N_("请勾选在窗口收到的补正材料。"), "on_paper")])
        return False


class AcceptForm(RoadForm):
    """受理."""

    accepted_on = DayField(_("受理日期"), [needed(_("请填写受理日期，例如 2026-11-24。"))], default=time.today)

    def to_command(self) -> cmd.Accept:
        """The command."""
        return cmd.Accept(version=self.version.data or 0, accepted_on=day_of(self.accepted_on))


class SettleForm(RoadForm):
    """当场办结."""

    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。"))])
    valid_until = DayField(_("许可的有效期至（长期有效的不填）"), [Optional()])

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """The last day only of a licence."""
        if not facts.licence:
            del self.valid_until

    def to_command(self) -> cmd.Settle:
        """The command."""
        until = self.valid_until.data if "valid_until" in self else None
        return cmd.Settle(version=self.version.data or 0, reasons=str(self.reasons.data), valid_until=until)


class RefuseAcceptanceForm(RoadForm):
    """不予受理."""

    ground = RadioField(
        _("法定情形"),
        choices=worded(rules.REFUSALS),
        validators=[needed(_("请选择一种情形。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明不予受理的理由。"))])
    right_organ = StringField(_("应当向哪个行政机关申请"))
    public_safety = BooleanField(SAFETY)

    def to_command(self) -> cmd.RefuseAcceptance:
        """The command."""
        return cmd.RefuseAcceptance(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            reasons=str(self.reasons.data),
            right_organ=str(self.right_organ.data or ""),
            public_safety=bool(self.public_safety.data),
        )


class StartSpecialForm(RoadForm, ResumeDay):
    """进入特别程序."""

    ground = SelectField(_("法定情形（行政许可法第四十五条）"), choices=worded({name: name for name in SPECIAL}))
    document = StringField(_("书面告知文书名称或文号"), [needed(_("请写明书面告知申请人的文书名称或文号。"))])
    told_on = DayField(_("书面告知日期"), [needed(_("请填写告知日期。"))], default=time.today)
    expected_days = IntegerField(_("所需天数"), [needed(_("请写明特别程序所需的天数。"))])

    def to_command(self) -> cmd.StartSpecial:
        """The command."""
        return cmd.StartSpecial(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            document=str(self.document.data),
            told_on=day_of(self.told_on),
            expected_days=self.expected_days.data or 0,
        )


class EndSpecialForm(RoadForm):
    """特别程序结束."""

    arrived_on = DayField(_("结果送达日期"), [needed(_("请填写结果送达日期。"))], default=time.today)
    result = TextAreaField(_("结果"), [needed(_("请写明特别程序的结果。"))])

    def to_command(self) -> cmd.EndSpecial:
        """The command."""
        return cmd.EndSpecial(
            version=self.version.data or 0, arrived_on=day_of(self.arrived_on), result=str(self.result.data)
        )


class ExtendForm(RoadForm):
    """延长期限."""

    days = IntegerField(_("延长的工作日数（1至10）"), [needed(_("请填写延长的工作日数。"))], default=10)
    reason = TextAreaField(_("延长期限的理由（将告知申请人）"), [needed(_("请写明延长期限的理由，理由将告知申请人。"))])

    def to_command(self) -> cmd.Extend:
        """The command."""
        return cmd.Extend(version=self.version.data or 0, days=self.days.data or 0, reason=str(self.reason.data))


class ReviewForm(RoadForm):
    """审查."""

    scope = RadioField(
        _("怎样审查"),
        choices=worded(SCOPES),
        validators=[needed(_("请选择怎样审查。"))],
    )
    findings = TextAreaField(_("核查情况"), [needed(_("请写明核查情况。"))])
    opinion = TextAreaField(_("审查意见"), [needed(_("请写明审查意见。"))])

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """An earlier review is continued."""
        self.findings.data, self.opinion.data = application.findings, application.opinion

    def to_command(self) -> cmd.Review:
        """The command."""
        return cmd.Review(
            version=self.version.data or 0,
            substance=self.scope.data == "substance",
            findings=str(self.findings.data),
            opinion=str(self.opinion.data),
        )


class _DecisionForm(RoadForm):
    decision = RadioField(
        _("结论"),
        choices=worded({rules.GRANT: N_("准予"), rules.REFUSE: N_("不予")}),
        validators=[needed(_("请选择准予或者不予。"))],
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。"))])


class ProposeForm(_DecisionForm):
    """提出拟办意见."""

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """The proposal starts from the handler's opinion, or from the proposal that was sent back."""
        self.reasons.data = application.reasons or application.opinion

    def to_command(self) -> cmd.Propose:
        """The command."""
        return cmd.Propose(
            version=self.version.data or 0, decision=str(self.decision.data), reasons=str(self.reasons.data)
        )


class _LastWordForm(_DecisionForm):
    false_papers, public_safety = BooleanField(FALSE), BooleanField(SAFETY)

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """False papers are a ground of the licensing law alone."""
        if not facts.licence:
            del self.false_papers
            del self.public_safety


class DecideForm(_LastWordForm):
    """作出决定."""

    on_record = TextAreaField(
        _("怎样根据听证笔录作出决定"),
        [Optional()],
        description=_("举行过听证的必须填写，与理由一起写入决定书。"),
    )

    valid_until = DayField(_("许可的有效期至（长期有效的不填）"), [Optional()])

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """The record only where a hearing was held, the last day only of a licence."""
        super().fits(session, case, facts)
        if not facts.licence:
            del self.valid_until
        if facts.examined.hearing.stage != RECORDED:
            del self.on_record

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """The leader reads the proposed reasons where they will stand; the conclusion is the leader's own to choose."""
        self.reasons.data = application.reasons

    def to_command(self) -> cmd.Decide:
        """The command."""
        return cmd.Decide(
            version=self.version.data or 0,
            decision=str(self.decision.data),
            reasons=str(self.reasons.data),
            **named_ground(self),
            on_record=str(self.on_record.data or "") if "on_record" in self else "",
            valid_until=self.valid_until.data if "valid_until" in self else None,
        )


class SendBackForm(RoadForm):
    """退回."""

    reason = TextAreaField(_("退回的理由"), [needed(_("请写明退回的理由。"))])

    def to_command(self) -> cmd.SendBack:
        """The command."""
        return cmd.SendBack(version=self.version.data or 0, reason=str(self.reason.data))


class ForwardForm(RoadForm):
    """初审转报."""

    opinion = TextAreaField(_("初审意见"), [needed(_("请写明初审意见。"))])

    def prefill(self, application: Application, case: Case, actor: Actor) -> None:
        """What is sent on is the review's opinion."""
        self.opinion.data = application.opinion

    def to_command(self) -> cmd.Forward:
        """The command."""
        return cmd.Forward(version=self.version.data or 0, opinion=str(self.opinion.data))


class RelayForm(_LastWordForm):
    """登记决定机关的决定."""

    document = StringField(_("决定文书的名称或文号"), [needed(_("请写明决定文书的名称或文号。"))])
    decided_on = DayField(_("决定日期"), [needed(_("请填写决定日期。"))], default=time.today)

    def to_command(self) -> cmd.Relay:
        """The command."""
        return cmd.Relay(
            version=self.version.data or 0,
            decision=str(self.decision.data),
            document=str(self.document.data),
            decided_on=day_of(self.decided_on),
            reasons=str(self.reasons.data),
            **named_ground(self),
        )


FORMS: Mapping[str, type[RoadForm]] = {
    "put_right": PutRightForm,
    "take_papers": TakePapersForm,
    "ask_correction": AskCorrectionForm,
    "correct": CounterForm,
    "accept": AcceptForm,
    "settle": SettleForm,
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
}


def named_ground(form: Any) -> dict[str, bool]:
    """What is ticked of a refusal for false papers; nothing where the form does not ask."""
    return {name: bool(form[name].data) for name in ("false_papers", "public_safety") if name in form}


def day_of(field: Any) -> dt.date:
    """The day of a field that was validated."""
    assert isinstance(field.data, dt.date)
    return field.data
