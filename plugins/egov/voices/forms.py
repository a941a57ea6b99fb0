"""Forms of voices: saying, taking one in, and each act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.db import ScopedSession
from core.web.fields import needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import queries, rules

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))


class SayForm(KeyedForm):
    """What a person types on the portal."""

    kind = RadioField(_("是哪一类"), choices=worded(rules.KINDS), validators=[needed(_("请选择是哪一类。"))])
    words = TextAreaField(_("想说的事"), [needed(_("请写明想说的事。")), LONG])
    name = StringField(_("姓名"), [needed(_("请填写姓名，办理结果要答复本人。")), SHORT])
    phone = StringField(_("电话"), [Optional(), SHORT], description=_("可以不填；填了方便核实情况"))
    consent = BooleanField(_("同意公开答复（隐去姓名和号码）"))

    def to_command(self) -> cmd.Say:
        """The command of what came through the portal."""
        return self._said(rules.PORTAL)

    def _said(self, source: str, order: str = "") -> cmd.Say:
        words: dict[str, Any] = {name: str(self[name].data or "") for name in ("kind", "words", "name", "phone")}
        return cmd.Say(**words, source=source, order=order, consent=bool(self.consent.data))


class TakeForm(SayForm):
    """What staff take down: a letter, a visit, a call, an order of the hotline."""

    source = RadioField(
        _("从哪里来"),
        choices=worded({code: label for code, label in rules.SOURCES.items() if code != rules.PORTAL}),
        validators=[needed(_("请选择从哪里来。"))],
    )
    order = StringField(
        _("工单或者转送、交办单编号"), [Optional(), SHORT], description=_("热线转来和上级转送、交办的必须填写")
    )
    at_once = TextAreaField(
        _("当场怎么答复的"), [Optional(), LONG], description=_("当场答复完的才填；信访事项不能当场办结")
    )

    def to_command(self) -> cmd.Say:
        """The command."""
        said = self._said(str(self.source.data or ""), str(self.order.data or ""))
        return replace(said, at_once=str(self.at_once.data or ""))


class VoiceForm(ActForm):
    """The form of an act on a voice."""

    made: type[cmd.Act] = cmd.Act
    takes: tuple[str, ...] = ()

    def offer(self, session: ScopedSession, facts: rules.VoiceFacts) -> None:
        """The choices, and the fields that this voice has no use for."""

    def to_command(self) -> cmd.Act:
        """The command, of the words that the form takes."""
        words = {name: str(self[name].data or "") for name in self.takes if name in self}
        return self.made(version=self.version.data or 0, **words)


class TriageForm(VoiceForm):
    """定性分办."""

    kind = RadioField(_("法定类别"), choices=worded(rules.KINDS), validators=[needed(_("请选择是哪一类。"))])
    unit = SelectField(_("办理单位"), validators=[needed(_("请从有承办人员的单位中选择。"))])
    official = StringField(
        _("信访信息系统编号"), [Optional(), SHORT], description=_("信访事项应当录入信访信息系统；这里只记编号")
    )

    def offer(self, session: ScopedSession, facts: rules.VoiceFacts) -> None:
        """The units; the kind as the person took it."""
        units = queries.handling_units(session)
        self.unit.choices = [("", gettext("请选择")), *((str(unit), name) for unit, name in units.items())]
        if not self.is_submitted():
            self.kind.data = facts.kind

    def to_command(self) -> cmd.Triage:
        """The command."""
        return cmd.Triage(
            version=self.version.data or 0,
            kind=str(self.kind.data or ""),
            unit=UUID(str(self.unit.data)),
            official=str(self.official.data or ""),
        )


class MergeForm(VoiceForm):
    """并入同一来件."""

    made, takes = cmd.Merge, ("number",)
    number = StringField(
        _("并入哪一件"),
        [needed(_("请填写并入哪一件的编号。")), SHORT],
        description=_("右侧列出了同一个人的在办件；并入以后和那一件一起答复"),
    )


class WordsForm(VoiceForm):
    """An act that is told in words."""

    made, takes = cmd.Words, ("words",)


class ObjectForm(WordsForm):
    """对转送、交办提出异议."""

    words = TextAreaField(_("不属于本机关职权范围的理由"), [needed(_("请详细说明不属于本机关职权范围的理由。")), LONG])


class StrikeForm(WordsForm):
    """登记有误，注销."""

    words = TextAreaField(_("哪里登记有误"), [needed(_("请写明哪里登记有误。")), LONG])


class PassBackForm(WordsForm):
    """退回重新分办."""

    words = TextAreaField(_("退回的理由"), [needed(_("请写明退回的理由。")), LONG])


class AcceptForm(WordsForm):
    """书面告知受理."""

    words = TextAreaField(_("处理的途径和程序"), [needed(_("请写明处理的途径和程序。")), LONG])


class AtOnceForm(WordsForm):
    """当场答复."""

    words = TextAreaField(_("给本人的答复"), [needed(_("请写明给本人的答复。")), LONG])


class VetoForm(WordsForm):
    """没有解决."""

    words = TextAreaField(_("哪里没有解决"), [needed(_("请写明哪里没有解决，我们才能继续办。")), LONG])


class SolvedForm(VoiceForm):
    """已经解决."""


class DivertForm(VoiceForm):
    """引导到法定途径."""

    made, takes = cmd.Divert, ("road", "organ", "words")
    road = RadioField(_("法定途径"), choices=worded(rules.ROADS), validators=[needed(_("请选择应当走的法定途径。"))])
    organ = StringField(_("向哪个机关提出"), [needed(_("请填写应当向哪个机关提出。")), SHORT])
    words = TextAreaField(
        _("告知的理由和办法"), [needed(_("请写明理由，告知本人怎么提出。")), LONG], description=_("本人会收到这些内容")
    )


class ExtendForm(VoiceForm):
    """延长办理期限."""

    days = IntegerField(_("延长的天数"), [needed(_("请填写延长的天数。"))], default=30)
    reason = TextAreaField(_("延长的理由"), [needed(_("请写明延长的理由。")), LONG])

    def to_command(self) -> cmd.Extend:
        """The command."""
        return cmd.Extend(version=self.version.data or 0, days=self.days.data or 0, reason=str(self.reason.data or ""))


class AnswerForm(WordsForm):
    """答复本人."""

    made = cmd.Answer
    words = TextAreaField(_("给本人的答复"), [needed(_("请写明给本人的答复。")), LONG])


class OpinionForm(VoiceForm):
    """拟写处理意见 (信访工作条例 32)."""

    made, takes = cmd.Opinion, ("verdict", "reasons", "words", "basis")
    verdict = RadioField(_("处理意见"), choices=worded(rules.VERDICTS), validators=[needed(_("请选择处理意见。"))])
    reasons = TextAreaField(_("查明的事实和理由"), [needed(_("请写明查明的事实和理由。")), LONG])
    words = TextAreaField(
        _("处理意见的内容"), [needed(_("请写明给本人的答复。")), LONG], description=_("本人会收到这些内容")
    )
    basis = StringField(_("法律法规依据"), [needed(_("请写明法律法规依据。")), SHORT])


class RefuseForm(VoiceForm):
    """不予受理、不再受理."""

    made, takes = cmd.Refuse, ("ground", "words")
    ground = RadioField(
        _("不予受理、不再受理的情形"),
        choices=worded({code: one.label for code, one in rules.REFUSALS.items()}),
        validators=[needed(_("请选择不予受理、不再受理的情形。"))],
    )
    words = TextAreaField(_("事实和理由"), [needed(_("请写明事实和理由，告知本人。")), LONG])


class SignForm(VoiceForm):
    """签发处理意见书."""


PARTY_FORMS: Mapping[str, type[VoiceForm]] = {
    "voice_solved": SolvedForm,
    "voice_unsolved": VetoForm,
    "voice_still_unsolved": VetoForm,
}
STAFF_FORMS: Mapping[str, type[VoiceForm]] = {
    "triage": TriageForm,
    "answer_at_once": AtOnceForm,
    "merge_voice": MergeForm,
    "object_to_transfer": ObjectForm,
    "strike_voice": StrikeForm,
    "pass_voice_back": PassBackForm,
    "accept_petition": AcceptForm,
    "divert": DivertForm,
    "extend_petition": ExtendForm,
    "answer_voice": AnswerForm,
    "draft_opinion": OpinionForm,
    "return_opinion": PassBackForm,
    "sign_opinion": SignForm,
    "refuse_petition": RefuseForm,
}
