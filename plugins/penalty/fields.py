"""Fields of penalty: sums and quantities as people type them, never larger than any fine is."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import SelectMultipleField, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


class MoneyField(StringField):
    """A number of at most nine digits before the point and two after it: yuan, or what a fine is taken of."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is none."""
        if self.data and self.data.strip() and self.value is None:
            raise StopValidation(gettext("请填写数字，最多九位整数、两位小数。"))

    @property
    def value(self) -> Decimal | None:
        """The number; None where nothing, or none, was typed."""
        typed = re.sub(r"[\s,元]", "", unicodedata.normalize("NFKC", str(self.data or "")))
        return Decimal(typed) if NUMBER.fullmatch(typed) else None


def ticks(label: Any, choices: Any = None) -> SelectMultipleField:
    """Boxes to tick."""
    return SelectMultipleField(
        label, choices=choices, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
