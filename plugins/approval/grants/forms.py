"""Forms of a grant's later life: the shape of input, and the command it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from core.web.service_fields import ServiceFields
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import rules
from plugins.approval.grants.queries import Holding
from plugins.approval.grants.rules import MatterFacts

SHORT = Length(max=200, message=_("不能超过%(most)d个字。", most=200))
LONG = Length(max=20_000, message=_("不能超过两万字。"))


class Changing:
    """What a change is to make of the grant; what stays as it is stays empty."""

    name = StringField(_("变更后的名称或者姓名"), [SHORT])
    address = StringField(_("变更后的住所或者地址"), [SHORT])
    content = TextAreaField(_("变更后的许可内容"), [LONG])

    def reads(self, matter: str, now: Holding) -> None:
        """Each with what stands now; what is no change has none of them."""
        for name in rules.CHANGES:
            if matter != rules.CHANGE:
                delattr(self, name)
            else:
                said = getattr(now, name) or gettext("没有填写")
                getattr(self, name).description = gettext("现在：%(words)s；不变更的不填。", words=said)

    def changes(self) -> dict[str, str]:
        """What was filled in."""
        return {name: str(field.data) for name in rules.CHANGES if (field := getattr(self, name)) and field.data}


class OpenMatterForm(Changing, KeyedForm):
    """登记延续、变更申请，或者立案."""

    ground = RadioField(_("法定情形"), validators=[needed(_("请选择法定情形。"))])
    request = TextAreaField(
        _("申请的内容，或者查明的事实和证据"),
        [needed(_("请写明申请的内容，或者查明的事实和证据。")), LONG],
    )

    def fits(self, matter: str, now: Holding) -> None:
        """The grounds of the law for a matter; what the holder asks needs none."""
        self.reads(matter, now)
        if matter in rules.ASKED:
            del self.ground
        else:
            self.ground.choices = [
                (code, gettext("%(words)s（%(article)s）", words=gettext(words), article=article))
                for code, (words, article) in rules.GROUNDS[matter].items()
            ]

    def to_command(self, matter: str) -> cmd.OpenMatter:
        """The command."""
        ground = str(self.ground.data) if "ground" in self else ""
        request, changes = str(self.request.data), self.changes()
        return cmd.OpenMatter(matter=matter, ground=ground, request=request, changes=changes)


class AskForm(Changing, KeyedForm):
    """申请延续、变更, by the holder."""

    request = TextAreaField(
        _("申请的内容和理由"),
        [needed(_("请写明申请的内容和理由。")), LONG],
        description=_("条件有变化的，一并写明。需要交材料的，承办人会联系您。"),
    )

    def to_command(self, matter: str) -> cmd.OpenMatter:
        """The command."""
        return cmd.OpenMatter(matter=matter, request=str(self.request.data), changes=self.changes())


class MatterForm(ActForm):
    """The form of an act on a grant."""

    def fits(self, facts: MatterFacts) -> None:
        """Drop the fields that this matter has no use for."""


class TellHolderForm(MatterForm):
    """告知拟作出的决定."""

    words = TextAreaField(_("拟作出的决定及其事实和理由"), [needed(_("请写明拟作出的决定及其事实和理由。")), LONG])

    def to_command(self) -> cmd.TellHolder:
        """The command."""
        return cmd.TellHolder(version=self.version.data or 0, words=str(self.words.data))


class HearHolderForm(MatterForm):
    """听取陈述和申辩."""

    said = TextAreaField(_("陈述和申辩"), [needed(_("请写明陈述和申辩的内容；没有意见的，写明“没有意见”。")), LONG])

    def to_command(self) -> cmd.HearHolder:
        """The command."""
        return cmd.HearHolder(version=self.version.data or 0, said=str(self.said.data))


class DecideMatterForm(MatterForm):
    """作出决定."""

    made = cmd.DecideMatter
    decision = RadioField(
        _("结论"),
        choices=worded({"grant": N_("同意"), "refuse": N_("不同意，许可保持不变")}),
        validators=[needed(_("请选择结论。"))],
    )
    until = DayField(_("延续后的有效期至"), [Optional()])
    public_safety = BooleanField(
        _("该许可直接关系公共安全、人身健康、生命财产安全，三年内不得再次申请（行政许可法第七十九条）")
    )
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def fits(self, facts: MatterFacts) -> None:
        """A new last day is a renewal's, the ban a fraud's."""
        if facts.matter != rules.RENEW:
            del self.until
        if facts.ground != rules.FRAUD:
            del self.public_safety

    def to_command(self) -> cmd.DecideMatter:
        """The command."""
        return self.made(
            version=self.version.data or 0,
            decision=str(self.decision.data),
            reasons=str(self.reasons.data),
            until=self.until.data if "until" in self else None,
            public_safety=bool(self.public_safety.data) if "public_safety" in self else False,
        )


class DecideAskedForm(DecideMatterForm):
    """作出决定, on what the holder asked."""

    made = cmd.DecideAsked


class ReissueForm(MatterForm):
    """换发许可证件."""

    def to_command(self) -> cmd.Reissue:
        """The command."""
        return cmd.Reissue(version=self.version.data or 0)


class ServeMatterForm(ServiceFields, MatterForm):
    """送达决定."""

    def to_command(self) -> cmd.ServeMatter:
        """The command."""
        return cmd.ServeMatter(version=self.version.data or 0, service=self.to_service())


class WithdrawMatterForm(MatterForm):
    """撤回申请, of a renewal or a change."""

    reason = TextAreaField(_("撤回的原因（可以不填）"), [LONG])

    def to_command(self) -> cmd.WithdrawMatter:
        """The command."""
        return cmd.WithdrawMatter(version=self.version.data or 0, reason=str(self.reason.data or ""))


class CounterWithdrawForm(WithdrawMatterForm):
    """The same as the clerk takes it in: how the holder said so is on the record."""

    reason = TextAreaField(
        _("申请人怎样提出撤回、因为什么"), [needed(_("请写明申请人怎样提出撤回，例如书面申请、当面口头提出。")), LONG]
    )


PARTY_FORMS: Mapping[str, type[MatterForm]] = {"hear_holder": HearHolderForm, "withdraw_matter": WithdrawMatterForm}
FORMS: Mapping[str, type[MatterForm]] = {
    "tell_holder": TellHolderForm,
    "hear_holder": HearHolderForm,
    "decide_matter": DecideMatterForm,
    "decide_asked": DecideAskedForm,
    "reissue": ReissueForm,
    "serve_matter": ServeMatterForm,
    "withdraw_matter": CounterWithdrawForm,
}
