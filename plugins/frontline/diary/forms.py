"""Forms of diary and visits."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.db import ScopedSession
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded
from plugins.frontline.diary import commands as cmd
from plugins.frontline.diary import queries, rules
from plugins.frontline.issues import queries as issues
from plugins.frontline.issues.forms import SHORT, chosen, day_of, offer_villages, village_field
from plugins.frontline.issues.rules import MATTERS

LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))


class EntryForm(KeyedForm):
    """An entry of the diary."""

    visited_on = DayField(_("走访日期"), [needed(_("请填写走访日期。"))])
    kind = RadioField(_("属于哪一类"), choices=worded(rules.TAGS), validators=[needed(_("请选择属于哪一类一线工作。"))])
    village = village_field()
    place = StringField(_("地点"), [Optional(), SHORT])
    led_by = StringField(_("带队领导"), [Optional(), SHORT])
    people = StringField(_("走访对象"), [Optional(), SHORT], description=_("有问题的必须填写，办理结果要答复本人"))
    witness = StringField(_("见证人"), [Optional(), SHORT])
    words = TextAreaField(_("走访的情况"), [needed(_("请写明走访的情况。")), LONG])
    problem = TextAreaField(
        _("群众提出的问题"), [Optional(), LONG], description=_("保存以后可以一键转为诉求，进入台账办理")
    )
    matter = SelectField(_("问题类别"), validators=[Optional()], choices=lambda: _matters())
    promise = TextAreaField(_("答复或者承诺"), [Optional(), LONG])

    def offer(self, session: ScopedSession) -> None:
        """The villages."""
        offer_villages(self.village, session)

    def to_command(self, visit_id: UUID | None) -> cmd.Write:
        """The command."""
        names = ("kind", "place", "led_by", "people", "witness", "words", "problem", "matter", "promise")
        words = {name: str(self[name].data or "") for name in names}
        return cmd.Write(
            visited_on=day_of(self.visited_on), village_id=chosen(self.village), visit_id=visit_id, **words
        )


def _matters() -> list[tuple[str, str]]:
    return [("", gettext("没有问题的不选")), *((code, gettext(label)) for code, label in MATTERS.items())]


class PlanForm(KeyedForm):
    """A visit to be made."""

    leader = SelectField(_("走访的领导"), validators=[needed(_("请选择走访的领导。"))])
    village = SelectField(_("村（社区）"), validators=[needed(_("请选择走访的村。"))])
    planned_on = DayField(_("走访日期"), [needed(_("请填写走访日期。"))])
    purpose = StringField(_("走访的内容"), [needed(_("请写明走访的内容。")), SHORT])

    def offer(self, session: ScopedSession) -> None:
        """Leaders and villages."""
        none = ("", gettext("请选择"))
        self.leader.choices = [none, *((str(one), name) for one, name in queries.leaders(session).items())]
        self.village.choices = [none, *((str(one), name) for one, name in issues.villages(session).items())]

    def to_command(self) -> cmd.Plan:
        """The command."""
        return cmd.Plan(
            leader_id=UUID(str(self.leader.data)),
            village_id=UUID(str(self.village.data)),
            planned_on=day_of(self.planned_on),
            purpose=str(self.purpose.data),
        )


class DropForm(KeyedForm):
    """取消走访."""

    reason = StringField(_("取消的理由"), [needed(_("请写明取消的理由。")), SHORT])
