"""Fields that read what people type: days with working-day words, resident ID numbers, blanks that fill nothing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from flask_babel import gettext
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, StopValidation

from core import clock as time
from core.calendar import services as calendars
from core.errors import DomainError
from core.i18n import N_
from core.web import days

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SHAPE = N_("身份证号应当为18位，最后一位可以是X。")
CREDIT_PLACES = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V and Z
CREDIT_CODE = N_("统一社会信用代码应当为18位，请核对每一位数字和字母。")
CHECK_DIGIT = N_("身份证号的校验位不正确，请核对每一位数字。")


class DayField(DateField):
    """A day as `core.web.days.read` understands it; what can't be read stands in the field as it was typed."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day, told at the field where it is none."""
        self.data = None
        words = str(valuelist[0]).strip() if valuelist else ""
        if not words:
            return
        try:
            self.data = days.read(words, time.today(), calendars.latest())
        except ValueError:
            raise ValueError(gettext(days.UNREADABLE)) from None

    @property
    def about(self) -> str:
        """The day, its weekday and whether it is a working day; empty where no day was read."""
        if not isinstance(self.data, dt.date):
            return ""
        try:
            return days.about(self.data, calendars.latest())
        except DomainError:  # the calendar does not reach so far
            return ""


class IdNumberField(StringField):
    """A resident's ID number 公民身份号码: 18 places and a check digit (GB 11643); blanks and hyphens fall away."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the number as it is written down."""
        self.data = plain(str(valuelist[0])).upper() if valuelist else self.data

    def _value(self) -> str:
        return str(self.raw_data[0] if self.errors and self.raw_data else self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Check the shape, then the check digit."""
        if self.data and (fault := id_number_fault(self.data)):
            raise StopValidation(gettext(fault))


class SubjectNumberField(IdNumberField):
    """The number of a person or an organisation: a resident's ID number, or a 统一社会信用代码 (GB 32100)."""

    def pre_validate(self, form: Any) -> None:
        """Check the shape and the check digit of whichever it is."""
        if self.data and (fault := subject_number_fault(self.data)):
            raise StopValidation(gettext(fault))


class Needed(InputRequired):
    """A field that must be filled; blanks fill nothing."""

    def __call__(self, form: Any, field: Any) -> None:
        if not any(str(value).strip() for value in field.raw_data or ()):
            field.errors = []
            raise StopValidation(self.message or "")


def needed(words: Any) -> Needed:
    """A field that must be filled, with its own words."""
    return Needed(words)


def plain(number: str) -> str:
    """A number as it is kept: full-width digits of a Chinese keyboard as plain ones, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))


def is_credit_code(number: str) -> bool:
    """Whether a number, as it is kept, is an organisation's 统一社会信用代码: 18 places and a check digit (GB 32100).

    One of digits alone that is a resident's ID number counts as that.
    """
    if not re.fullmatch(f"[{CREDIT_PLACES}]{{18}}", number) or not id_number_fault(number):
        return False
    total = sum(CREDIT_PLACES.index(place) * 3**at % 31 for at, place in enumerate(number[:17]))
    return bool(CREDIT_PLACES.index(number[17]) == -total % 31)


def subject_number_fault(number: str) -> str:
    """What is wrong with the number of a person or an organisation as it is kept; empty where nothing is."""
    if is_credit_code(number):
        return ""
    return CREDIT_CODE if re.search(r"[A-Z]", number[:17]) else id_number_fault(number)


def id_number_fault(number: str) -> str:
    """What is wrong with a resident's ID number as it is kept; empty where nothing is (GB 11643)."""
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return SHAPE
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return "" if "10X98765432"[total % 11] == number[17] else CHECK_DIGIT
