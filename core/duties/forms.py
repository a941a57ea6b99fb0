"""The forms of a duty: what it asks for, and the answer to what was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import MultipleFileField, TextAreaField
from wtforms import SelectMultipleField as Many
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.contracts import DutyRule, Submission
from core.duties.models import Duty
from core.duties.rules import LONGEST, lines
from core.duties.services import Answer, Submit
from core.files.services import Kept
from core.i18n import N_
from core.web.forms import ActForm

OPINION = N_("备案意见或者退回原因")


def _most(name: str) -> Length:
    return Length(max=LONGEST[name], message=_("最多%(max)d个字。"))


class SubmitForm(ActForm):
    """What every duty asks for; `form_of` adds the parts of its own."""

    parts: tuple[str, ...] = ()

    text = TextAreaField(_("报送内容"), [_most("text")])
    late_reason = TextAreaField(_("迟报原因"), [_most("late_reason")])
    files = MultipleFileField(_("附件（可以不交）"))
    still = Many(
        _("上次的附件，不再交的取消勾选"),
        validators=[Optional()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offers(self, named: Sequence[Mapping[str, str]]) -> None:
        """Offer the files of the last handing in, all of them chosen at first."""
        self.still.choices = [(one["id"], one["name"]) for one in named]
        if not named:
            del self.still
        elif not self.is_submitted():
            self.still.data = [one["id"] for one in named]

    def to_command(self, kept: tuple[Kept, ...] = ()) -> Submit:
        """What was typed, with the files that came and are in the store by now."""
        found = {code: lines(self[code].data or "") for code in self.parts}
        submission = Submission((self.text.data or "").strip(), found)
        return Submit(self.version.data or 0, submission, (self.late_reason.data or "").strip(), kept, self._still())

    def _still(self) -> frozenset[UUID]:
        return frozenset(UUID(chosen) for chosen in self.still.data or ()) if "still" in self else frozenset()

    def fill(self, text: str, parts: dict[str, list[str]], duty: Duty) -> None:
        """Show what was handed in last, or what is known already."""
        self.text.data, self.late_reason.data = text, duty.late_reason
        for code in self.parts:
            self[code].data = "\n".join(parts.get(code, ()))


class AnswerForm(ActForm):
    """Accept, return or withdraw."""

    note = TextAreaField(_("退回原因"), [_most("note")])

    def about(self, rule: DutyRule) -> AnswerForm:
        """Ask for what the duty takes: on a filing an opinion either way."""
        if rule.series:
            self.note.label.text = gettext(OPINION)
        return self

    def to_command(self) -> Answer:
        """What was typed."""
        return Answer(self.version.data or 0, (self.note.data or "").strip())


def form_of(rule: DutyRule) -> type[SubmitForm]:
    """The form of a duty, with a field for each of its parts."""
    fields = {part.code: TextAreaField(part.label, [_most("text")], description=part.help) for part in rule.parts}
    made = type("DutyForm", (SubmitForm,), {**fields, "parts": tuple(fields)})
    return cast(type[SubmitForm], made)
