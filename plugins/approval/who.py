"""Who applies: the form of a person, online and at the counter."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp

from core.cases.services import Party
from core.web.fields import IdNumberField, needed, plain
from core.web.forms import KeyedForm


class WhoForm(KeyedForm):
    """The applicant."""

    name = StringField(_("姓名"), [needed(_("请填写申请人姓名。")), Length(max=50, message=_("不能超过50个字。"))])
    id_number = IdNumberField(_("身份证号"), [needed(_("请填写身份证号。"))])
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
