"""Forms of officers: a certificate, and its end."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length

from core.accounts.models import Person
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm
from plugins.penalty.officers.services import Enter


class CertificateForm(KeyedForm):
    """登记执法证件."""

    person = SelectField(_("执法人员"), validators=[needed(_("请选择执法人员。"))])
    number = StringField(_("执法证号"), [needed(_("请填写执法证号。")), Length(max=40, message=_("最多40个字。"))])
    issuer = StringField(_("发证机关"), [Length(max=60, message=_("最多60个字。"))])
    valid_from = DayField(_("有效期自"), [needed(_("请填写有效期的起始日期。"))])
    valid_to = DayField(_("有效期至"), [needed(_("请填写有效期的截止日期。"))])

    def offer(self, staff: Sequence[Person]) -> CertificateForm:
        """Offer who could be one."""
        self.person.choices = [("", gettext("请选择")), *((str(person.id), person.name) for person in staff)]
        return self

    def to_command(self) -> Enter:
        """The command."""
        return Enter(
            person_id=UUID(self.person.data),
            number=str(self.number.data),
            issuer=str(self.issuer.data or ""),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class StopForm(ActForm):
    """停用执法证件."""

    why = StringField(_("停用的原因"), [needed(_("请写明停用的原因。")), Length(max=200, message=_("最多200个字。"))])
