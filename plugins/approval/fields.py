"""The declarative fields of an item: its form without code (name, label, kind, required, hint, choices, only_if)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import DecimalField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, Regexp, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from core import clock as time
from core.calendar import services as calendars
from core.web import days
from core.web.fields import DayField, IdNumberField, needed, plain
from core.web.forms import KeyedForm
from plugins.approval.items.rules import SEVERAL
from plugins.approval.models import Item

LONGEST = 1000
LARGEST = 1_000_000_000
PHONE = r"[0-9+-]{7,18}\Z"


class SeveralField(SelectMultipleField):
    """Several of a list, each a box to tick; kept as one text, and read from it again."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """What was ticked, or what was kept of it."""
        super().process_formdata([value for typed in valuelist for value in str(typed).split(SEVERAL)])


def form_of(item: Item) -> type[KeyedForm]:
    """The form class of an item, made from its declared fields."""
    labels = {field["name"]: field["label"] for field in item.fields}
    made = {field["name"]: _field(field, labels) for field in item.fields}
    return type(f"{item.code}Form", (KeyedForm,), made)


def filled(item: Item, typed: Mapping[str, str]) -> KeyedForm:
    """The form with what was typed before, which may be no date or no number at all."""
    return form_of(item)(formdata=MultiDict(typed))


def values(form: KeyedForm, item: Item) -> dict[str, str]:
    """What was typed, as text, so that a wrong date comes back as it was typed."""
    typed = {}
    for field in item.fields:
        filled = form[field["name"]]
        raw = filled.raw_data[0] if filled.raw_data else ""
        if isinstance(filled.data, list):
            typed[field["name"]] = SEVERAL.join(filled.data)
        else:
            typed[field["name"]] = filled.data.isoformat() if isinstance(filled.data, dt.date) else str(raw)
    return typed


def read_only(item: Item, typed: Mapping[str, str]) -> KeyedForm:
    """The form with what stands in a row of a sheet: it is looked at, never sent, and needs no request of its own."""
    return form_of(item)(formdata=MultiDict(typed), meta={"csrf": False})


def plain_days(item: Item, typed: Mapping[str, str]) -> dict[str, str]:
    """Answers that were looked at, with their days as they are kept."""
    dated = {field["name"] for field in item.fields if field.get("kind") == "date"}
    return {
        name: days.read(words, time.today(), calendars.latest()).isoformat() if name in dated and words else words
        for name, words in typed.items()
    }


def complete(form: KeyedForm) -> bool:
    """Whether what a draft holds would pass, without a request's token."""
    fields = [field for field in form if field.name not in {"key", "csrf_token"} and field.type != "CSRFTokenField"]
    answers = [field.validate(form) for field in fields]  # each is asked, so that every slip is told at once
    return all(answers)


class OnlyIf:
    """A field that applies only where an earlier one was answered so; elsewhere nothing typed in it is wrong."""

    def __init__(self, other: str, value: str) -> None:
        self.other, self.value = other, value

    def __call__(self, form: Any, field: Any) -> None:
        """Stop where the field does not apply, also where the earlier one does not itself."""
        before = form[self.other]
        apart = any(isinstance(each, OnlyIf) and not each.holds(form) for each in before.validators)
        if apart or not self.holds(form):
            field.errors = []
            raise StopValidation

    def holds(self, form: Any) -> bool:
        """Whether the earlier field was answered so."""
        return bool(form[self.other].data == self.value)


def _field(field: dict[str, Any], labels: Mapping[str, str]) -> Any:
    label, hint, kind = field["label"], field.get("hint", ""), field.get("kind", "text")
    if field.get("required", True):
        chosen = kind in {"choice", "several"}
        words = _("请选择“%(label)s”。", label=label) if chosen else _("请填写“%(label)s”。", label=label)
        checks: list[Any] = [needed(words)]
    else:
        checks = [Optional()]
    if needs := field.get("only_if"):
        checks.insert(0, OnlyIf(needs["field"], needs["value"]))
        when = _("“%(label)s”选“%(value)s”的填写。", label=labels[needs["field"]], value=needs["value"])
        hint = f"{when}{hint}"
    if kind == "date":
        return DayField(label, checks, description=hint)
    if kind == "number":
        checks.append(NumberRange(0, LARGEST, _("“%(label)s”应当是0至10亿之间的数字。", label=label)))
        return DecimalField(label, checks, description=hint)
    if kind == "several":
        return SeveralField(label, checks, choices=list(field["choices"]), description=hint)
    if kind == "id_number":
        return IdNumberField(label, checks, description=hint)
    if kind == "phone":
        checks.append(Regexp(PHONE, message=_("电话号码由7至15位数字组成，可以有区号。")))
        return StringField(label, checks, filters=[lambda typed: plain(typed) if typed else typed], description=hint)
    if kind == "choice":
        return RadioField(label, checks, choices={value: value for value in field["choices"]}, description=hint)
    checks.append(Length(max=LONGEST, message=_("不能超过%(max)d个字。")))
    return (TextAreaField if kind == "textarea" else StringField)(label, checks, description=hint)
