"""Forms of an intake point."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from plugins.reconsideration.fields import ReadForm, long, radio, short
from plugins.reconsideration.intake import commands as cmd
from plugins.reconsideration.intake.rules import OWN_CHANGES, ROLES
from plugins.reconsideration.review.apply_form import WindowForm


class TakeInForm(WindowForm):
    """代为接收."""

    role = radio(_("以什么身份接收"), ROLES, _("请选择以什么身份接收。"))
    uninvolved = BooleanField(_("接收人没有审查或者办理过该行政行为"))
    by_device = BooleanField(_("处罚决定依据电子技术监控设备记录的违法事实作出"))
    intake_note = long(_("给县人民政府的提示"), description=_("可以不填；超过期限、不属于县里管辖的，系统自动提示"))


class ForwardForm(ReadForm):
    """转交县人民政府: nothing is typed."""

    made = cmd.Forward


class ChangeOwnForm(ReadForm):
    """登记改变处罚决定."""

    made = cmd.ChangeOwn
    outcome = radio(_("怎样改变"), OWN_CHANGES, _("请选择怎样改变。"))
    fine = short(_("变更以后的罚款（元）"), description=_("变更处罚决定的才填"))
    words = long(_("怎样改变处罚决定、申请人的意见"), _("请写明怎样改变处罚决定、申请人的意见。"))


FORMS: dict[str, type[ReadForm]] = {"forward_review": ForwardForm, "change_own": ChangeOwnForm}
