"""The form of a compiled report: its title, and the merged text under each heading, to be edited before it is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from core.contracts import DutyRule
from core.duties.compiling import LONGEST, Handed, field_of, headings, sections, seen
from core.duties.reports import Compile
from core.web.fields import needed
from core.web.forms import KeyedForm


class ReportForm(KeyedForm):
    """What every report has; `form_of` adds a field for each heading."""

    headings: tuple[str, ...] = ()

    # What the texts were merged from.
    seen = HiddenField()
    title = StringField(
        _("标题"), [needed(_("请写明标题。")), Length(max=LONGEST["title"], message=_("最多%(max)d个字。"))]
    )

    def to_command(self, rule: str, period: str) -> Compile:
        """What was typed, of one duty for a period."""
        texts = {code: self[field_of(code)].data or "" for code in self.headings}
        return Compile(rule, period, self.title.data or "", texts, self._seen())

    def fill(self, title: str, texts: Mapping[str, str], handed: Sequence[Handed]) -> None:
        """Show the merged texts of what is handed in."""
        self.title.data = title
        for code in self.headings:
            self[field_of(code)].data = texts.get(code, "")
        self._shows(handed)

    def add_new(self, rule: DutyRule, handed: Sequence[Handed]) -> None:
        """Add to what was typed what was handed in since the form was opened."""
        before = self._seen()
        for code, text in sections(rule, [each for each in handed if not seen([each.key]) <= before]).items():
            field = self[field_of(code)]
            field.data = "\n".join(filter(None, (field.data, text)))
        self._shows(handed)

    def _seen(self) -> frozenset[str]:
        return frozenset((self.seen.data or "").split())

    def _shows(self, handed: Sequence[Handed]) -> None:
        self.seen.data = " ".join(sorted(seen(each.key for each in handed)))


def form_of(rule: DutyRule) -> type[ReportForm]:
    """The form of a report on a duty."""
    most = Length(max=LONGEST["section"], message=_("最多%(max)d个字。"))
    fields = {field_of(code): TextAreaField(label, [most]) for code, label in headings(rule).items()}
    made = type("DutyReportForm", (ReportForm,), {**fields, "headings": tuple(headings(rule))})
    return cast(type[ReportForm], made)
