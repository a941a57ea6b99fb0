"""Forms of organisations: registering one, inviting a member, coming in."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectMultipleField, StringField, ValidationError
from wtforms.validators import Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from core.notices.channels import no_mobile
from core.organisations import rules
from core.organisations.services import Administrator, Invitation, Registration
from core.web.fields import CREDIT_CODE, DayField, is_credit_code, needed, plain
from core.web.forms import KeyedForm, ToldForm, worded

NUMBER = _("统一社会信用代码")
FIFTY = Length(max=50, message=_("不能超过50个字。"))


class CreditCodeField(StringField):
    """A 统一社会信用代码 (GB 32100); blanks and hyphens fall away."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the number as it is written down."""
        self.data = plain(str(valuelist[0])).upper() if valuelist else self.data

    def _value(self) -> str:
        return str(self.raw_data[0] if self.errors and self.raw_data else self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Check the shape and the check digit."""
        if self.data and not is_credit_code(self.data):
            raise ValidationError(gettext(CREDIT_CODE))


class MobileField(StringField):
    """A mobile number of the mainland; blanks and hyphens fall away."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep the number as it is dialled."""
        self.data = plain(str(valuelist[0])) if valuelist else self.data

    def _value(self) -> str:
        return str(self.raw_data[0] if self.errors and self.raw_data else self.data or "")

    def pre_validate(self, form: Any) -> None:
        """Check the shape."""
        if self.data and (fault := no_mobile(self.data)):
            raise ValidationError(gettext(fault))


class AdministratorForm(KeyedForm):
    """Who manages the members, and what they showed."""

    admin_name = StringField(_("管理人姓名"), [needed(_("请填写管理人姓名。")), FIFTY])
    admin_phone = MobileField(_("管理人手机号码"), [needed(_("请填写管理人手机号码。"))])
    document = StringField(
        _("核对过的证件和授权书"),
        [needed(_("请写明核对过哪些证件。")), Length(max=100, message=_("不能超过100个字。"))],
        description=_("例如：营业执照正本、法定代表人身份证；管理人不是法定代表人的，还要有授权书。"),
    )

    def to_administrator(self) -> Administrator:
        """The administrator."""
        return Administrator(_text(self.admin_name), _text(self.admin_phone), _text(self.document))


class RegisterForm(AdministratorForm):
    """An organisation as the window takes it down."""

    name = StringField(_("单位名称"), [needed(_("请填写单位名称。")), FIFTY])
    number = CreditCodeField(NUMBER, [needed(_("请填写统一社会信用代码。"))])
    representative = StringField(_("法定代表人或者负责人"), [needed(_("请填写法定代表人或者负责人。")), FIFTY])
    phone = MobileField(_("单位联系手机"), [needed(_("请填写单位联系手机。"))])
    address = StringField(_("单位住所"), [Optional(), Length(max=200, message=_("不能超过200个字。"))])

    def to_registration(self) -> Registration:
        """The registration."""
        return Registration(
            name=_text(self.name),
            number=_text(self.number),
            representative=_text(self.representative),
            phone=_text(self.phone),
            address=_text(self.address),
            administrator=self.to_administrator(),
        )


class InviteForm(KeyedForm):
    """Who is to act for the organisation, for what, by which mandate."""

    name = StringField(_("成员姓名"), [needed(_("请填写成员姓名。")), FIFTY])
    phone = MobileField(_("成员手机号码"), [needed(_("请填写成员手机号码。"))])
    scopes = SelectMultipleField(
        _("授权范围"),
        [needed(_("请至少选择一项授权。"))],
        choices=worded(rules.SCOPES),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    document = StringField(
        _("授权书"),
        [needed(_("请填写授权书的名称或者文号。")), Length(max=100, message=_("不能超过100个字。"))],
        description=_("单位盖章的书面授权，写名称或者文号和日期；办理机关可以要求出示。"),
    )
    until = DayField(_("授权到哪一天"), [needed(_("请填写授权的最后一天。"))])

    def to_invitation(self) -> Invitation:
        """The invitation."""
        scopes = tuple(self.scopes.data or ())
        return Invitation(_text(self.name), _text(self.phone), scopes, _text(self.document), self.until.data)


class EnterForm(ToldForm):
    """The organisation's number and one's own code."""

    number = CreditCodeField(NUMBER, [needed(_("请填写统一社会信用代码。"))])
    code = StringField(
        _("成员码"),
        [needed(_("请填写成员码。")), Length(max=40, message=_("成员码是八位字母和数字。"))],
        description=_("管理人的成员码由窗口发给；其他成员第一次用邀请码。"),
    )


def _text(field: Any) -> str:
    return str(field.data or "").strip()
