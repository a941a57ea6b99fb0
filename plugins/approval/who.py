"""Who applies: the form of a person, online and at the counter."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from core.cases.services import Party
from core.web.forms import KeyedForm, needed

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def plain(number: str) -> str:
    """A number as it is kept: full-width digits of a Chinese keyboard as plain ones, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number))


def id_number(form: Any, field: Any) -> None:
    """A resident's ID number 公民身份号码: 18 places and a check digit (GB 11643)."""
    value = plain(field.data or "").upper()
    if not re.fullmatch(r"\d{17}[\dX]", value):
        raise ValidationError(_("身份证号应当为18位，最后一位可以是X。"))
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], ID_WEIGHTS, strict=True))
    if "10X98765432"[total % 11] != value[17]:
        raise ValidationError(_("身份证号的校验位不正确，请核对每一位数字。"))
    field.data = value  # what is wrong stays as it was typed


class WhoForm(KeyedForm):
    """The applicant."""

    name = StringField(_("姓名"), [needed(_("请填写申请人姓名。")), Length(max=50, message=_("不能超过50个字。"))])
    id_number = StringField(_("身份证号"), [needed(_("请填写身份证号。")), id_number])
    phone = StringField(
        _("手机号码"),
        [
            needed(_("请填写手机号码，办理中需要与您联系。")),
            Regexp(
                r"^\+?(?:[\s-]*\d){7,15}[\s-]*$", message=_("请核对电话号码：应当是7至15位数字，例如 139 0000 0000。")
            ),
        ],
    )
    address = StringField(_("住址"), [Optional(), Length(max=200, message=_("不能超过200个字。"))])

    def to_party(self) -> Party:
        """The applicant as a party of the case."""
        return Party(
            "applicant",
            str(self.name.data).strip(),
            str(self.id_number.data),
            plain(str(self.phone.data)),
            str(self.address.data or "").strip(),
        )
