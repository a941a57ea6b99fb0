"""Fields and forms of reconsideration: an act's form names its command and what it takes, and is read in one way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm

SHORT = Length(max=200, message=_("不能超过200个字。"))
LONG = Length(max=20_000, message=_("不能超过两万字。"))
PICK = N_("请选择")


def long(label: Any, message: Any = None, **more: Any) -> TextAreaField:
    """Many words; they may be left out where no message is given."""
    return TextAreaField(label, [needed(message) if message else Optional(), LONG], **more)


def short(label: Any, message: Any = None, **more: Any) -> StringField:
    """A few words."""
    return StringField(label, [needed(message) if message else Optional(), SHORT], **more)


def day(label: Any, message: Any = None, **more: Any) -> DayField:
    """A day."""
    return DayField(label, [needed(message) if message else Optional()], **more)


def radio(label: Any, labels: Mapping[str, str], message: Any) -> RadioField:
    """One of a few."""
    return RadioField(
        label, choices=lambda: [(code, gettext(words)) for code, words in labels.items()], validators=[needed(message)]
    )


def select(label: Any, labels: Mapping[str, str], message: Any = None, **more: Any) -> SelectField:
    """One of many, none of them taken for granted."""

    def choices() -> list[tuple[str, str]]:
        return [("", gettext(PICK)), *((code, gettext(words)) for code, words in labels.items())]

    return SelectField(label, choices=choices, validators=[needed(message) if message else Optional()], **more)


BOXES: dict[str, Any] = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}


def read(field: Any) -> Any:
    """What a field says, as commands take it: days, numbers and ticks as they are, everything else as words."""
    if field.type in {"DayField", "IntegerField"}:
        return field.data
    if field.type == "BooleanField":
        return bool(field.data)
    if field.type == "SelectMultipleField":
        return tuple(field.data or ())
    return str(field.data or "")


class ReadForm(ActForm):
    """The form of an act: its command takes the fields by their names."""

    made: ClassVar[type]

    def to_command(self) -> Any:
        """The command."""
        names = [field.name for field in self if field.name not in {"key", "csrf_token"}]
        return self.made(
            **{name: read(self[name]) for name in names if name != "version"}, version=self.version.data or 0
        )
