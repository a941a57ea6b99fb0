"""Forms of a court case."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField

from core.web.forms import KeyedForm
from plugins.reconsideration.fields import ReadForm, day, long, select, short
from plugins.reconsideration.suits import commands as cmd
from plugins.reconsideration.suits.rules import JUDGEMENTS


class EnterForm(KeyedForm):
    """登记行政应诉案件."""

    plaintiff = short(_("原告"), _("请填写原告。"))
    court = short(_("人民法院"), _("请填写人民法院。"))
    court_number = short(_("法院的案号"), _("请填写法院的案号。"))
    review_number = short(_("复议案件编号"), description=_("经过复议的才填"))
    claim = long(_("诉讼请求"), _("请写明诉讼请求。"))
    copied_on = day(_("收到起诉状副本的日期"), _("请填写收到起诉状副本的日期，不晚于今天。"))

    def to_command(self) -> cmd.Enter:
        """The command."""
        words = {
            name: str(self[name].data or "")
            for name in ("plaintiff", "court", "court_number", "review_number", "claim")
        }
        return cmd.Enter(**words, copied_on=self.copied_on.data)


class DefendForm(ReadForm):
    """登记答辩举证."""

    made = cmd.Defend
    defended_on = day(_("提交日期"), _("请填写日期。"))
    defence = long(_("答辩意见"), _("请写明答辩意见。"))
    evidence = long(_("证据和所依据的规范性文件"), _("请列出证据和所依据的规范性文件。"), description=_("一行一件"))


class AppearForm(ReadForm):
    """登记出庭情况."""

    made = cmd.Appear
    by_head = BooleanField(_("行政机关负责人出庭应诉"))
    words = long(_("出庭的人员和情况"), _("请写明出庭的人员；负责人没有出庭的，写明理由。"))


class JudgeForm(ReadForm):
    """登记裁判结果."""

    made = cmd.Judge
    result = select(_("裁判结果"), JUDGEMENTS, _("请选择裁判结果。"))
    judged_on = day(_("裁判日期"), _("请填写日期。"))
    words = long(_("裁判的内容和履行的安排"), _("请写明裁判的内容和履行的安排。"))


FORMS: dict[str, type[ReadForm]] = {"defend": DefendForm, "appear": AppearForm, "judge": JudgeForm}
