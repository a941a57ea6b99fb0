"""The fields of a service of a paper 送达, and what was written in them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import Length

from core.serving import WAYS, Service
from core.web.fields import DayField, needed
from core.web.forms import worded

MOST = Length(max=100, message=_("最多100个字。"))


class ServiceFields:
    """How a paper was served, for a form of its own or beside what else an act asks."""

    way = RadioField(_("送达方式"), choices=worded(WAYS), validators=[needed(_("请选择送达方式。"))])
    served_on = DayField(_("送达日期"), [needed(_("请填写送达日期。"))])
    recipient = StringField(_("受送达人"), [needed(_("请填写受送达人。")), MOST])
    place = StringField(_("送达地点"), [MOST], description=_("公告送达写在哪里公告。"))
    signed_by = StringField(_("签收人"), [MOST], description=_("直接送达必填。"))
    relation = StringField(_("签收人与受送达人的关系"), [MOST], description=_("不是本人签收的填写。"))
    witness = StringField(_("见证人"), [MOST], description=_("留置送达必填：见证人，或者拍照录像的情况。"))
    tracking = StringField(_("邮件号码"), [MOST], description=_("邮寄送达必填。"))
    consented_on = DayField(_("电子送达确认书签订日期"), description=_("电子送达必填：当事人同意并签订确认书的日期。"))
    note = StringField(_("备注"), [Length(max=200, message=_("最多200个字。"))])

    def to_service(self) -> Service:
        """What was written."""
        names = ("way", "recipient", "place", "signed_by", "relation", "witness", "tracking", "note")
        said = {name: str(getattr(self, name).data or "") for name in names}
        assert self.served_on.data is not None  # needed
        return Service(**said, served_on=self.served_on.data, consented_on=self.consented_on.data)
