"""Forms of schemes: where one begins, its lines, and its steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from core import clock as time
from core.deadlines.own import EVERY, Own
from core.duties.own import WHO
from core.duties.terms import Term, Terms
from core.schemes.rules import LONGEST_WHY, SOURCES, Line, field_of
from core.schemes.services import YEARS_AHEAD, YEARS_BACK, Begin
from core.web.fields import needed
from core.web.forms import ActForm, KeyedForm, worded

NUMBER = (InputRequired(message=_("请填写数字。")), NumberRange(0, 10_000, message=_("请填写0到10000之间的数字。")))


class BeginForm(KeyedForm):
    """The year, and from what it is copied."""

    year = SelectField(_("年度"), [needed(_("请选择年度。"))], coerce=int)
    source = RadioField(
        _("从哪里复制"), [needed(_("请选择从哪里复制。"))], choices=worded(SOURCES), default=next(iter(SOURCES))
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = time.today().year
        self.year.choices = [(year, str(year)) for year in range(this - YEARS_BACK, this + YEARS_AHEAD + 1)]

    def to_command(self) -> Begin:
        """What was chosen."""
        return Begin(int(self.year.data or 0), str(self.source.data))


class OwnForm(ActForm):
    """A duty of the township's own: what, whose, how often, by which day, and why."""

    name = StringField(
        _("任务名称"),
        [needed(_("请填写任务名称。")), Length(max=40, message=_("最多%(max)d个字。"))],
        description=_("例如：报送防汛值班安排。"),
    )
    measure = SelectField(_("所属的工作"), [needed(_("请选择所属的工作。"))])
    who = SelectField(_("责任单位"), [needed(_("请选择责任单位。"))])
    every = SelectField(_("多久一次"), [needed(_("请选择多久一次。"))])
    month = IntegerField(_("月"), list(NUMBER), default=12, description=_("一期里的第几个月；每月一次的写1。"))
    day = IntegerField(_("日"), list(NUMBER), default=31, description=_("31表示月底。"))
    why = StringField(
        _("设立的依据"),
        [needed(_("请写明设立这项任务的依据。")), Length(max=LONGEST_WHY, message=_("最多%(max)d个字。"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who.choices = [(name, gettext(words)) for name, (words, _units) in WHO.items()]
        self.every.choices = [(name, gettext(words)) for name, words in EVERY.items()]

    def to_own(self) -> Own:
        """Which duty it is."""
        return Own(str(self.measure.data), str(self.every.data), str(self.who.data), str(self.name.data).strip())

    def to_term(self) -> Term:
        """By which day, and why."""
        month = 1 if self.every.data == "month" else int(self.month.data or 0)
        return Term(month, int(self.day.data or 0), {}, str(self.why.data or "").strip())


class StepForm(ActForm):
    """A step; the reason is asked where it leads back."""

    reason = TextAreaField(_("理由"), [Length(max=200, message=_("理由最多200个字。"))])


class LinesForm(ActForm):
    """Every line of a scheme; `form_of` adds their fields."""

    lines: tuple[Line, ...] = ()

    def to_terms(self) -> dict[str, Term]:
        """What was typed."""
        return {line.code: self._term(line) for line in self.lines}

    def fill(self, terms: Terms) -> None:
        """Show the terms as they are kept."""
        for line in self.lines:
            term = terms.get(line.code, line.bound)
            for name, value in {"month": term.month, "day": term.day, "why": term.why, **term.quotas}.items():
                if (name := field_of(line.code, name)) in self:
                    self[name].data = value

    def _term(self, line: Line) -> Term:
        def typed(name: str, otherwise: int) -> int:
            name = field_of(line.code, name)
            return int(self[name].data or 0) if name in self else otherwise

        quotas = {quota.code: typed(quota.code, quota.least) for quota in line.duty.quotas}
        why = str(self[field_of(line.code, "why")].data or "").strip()
        return Term(typed("month", line.bound.month), typed("day", line.bound.day), quotas, why)


def form_of(lines: Sequence[Line]) -> type[LinesForm]:
    """The form of a scheme: for each duty its month (where a period has several), day, quotas and reason."""
    fields: dict[str, Any] = {}
    for line in lines:
        if line.bound.month > 1:
            fields[field_of(line.code, "month")] = IntegerField(_("月"), list(NUMBER))
        fields[field_of(line.code, "day")] = IntegerField(_("日"), list(NUMBER))
        for quota in line.duty.quotas:
            fields[field_of(line.code, quota.code)] = IntegerField(quota.label, list(NUMBER))
        most = Length(max=LONGEST_WHY, message=_("最多%(max)d个字。"))
        fields[field_of(line.code, "why")] = StringField(_("与上级不同的理由"), [Optional(), most])
    made = type("SchemeForm", (LinesForm,), {**fields, "lines": tuple(lines)})
    return cast(type[LinesForm], made)
