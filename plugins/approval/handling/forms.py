"""Forms of handling: the shape of input, and the command it becomes."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock as time
from core.cases.models import Case
from core.db import ScopedSession
from core.web.fields import DayField, needed, plain
from core.web.forms import KeyedForm, worded
from plugins.approval.forms import RoadForm
from plugins.approval.handling import commands as cmd
from plugins.approval.handling import queries, rules
from plugins.approval.handling.models import Handling
from plugins.approval.rules import Facts

SHORT = Length(max=200, message=_("不能超过200个字。"))
LONG = Length(max=20_000, message=_("不能超过两万字。"))


def as_id(value: Any) -> UUID | None:
    """The id that a choice sent; None for what is none, which no choice is."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def boxes(label: Any, words: Any, description: Any = "") -> SelectMultipleField:
    """Several of a list, each a box to tick; `words` are said where none is."""
    return SelectMultipleField(
        label,
        [needed(words)],
        coerce=as_id,
        description=description,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class AssignStaffForm(RoadForm):
    """指派核查、检验人员."""

    purpose = RadioField(_("指派做什么"), choices=worded(rules.PURPOSES), default="verify")
    staff = boxes(
        _("指派的工作人员（两名以上）"),
        _("请勾选两名以上工作人员。"),
        _("本站所人手不够的，可以指派其他站所的承办人员。"),
    )

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """The township's people who handle applications; the boxes of those named already are ticked."""
        self.staff.choices = list(queries.staff(session, case).items())
        if not facts.licence:
            del self.purpose

    def to_command(self) -> cmd.AssignStaff:
        """The command."""
        return cmd.AssignStaff(
            version=self.version.data or 0,
            purpose=str(self.purpose.data) if "purpose" in self else "verify",
            staff=tuple(self.staff.data or ()),
        )


class FindingsForm(KeyedForm):
    """签署核查情况."""

    present_on = DayField(_("到场核查的日期"), [needed(_("请填写到场核查的日期。"))], default=time.today)
    findings = TextAreaField(_("您核查到的情况"), [needed(_("请写明核查情况。")), LONG])


class TellInterestedForm(RoadForm):
    """告知利害关系人."""

    name = StringField(_("利害关系人的姓名或者名称"), [needed(_("请填写利害关系人的姓名或者名称。")), SHORT])
    phone = StringField(_("联系电话"), [Optional(), Length(max=30, message=_("不能超过30个字。"))])
    interest = TextAreaField(_("直接关系其哪些重大利益"), [needed(_("请写明该事项直接关系其哪些重大利益。")), LONG])
    document = StringField(_("告知文书的名称或文号"), [needed(_("请写明告知文书的名称或文号。")), SHORT])
    told_on = DayField(_("告知日期"), [needed(_("请填写告知日期。"))], default=time.today)

    def to_command(self) -> cmd.TellInterested:
        """The command."""
        return cmd.TellInterested(
            version=self.version.data or 0,
            name=str(self.name.data),
            phone=plain(str(self.phone.data or "")),
            interest=str(self.interest.data),
            document=str(self.document.data),
            told_on=_day(self.told_on),
        )


class HearForm(RoadForm):
    """听取利害关系人的意见."""

    who = RadioField(_("利害关系人"), validators=[needed(_("请选择一名已经告知的利害关系人。"))])
    said = TextAreaField(
        _("陈述和申辩"),
        [needed(_("请写明陈述和申辩的内容；没有意见的，写明“没有意见”。")), LONG],
    )
    heard_on = DayField(_("听取意见的日期"), [needed(_("请填写听取意见的日期。"))], default=time.today)

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """Those who were told; who was not heard yet stands first."""
        told = facts.examined.interested
        order = sorted(told, key=lambda place: place not in facts.examined.unheard)
        self.who.choices = [(place, told[place]) for place in order]

    def to_command(self) -> cmd.Hear:
        """The command."""
        return cmd.Hear(
            version=self.version.data or 0,
            who=str(self.who.data),
            said=str(self.said.data),
            heard_on=_day(self.heard_on),
        )


class TellHearingForm(RoadForm):
    """告知听证权利."""

    interest = TextAreaField(
        _("直接涉及申请人与他人之间的哪些重大利益关系"),
        [needed(_("请写明直接涉及申请人与他人之间的哪些重大利益关系。")), LONG],
    )
    told_on = DayField(_("告知日期"), [needed(_("请填写告知日期。"))], default=time.today)

    def to_command(self) -> cmd.TellHearing:
        """The command."""
        return cmd.TellHearing(
            version=self.version.data or 0, interest=str(self.interest.data), told_on=_day(self.told_on)
        )


class AskHearingForm(RoadForm):
    """登记听证申请."""

    asked_by = StringField(_("申请听证的人"), [needed(_("请填写申请听证的人。")), SHORT])
    reason = TextAreaField(_("申请听证的理由（可以不填）"), [Optional(), LONG])
    asked_on = DayField(_("收到听证申请的日期"), [needed(_("请填写收到听证申请的日期。"))], default=time.today)

    def to_command(self) -> cmd.AskHearing:
        """The command."""
        return cmd.AskHearing(
            version=self.version.data or 0,
            asked_by=str(self.asked_by.data),
            reason=str(self.reason.data or ""),
            asked_on=_day(self.asked_on),
        )


class CallHearingForm(RoadForm):
    """听证通知."""

    held_on = DayField(_("举行听证的日期"), [needed(_("请填写举行听证的日期。"))])
    place = StringField(_("听证的地点"), [needed(_("请写明听证的地点。")), SHORT])
    host = SelectField(
        _("听证主持人"),
        [needed(_("请选择听证主持人。"))],
        coerce=as_id,
        description=_("审查该申请的工作人员不能担任主持人。"),
    )

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """Who may host, and does not handle the case."""
        self.host.choices = [
            (account, name) for account, name in queries.hosts(session, case).items() if account != case.handler_id
        ]

    def to_command(self) -> cmd.CallHearing | cmd.AnnounceHearing:
        """The command."""
        return cmd.CallHearing(version=self.version.data or 0, **self._where())

    def _where(self) -> dict[str, Any]:
        return {"held_on": _day(self.held_on), "place": str(self.place.data), "host": self.host.data}


class ChangeHearingForm(CallHearingForm):
    """听证改期、更换主持人."""

    reason = TextAreaField(
        _("改期或者更换主持人的理由"),
        [needed(_("请写明改期或者更换主持人的理由。")), LONG],
        description=_("主持人与本件有直接利害关系，或者申请人、利害关系人申请其回避的，写明情况。"),
    )

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """What stands, to be changed."""
        super().fits(session, case, facts)
        kept = session.get(Handling, (case.tenant_id, case.id))
        if kept is not None and not any(field.raw_data for field in (self.held_on, self.place, self.host)):
            self.held_on.data = dt.date.fromisoformat(kept.hearing["held_on"])
            self.place.data, self.host.data = kept.hearing["place"], as_id(kept.hearing["host"])

    def to_command(self) -> cmd.ChangeHearing:
        """The command."""
        return cmd.ChangeHearing(version=self.version.data or 0, reason=str(self.reason.data), **self._where())


class AskedForm(RoadForm):
    """申请听证, by the party: who asks and when is known."""

    reason = TextAreaField(_("申请听证的理由（可以不填）"), [Optional(), LONG])

    def to_command_of(self, party: str) -> cmd.AskHearing:
        """The command."""
        reason = str(self.reason.data or "")
        return cmd.AskHearing(version=self.version.data or 0, asked_by=party, reason=reason, asked_on=time.today())


class AnnounceHearingForm(CallHearingForm):
    """公告举行听证."""

    ground = RadioField(
        _("举行听证的情形"), choices=worded(rules.GROUNDS), validators=[needed(_("请选择举行听证的情形。"))]
    )
    basis = TextAreaField(
        _("规定应当听证的条文，或者涉及的重大公共利益"),
        [needed(_("请写明规定应当听证的条文，或者涉及哪些重大公共利益。")), LONG],
    )

    def to_command(self) -> cmd.AnnounceHearing:
        """The command."""
        return cmd.AnnounceHearing(
            version=self.version.data or 0,
            ground=str(self.ground.data),
            basis=str(self.basis.data),
            **self._where(),
        )


class RecordHearingForm(RoadForm):
    """登记听证笔录."""

    record = TextAreaField(_("听证笔录"), [needed(_("请写明听证笔录。")), LONG])
    signed = StringField(
        _("签字或者盖章的听证参加人（用顿号分隔）"),
        [needed(_("请填写签字或者盖章的听证参加人。")), Length(max=500, message=_("不能超过500个字。"))],
    )
    signed_on = DayField(_("签字日期"), [needed(_("请填写签字日期。"))], default=time.today)

    def fits(self, session: ScopedSession, case: Case, facts: Facts) -> None:
        """Whose the record is, said before anybody else writes it."""
        host = facts.examined.hearing.host
        self.record.description = _("由听证主持人%(name)s登记，其他人不能登记。", name=host)

    def to_command(self) -> cmd.RecordHearing:
        """The command."""
        return cmd.RecordHearing(
            version=self.version.data or 0,
            record=str(self.record.data),
            signed=tuple(re.split(r"[、,，;；\s]+", str(self.signed.data).strip())),
            signed_on=_day(self.signed_on),
        )


FORMS: dict[str, type[RoadForm]] = {
    "assign_staff": AssignStaffForm,
    "tell_interested": TellInterestedForm,
    "hear": HearForm,
    "tell_hearing": TellHearingForm,
    "ask_hearing": AskHearingForm,
    "call_hearing": CallHearingForm,
    "change_hearing": ChangeHearingForm,
    "announce_hearing": AnnounceHearingForm,
    "record_hearing": RecordHearingForm,
}


def _day(field: Any) -> dt.date:
    assert isinstance(field.data, dt.date)
    return field.data
