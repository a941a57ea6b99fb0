"""Forms of village affairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core import clock
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.egov.villages import rules
from plugins.egov.villages.models import VillageItem

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过5000个字。"))


class ItemForm(ActForm):
    """What a village publishes."""

    village = SelectField(_("村"), [needed(_("请选择村。"))])
    kind = RadioField(
        _("公布的种类"),
        choices=worded(rules.KINDS),
        validators=[needed(_("请选择公布的种类。"))],
        default=rules.GENERAL,
    )
    matter = SelectField(_("公布的事项"), choices=worded(rules.MATTERS), validators=[needed(_("请选择公布的事项。"))])
    on = DayField(
        _("所属时期"), [needed(_("请填写日期。"))], description=_("该季度、该月中的任何一日；重大事项填发生的日期")
    )
    title = StringField(_("标题"), [needed(_("请填写标题。")), SHORT])
    body = TextAreaField(_("内容"), [Optional(), LONG], description=_("不要写身份证号码、银行账号和电话号码"))
    cells = TextAreaField(
        _("表格"),
        [Optional(), LONG],
        description=_("可以不填；一行写一行，各格之间用“|”分开，也可以从电子表格里复制；第一行是表头"),
    )
    audience = RadioField(
        _("公布的范围"),
        choices=worded(rules.AUDIENCES),
        validators=[needed(_("请选择公布的范围。"))],
        default=rules.EVERYBODY,
    )

    def offer(self, villages: Mapping[UUID, str]) -> None:
        """The villages for which one fills in."""
        few = len(villages) == 1
        first = [] if few else [("", gettext("请选择"))]
        self.village.choices = [*first, *((str(unit), name) for unit, name in villages.items())]

    def fill(self, row: VillageItem | None) -> None:
        """What was handed in before; a new one is of today."""
        if row is None:
            self.on.data = clock.today()
            return
        self.village.data, self.on.data = str(row.village_id), row.first_on
        for name in ("kind", "matter", "title", "body", "audience"):
            self[name].data = getattr(row, name)
        self.cells.data = "\n".join("\t".join(line) for line in row.cells)

    def to_content(self) -> rules.Content:
        """What was typed."""
        assert self.on.data is not None  # needed
        words = {name: str(self[name].data or "") for name in ("kind", "matter", "title", "body", "audience")}
        cells = rules.cells(str(self.cells.data or ""))
        return rules.Content(village=UUID(str(self.village.data)), on=self.on.data, cells=cells, **words)


class PublishForm(ActForm):
    """核对公布."""


class SendBackForm(ActForm):
    """退回修改."""

    reason = TextAreaField(_("要修改什么"), [needed(_("请写明要修改什么。")), SHORT])


class PostForm(ActForm):
    """登记张贴."""

    on = DayField(_("张贴日期"), [needed(_("请填写张贴日期。"))])
    place = StringField(_("张贴的地方"), [needed(_("请写明张贴的地方。")), SHORT])


class TakeDownForm(ActForm):
    """撤下."""

    wrong = BooleanField(_("内容不真实，立即撤下"))
    reason = TextAreaField(_("撤下的理由"), [needed(_("请写明撤下的理由。")), SHORT])


FORMS: Mapping[str, type[Any]] = {
    "publish": PublishForm,
    "send_back": SendBackForm,
    "post": PostForm,
    "take_down": TakeDownForm,
}
