"""The form of an application: one for the portal, the county's window and a township's intake point."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, MultipleFileField, SelectField, SelectMultipleField
from wtforms.validators import Optional

from core.files.services import Kept
from core.web.fields import SubjectNumberField
from core.web.forms import KeyedForm, worded
from plugins.reconsideration import words as law
from plugins.reconsideration.fields import BOXES, day, long, radio, read, select, short
from plugins.reconsideration.review import commands as cmd

PICK = "请选择"
HELD = ("key", "csrf_token", "files")


class ApplyForm(KeyedForm):
    """What an application says (实施条例19)."""

    forum = radio(
        _("被申请人是哪一类机关"),
        {code: one.label for code, one in law.FORUMS.items()},
        _("请选择被申请人是哪一类机关。"),
    )
    respondent = SelectField(_("哪个乡镇"), validators=[Optional()])
    respondent_name = short(_("被申请人的名称"), description=_("不是本县乡镇的才填"))
    act = select(_("对哪一类行政行为不服"), law.ACTS, _("请选择对哪一类行政行为不服。"))
    first = SelectMultipleField(_("是否属于下列情形"), choices=worded(law.FIRST), validators=[Optional()], **BOXES)
    document = short(_("决定书文号或者案件编号"))
    made_on = day(_("行政行为作出的日期"))
    known_on = day(
        _("知道该行政行为的日期"),
        _("请填写知道该行政行为的日期。"),
        description=_("收到决定书的，填签收日期；不履行职责的，填提出申请的日期"),
    )
    told_on = day(_("知道复议权利的日期"), description=_("作出行政行为时没有告知复议权利、机关和期限的才填"))
    realty = BooleanField(_("因不动产提出"))
    amount = short(_("涉及的款额（元）"))
    delayed_from = day(_("障碍从哪一天开始"))
    delayed_to = day(_("障碍到哪一天消除"))
    delay = long(_("耽误期限的理由"), description=_("因不可抗力或者其他正当理由耽误申请期限的才填"))
    subject = radio(_("申请人"), law.APPLICANTS, _("请选择申请人是公民还是组织。"))
    name = short(_("姓名或者名称"), _("请填写申请人的姓名或者名称。"))
    id_number = SubjectNumberField(_("身份证号或者统一社会信用代码"), [Optional()])
    phone = short(_("电话"))
    address = short(_("住所和邮政编码"), _("请填写申请人的住所和邮政编码（行政复议法实施条例19(一)）。"))
    about = short(
        _("申请人的其他情况"),
        _("请填写申请人的其他情况（行政复议法实施条例19(一)）。"),
        description=_("公民写性别、年龄、工作单位；组织写法定代表人或者主要负责人的姓名、职务"),
    )
    joint = long(_("共同申请人和推选的代表人"), description=_("申请人人数众多的，写明全体申请人和代表人"))
    agent = short(_("代理人"), description=_("委托一至二名代理人的，写姓名，并提交授权委托书"))
    claims = long(_("行政复议请求"), _("请写明行政复议请求。"))
    reasons = long(_("事实和理由"), _("请写明申请行政复议的主要事实和理由。"))
    rule_asked = short(_("一并请求审查的规范性文件"), description=_("不含规章"))
    damages = long(_("行政赔偿请求"), description=_("一并请求赔偿的，写明损害和金额"))
    files = MultipleFileField(_("证据和其他材料"), [Optional()])

    def offer(self, townships: Mapping[str, str]) -> None:
        """The townships of the county."""
        self.respondent.choices = [("", gettext(PICK)), *townships.items()]

    def to_command(self, way: str, applied_on: dt.date, files: tuple[Kept, ...]) -> cmd.Apply:
        """The command."""
        names = cmd.Apply.__dataclass_fields__
        given: dict[str, Any] = {
            field.name: read(field) for field in self if field.name in names and field.name not in HELD
        }
        given["respondent"] = int(given["respondent"] or 0)
        return cmd.Apply(**{"way": way, "applied_on": applied_on, **given, "files": files})


class WindowForm(ApplyForm):
    """The same, taken in by staff: how it came and on which day."""

    way = radio(
        _("申请方式"),
        {code: label for code, label in law.WAYS.items() if code in {law.WINDOW, law.ORAL, law.POST}},
        _("请选择申请方式。"),
    )
    applied_on = day(_("申请日期"), _("请填写申请日期。"), description=_("邮寄的，填邮戳日期"))
