"""Forms of complaints: what whoever complains may tell, and the acts of supervision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.files.services import Kept
from core.i18n import N_
from core.tenancy.models import Unit
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.supervision.complaint import rules

TOO_LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))
SHORT = Length(max=rules.SHORT, message=_("不能超过100个字。"))


class ComplainForm(KeyedForm):
    """What whoever complains tells; only what is wrong and what happened must be filled in."""

    kind = RadioField(_("是什么问题"), choices=worded(dict(rules.KINDS)), validators=[needed(_("请选择是什么问题。"))])
    about = SelectField(_("是哪个单位"), validators=[Optional()])
    person = StringField(_("是什么人"), [Optional(), SHORT])
    happened_on = DayField(_("什么时候发生的"), [Optional()])
    words = TextAreaField(_("是什么事，要了什么"), [needed(_("请写明是什么事。")), TOO_LONG])
    files = MultipleFileField(_("照片、录音文字或者其他材料"))
    discipline = BooleanField(_("这是违纪违法线索，只交给县纪委监委，乡镇不看内容"))
    name = StringField(_("您的姓名"), [Optional(), SHORT])
    contact = StringField(_("怎么联系您"), [Optional(), SHORT])

    def offer(self, units: Sequence[Unit]) -> None:
        """Offer the units of the place."""
        self.about.choices = [("", str(_("说不清楚"))), *((str(unit.id), unit.name) for unit in units)]

    def to_command(self, files: tuple[Kept, ...]) -> rules.Complain:
        """The command."""
        return rules.Complain(
            kind=str(self.kind.data),
            words=str(self.words.data),
            about_id=UUID(self.about.data) if self.about.data else None,
            person=str(self.person.data or ""),
            happened_on=self.happened_on.data,
            name=str(self.name.data or ""),
            contact=str(self.contact.data or ""),
            discipline=bool(self.discipline.data),
            files=files,
        )


class VerifyForm(ActForm):
    """登记核查情况."""

    founded = RadioField(_("反映的情况"), choices=worded(dict(rules.FOUND)), validators=[needed(_("请选择是否属实。"))])
    findings = TextAreaField(_("核查的情况"), [needed(_("请写明核查的情况。")), TOO_LONG])
    measures = TextAreaField(_("整改的措施"), [Optional(), TOO_LONG], description=N_("属实或者部分属实的必须写"))

    def to_command(self) -> rules.Verify:
        """The command."""
        return rules.Verify(
            version=self.version.data or 0,
            founded=str(self.founded.data),
            findings=str(self.findings.data),
            measures=str(self.measures.data or ""),
        )


class AnswerForm(ActForm):
    """答复投诉人, or in the county whoever gave the tip."""

    words = TextAreaField(
        _("给投诉人的答复"),
        [needed(_("请写明给投诉人的答复。")), TOO_LONG],
        description=N_("凭编号和查询码在门户上可以看到"),
    )

    def to_command(self) -> rules.Answer:
        """The command."""
        return rules.Answer(version=self.version.data or 0, words=str(self.words.data))


class AnswerTipForm(AnswerForm):
    """答复提供线索的人."""

    def to_command(self) -> Any:
        """The command."""
        return rules.AnswerTip(version=self.version.data or 0, words=str(self.words.data))


class HandOnForm(ActForm):
    """转交县纪委监委."""

    reason = TextAreaField(
        _("为什么转交"),
        [needed(_("请写明为什么转交。")), TOO_LONG],
        description=N_("随内容一起转交，乡镇不再保留反映的内容、姓名和附件"),
    )

    def to_command(self) -> rules.HandOn:
        """The command."""
        return rules.HandOn(version=self.version.data or 0, reason=str(self.reason.data))


class SendAgainForm(ActForm):
    """重新转交."""

    def to_command(self) -> rules.SendAgain:
        """The command."""
        return rules.SendAgain(version=self.version.data or 0)


FORMS: dict[str, type[Any]] = {
    "verify": VerifyForm,
    "answer": AnswerForm,
    "hand_on": HandOnForm,
    "send_again": SendAgainForm,
    "answer_tip": AnswerTipForm,
}
