"""Forms of issues: collecting one, and each act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.db import ScopedSession
from core.files.services import Kept
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import queries, rules

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))
MATTER = _("问题类别")


def matter_field() -> SelectField:
    """The kinds of issues."""
    return SelectField(MATTER, choices=_matters, validators=[needed(_("请选择问题类别。"))])


def _matters() -> list[tuple[str, str]]:
    return [("", gettext("请选择")), *((code, gettext(label)) for code, label in rules.MATTERS.items())]


def village_field() -> SelectField:
    """The village, which may be left open."""
    return SelectField(_("村（社区）"), validators=[Optional()], description=_("不知道的可以不选"))


def offer_villages(field: SelectField, session: ScopedSession) -> None:
    """The villages of the township as choices."""
    known = queries.villages(session)
    field.choices = [("", gettext("不选")), *((str(unit), name) for unit, name in known.items())]


def day_of(field: DayField) -> dt.date:
    """The day of a field that was found to hold one."""
    assert field.data is not None
    return field.data


def chosen(field: SelectField) -> UUID | None:
    """The unit that was chosen; None for none."""
    return UUID(str(field.data)) if field.data else None


class RaiseForm(KeyedForm):
    """What a person types on the portal."""

    matter = matter_field()
    village = village_field()
    place = StringField(
        _("在什么地方"), [needed(_("请写明问题在哪里。")), SHORT], description=_("例如：三组晒场到水塔之间")
    )
    problem = TextAreaField(_("是什么问题"), [needed(_("请写明是什么问题。")), LONG])
    name = StringField(_("姓名"), [needed(_("请填写反映人的姓名，办理结果要答复本人。")), SHORT])
    phone = StringField(
        _("电话"),
        [Optional(), Length(max=20, message=_("电话不超过20个字。"))],
        description=_("可以不填；填了方便核实情况"),
    )
    files = MultipleFileField(_("照片"), [Optional()])

    def offer(self, session: ScopedSession) -> None:
        """The villages to choose from."""
        offer_villages(self.village, session)

    def to_command(self, files: tuple[Kept, ...]) -> cmd.Collect:
        """The command of what came through the portal."""
        return cmd.Collect(**self._told(), source=rules.PORTAL, files=files)

    def _told(self) -> dict[str, Any]:
        words = {name: str(self[name].data or "") for name in ("matter", "place", "problem", "name", "phone")}
        return {**words, "village_id": chosen(self.village)}


class CollectForm(RaiseForm):
    """What staff take down at a window, on the telephone or in a village."""

    source = RadioField(
        _("从哪里收集"),
        choices=worded(
            {code: label for code, label in rules.SOURCES.items() if code not in {rules.PORTAL, rules.VISIT}}
        ),
        validators=[needed(_("请选择从哪里收集的。"))],
    )
    led_by = StringField(_("带队领导"), [Optional(), SHORT])
    witness = StringField(_("见证人"), [Optional(), SHORT])
    on_spot = BooleanField(_("本单位已经当场解决"))
    measures = TextAreaField(_("怎么解决、怎么答复的"), [Optional(), LONG], description=_("当场解决的才填"))

    def to_command(self, files: tuple[Kept, ...]) -> cmd.Collect:
        """The command."""
        more: dict[str, Any] = {
            name: str(self[name].data or "") for name in ("source", "led_by", "witness", "measures")
        }
        return cmd.Collect(**self._told(), **more, on_spot=bool(self.on_spot.data), files=files)


class IssueForm(ActForm):
    """The form of an act on an issue."""

    made: type[cmd.Act] = cmd.Act
    takes: tuple[str, ...] = ()

    def offer(self, session: ScopedSession, detail: Mapping[str, Any]) -> None:
        """The choices, and what is known already, where the form is shown first."""

    def to_command(self) -> cmd.Act:
        """The command, of the words that the form takes."""
        words = {name: str(self[name].data or "") for name in self.takes}
        return self.made(version=self.version.data or 0, **words)


class OnSpotForm(IssueForm):
    """当场办结."""

    made, takes = cmd.OnSpot, ("measures",)
    measures = TextAreaField(_("怎么解决、怎么答复的"), [needed(_("当场办结的，请写明怎么解决的、怎么答复的。")), LONG])


class SortForm(IssueForm):
    """梳理并分发."""

    matter = matter_field()
    village = village_field()
    place = StringField(_("在什么地方"), [needed(_("请写明问题在哪里。")), SHORT])
    lead = SelectField(_("牵头单位"), validators=[needed(_("请选择牵头单位。"))])

    def offer(self, session: ScopedSession, detail: Mapping[str, Any]) -> None:
        """Villages and units; kind and place as they were told."""
        issue = detail["issue"]
        offer_villages(self.village, session)
        self.lead.choices = _units(queries.handling_units(session))
        if not self.is_submitted():
            self.matter.data, self.place.data = issue.matter, issue.place
            self.village.data = str(issue.village_id or "")

    def to_command(self) -> cmd.Sort:
        """The command."""
        return cmd.Sort(
            version=self.version.data or 0,
            matter=str(self.matter.data),
            place=str(self.place.data or ""),
            village_id=chosen(self.village),
            lead=UUID(str(self.lead.data)),
        )


class JoinForm(IssueForm):
    """并入同一问题."""

    made, takes = cmd.Join, ("number",)
    number = StringField(
        _("并入哪一件"),
        [needed(_("请填写并入哪一件的编号。")), SHORT],
        description=_("右侧列出了同村同类的在办问题；并入以后和那一件一起答复"),
    )


class RedirectForm(IssueForm):
    """改派牵头单位."""

    lead = SelectField(_("牵头单位"), validators=[needed(_("请选择牵头单位。"))])
    reason = TextAreaField(_("理由"), [needed(_("请写明改派的理由。")), LONG])

    def offer(self, session: ScopedSession, detail: Mapping[str, Any]) -> None:
        """The units."""
        self.lead.choices = _units(queries.handling_units(session))

    def to_command(self) -> cmd.Redirect:
        """The command."""
        lead, reason = UUID(str(self.lead.data)), str(self.reason.data)
        return cmd.Redirect(version=self.version.data or 0, lead=lead, reason=reason)


class PassBackForm(IssueForm):
    """退回重新分发."""

    made, takes = cmd.PassBack, ("reason",)
    reason = TextAreaField(_("理由"), [needed(_("请写明为什么不属于本单位、应当由谁牵头。")), LONG])


class ShareOutForm(IssueForm):
    """请其他单位协办."""

    units = SelectMultipleField(
        _("协办单位"),
        [needed(_("请至少选择一个协办单位。"))],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    asked = TextAreaField(_("需要协办单位做什么"), [needed(_("请写明需要协办单位做什么。")), LONG])
    days = IntegerField(_("协办期限（工作日）"), [needed(_("请填写协办期限。"))], default=5)

    def offer(self, session: ScopedSession, detail: Mapping[str, Any]) -> None:
        """The other units that handle issues."""
        known = queries.handling_units(session, detail["unit_id"])
        self.units.choices = [(str(unit), name) for unit, name in known.items()]

    def to_command(self) -> cmd.ShareOut:
        """The command."""
        return cmd.ShareOut(
            version=self.version.data or 0,
            units=tuple(map(UUID, self.units.data or ())),
            asked=str(self.asked.data),
            days=self.days.data or 0,
        )


class ProgressForm(IssueForm):
    """登记进展."""

    made, takes = cmd.Progress, ("words",)
    words = TextAreaField(_("进展"), [needed(_("请写明进展。")), LONG])


class ChaseForm(IssueForm):
    """督办."""

    made, takes = cmd.Chase, ("words",)
    words = TextAreaField(_("督办要求"), [needed(_("请写明督办要求。")), LONG])


class AnswerForm(IssueForm):
    """答复反映人."""

    made, takes = cmd.Answer, ("result", "measures")
    result = RadioField(_("办理结果"), choices=worded(rules.RESULTS), validators=[needed(_("请选择办理结果。"))])
    measures = TextAreaField(
        _("给反映人的答复"),
        [needed(_("请写明给反映人的答复：办了什么、结果怎样。")), LONG],
        description=_("并入本件的反映人也会收到同样的答复"),
    )


class AnswerPartForm(IssueForm):
    """答复牵头单位."""

    made, takes = cmd.AnswerPart, ("words",)
    words = TextAreaField(_("本单位办了什么"), [needed(_("请写明本单位办了什么。")), LONG])


class ConfirmForm(IssueForm):
    """已经解决."""

    made = cmd.Confirm


class VetoForm(IssueForm):
    """没有解决."""

    made, takes = cmd.Veto, ("words",)
    words = TextAreaField(_("哪里没有解决"), [needed(_("请写明哪里没有解决，我们才能继续办。")), LONG])


def _units(names: Mapping[UUID, str]) -> list[tuple[str, str]]:
    return [("", gettext("请选择")), *((str(unit), name) for unit, name in names.items())]


FORMS: Mapping[str, type[IssueForm]] = {
    "on_spot": OnSpotForm,
    "sort": SortForm,
    "join": JoinForm,
    "redirect": RedirectForm,
    "pass_back": PassBackForm,
    "share_out": ShareOutForm,
    "progress": ProgressForm,
    "chase": ChaseForm,
    "answer": AnswerForm,
}
PART_FORMS: Mapping[str, type[IssueForm]] = {"answer_part": AnswerPartForm}
PARTY_FORMS: Mapping[str, type[IssueForm]] = {
    "confirm": ConfirmForm,
    "veto": VetoForm,
    "still_unsolved": VetoForm,
}
