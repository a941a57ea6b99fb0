"""Forms of the catalogue."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from core.db import ScopedSession
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, worded
from plugins.egov.disclosure.catalogue import queries
from plugins.egov.disclosure.catalogue.rules import CLASSES, Content

SHORT = Length(max=100, message=_("不能超过100个字。"))


class EntryForm(KeyedForm):
    """What is to be published."""

    title = StringField(_("信息名称"), [needed(_("请填写信息名称。")), SHORT])
    class_code = SelectField(
        _("类别"),
        choices=worded({code: found.label for code, found in CLASSES.items()}),
        validators=[needed(_("请选择类别。"))],
    )
    made_on = DayField(
        _("形成或者变更的日期"), [needed(_("请填写形成或者变更的日期。"))], description=_("二十个工作日内公开")
    )
    valid_to = DayField(_("有效期至"), [Optional()], description=_("长期有效的不填"))

    def to_content(self) -> Content:
        """What was typed."""
        assert self.made_on.data is not None
        return Content(
            title=str(self.title.data or ""),
            class_code=str(self.class_code.data or ""),
            made_on=self.made_on.data,
            valid_to=self.valid_to.data,
        )


class ListForm(KeyedForm):
    """With which publication an entry is listed."""

    publication = SelectField(_("已发布的内容"), validators=[needed(_("请选择已经向社会公开发布的内容。"))])
    replaces = StringField(
        _("替换哪个索引号"), [Optional(), SHORT], description=_("没有替换的不填；旧的保留并指向新的")
    )

    def offer(self, session: ScopedSession) -> None:
        """What is out."""
        rows = queries.publications(session)
        self.publication.choices = [("", gettext("请选择")), *((str(row.id), row.title) for row in rows)]
