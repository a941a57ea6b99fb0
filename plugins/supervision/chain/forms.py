"""Forms of a look back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.supervision.chain import rules

TOO_LONG = Length(max=rules.LONGEST, message=_("不能超过%(max)d个字。"))


class BeginForm(KeyedForm):
    """What is looked back at: a case by its number, or a duty."""

    number = StringField(_("办件编号"), [Optional(), Length(max=60, message=_("编号不超过60个字。"))])
    duty = SelectField(_("或者逾期的任务"), [Optional()])


class AskForm(ActForm):
    """询问当事人."""

    person = SelectField(_("请谁说明"), [needed(_("请选择经手的人。"))])
    question = TextAreaField(_("要说明的问题"), [needed(_("请写明要说明的问题。")), TOO_LONG])

    def to_command(self) -> rules.Ask:
        """The command."""
        question = str(self.question.data)
        return rules.Ask(version=self.version.data or 0, person_id=UUID(str(self.person.data)), question=question)


class HearForm(ActForm):
    """What the person says."""

    words = TextAreaField(_("情况说明"), [needed(_("请写明情况。")), TOO_LONG])


class ConcludeForm(ActForm):
    """作出结论."""

    outcome = RadioField(_("结论"), choices=worded(dict(rules.OUTCOMES)), validators=[needed(_("请选择结论。"))])
    words = TextAreaField(
        _("理由"), [needed(_("请写明理由。")), TOO_LONG], description=N_("处分由有权机关决定，不在这里作出")
    )

    def to_command(self) -> rules.Conclude:
        """The command."""
        return rules.Conclude(
            version=self.version.data or 0, outcome=str(self.outcome.data), words=str(self.words.data)
        )


FORMS: dict[str, type[Any]] = {"ask": AskForm, "conclude": ConcludeForm}
