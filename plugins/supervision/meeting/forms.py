"""Forms of joint meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.contracts import MeetingItem
from core.i18n import N_
from core.tenancy.models import Unit
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.supervision.meeting import rules
from plugins.supervision.meeting.models import AgendaItem, Meeting

TOO_LONG = Length(max=rules.LONGEST, message=_("不能超过%(max)d个字。"))
SHORT = Length(max=rules.SHORT, message=_("不能超过%(max)d个字。"))
NO_DATE = _("请填写日期，例如2026-11-24。")
FIXED = ("key", "version", "csrf_token")


class CallForm(KeyedForm):
    """A meeting that is called."""

    title = StringField(_("名称"), [needed(_("请填写名称。")), SHORT], description=N_("例如：2026年第四次联席会议"))
    held_on = DayField(_("会议日期"), [needed(NO_DATE)])
    place = StringField(_("地点"), [Optional(), SHORT])
    chair = StringField(_("主持人"), [needed(_("请填写主持人。")), SHORT])
    keys = SelectMultipleField(
        _("待议事项"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validators=[Optional()]
    )
    free = TextAreaField(_("其他议题"), [Optional(), Length(max=6000)], description=N_("一行一个议题"))

    def offer(self, items: Sequence[MeetingItem]) -> None:
        """Offer what waits."""
        self.keys.choices = [(item.key, item.title) for item in items]

    def to_command(self) -> rules.Call:
        """The command."""
        assert self.held_on.data is not None
        lines = str(self.free.data or "").splitlines()
        return rules.Call(
            title=str(self.title.data),
            held_on=self.held_on.data,
            place=str(self.place.data or ""),
            chair=str(self.chair.data),
            keys=tuple(self.keys.data or ()),
            free=tuple(line.strip() for line in lines if line.strip()),
        )


class HeldForm(ActForm):
    """Who was there; the outcomes of the items are added for each meeting."""

    chair = StringField(_("主持人"), [needed(_("请填写主持人。")), SHORT])
    present = TextAreaField(_("出席"), [needed(_("请填写出席人员。")), TOO_LONG], description=N_("姓名，用“、”分开"))
    absent = TextAreaField(_("请假"), [Optional(), TOO_LONG])
    guests = TextAreaField(_("列席"), [Optional(), TOO_LONG])

    def show(self, row: Meeting, items: Sequence[AgendaItem]) -> None:
        """What was recorded before."""
        self.chair.data, self.present.data = row.chair, row.present
        self.absent.data, self.guests.data = row.absent, row.guests
        for item in items:
            self[f"outcome-{item.id.hex}"].data, self[f"words-{item.id.hex}"].data = item.outcome, item.words
        self.shows(row.version)

    def to_command(self, items: Sequence[AgendaItem]) -> rules.Held:
        """The command."""
        outcomes = {
            item.id: rules.Outcome(
                str(self[f"outcome-{item.id.hex}"].data or ""), str(self[f"words-{item.id.hex}"].data or "")
            )
            for item in items
        }
        return rules.Held(
            chair=str(self.chair.data),
            present=str(self.present.data),
            absent=str(self.absent.data or ""),
            guests=str(self.guests.data or ""),
            outcomes=outcomes,
        )


def held_form(items: Sequence[AgendaItem]) -> type[HeldForm]:
    """The form of a meeting with these items."""
    fields: dict[str, Any] = {}
    for item in items:
        fields[f"outcome-{item.id.hex}"] = RadioField(
            item.title, choices=worded(dict(rules.OUTCOMES)), validators=[needed(_("请选择这个议题的结果。"))]
        )
        fields[f"words-{item.id.hex}"] = TextAreaField(_("会议意见：%(item)s", item=item.title), [Optional(), TOO_LONG])
    return type("HeldForm", (HeldForm,), fields)


class ResolveForm(KeyedForm):
    """A resolution."""

    item = SelectField(_("议题"), [Optional()])
    words = TextAreaField(_("议定的事项"), [needed(_("请写明议定的事项。")), TOO_LONG])
    unit = SelectField(_("责任单位"), [needed(_("请选择单位。"))])
    person = StringField(_("责任人"), [needed(_("请填写责任人。")), SHORT])
    due_on = DayField(_("完成日期"), [needed(NO_DATE)])

    def offer(self, items: Sequence[AgendaItem], units: Sequence[Unit]) -> None:
        """Offer the items and the units."""
        self.item.choices = [("", str(_("不属于某个议题"))), *((str(item.id), item.title) for item in items)]
        self.unit.choices = [("", ""), *((str(unit.id), unit.name) for unit in units)]

    def to_command(self) -> rules.Resolve:
        """The command."""
        assert self.due_on.data is not None
        return rules.Resolve(
            item_id=UUID(self.item.data) if self.item.data else None,
            words=str(self.words.data),
            unit_id=UUID(str(self.unit.data)),
            person=str(self.person.data),
            due_on=self.due_on.data,
        )


class DoneForm(KeyedForm):
    """What was done about a resolution."""

    done = TextAreaField(_("完成情况"), [needed(_("请写明完成情况。")), TOO_LONG])


class MakeForm(ActForm):
    """Minutes or a circular are drafted."""
