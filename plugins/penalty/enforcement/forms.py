"""Forms of the acts after the decision."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from core.cases.reviews import DROPS, OUTCOMES, Contested
from core.i18n import N_
from core.serving import WAYS
from core.web.fields import DayField, needed
from core.web.forms import ActForm, worded
from plugins.penalty.enforcement import commands as cmd
from plugins.penalty.enforcement import rules
from plugins.penalty.fields import MoneyField, ticks
from plugins.penalty.fines import forms as fines
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.forms import LONG, SHORT

INSTALMENT = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})\s+(?P<yuan>[0-9]{1,9}(\.[0-9]{1,2})?)\s*元?")


class ServeForm(ActForm):
    """登记送达."""

    made: ClassVar[type[cmd.Serve]] = cmd.Serve
    way = SelectField(_("送达方式"), choices=worded(WAYS), validators=[needed(_("请选择送达方式。"))])
    served_on = DayField(_("送达日期"), [needed(_("请填写送达日期。"))])
    signed_by = StringField(_("签收人"), [SHORT])
    detail = StringField(_("见证人、邮件号码或者公告的情况"), [SHORT])
    consented_on = DayField(_("电子送达确认书的签订日期"), [Optional()])

    def to_command(self) -> cmd.Serve:
        """The command."""
        assert self.served_on.data is not None  # needed
        return self.made(
            version=self.version.data or 0,
            way=str(self.way.data),
            served_on=self.served_on.data,
            signed_by=str(self.signed_by.data or ""),
            detail=str(self.detail.data or ""),
            consented_on=self.consented_on.data,
        )


def _instalment(line: str) -> tuple[dt.date, Decimal]:
    """The day and the yuan of a line.

    Raises:
        ValueError: it has something else.
    """
    found = INSTALMENT.fullmatch(line)
    if found is None:
        raise ValueError(line)
    return dt.date.fromisoformat(found["day"]), Decimal(found["yuan"])


class DeferForm(ActForm):
    """批准暂缓或者分期缴纳."""

    until = DayField(_("最后期限"), [needed(_("请填写最后期限。"))])
    reasons = TextAreaField(
        _("当事人的申请和经济困难的情况"), [needed(_("请写明当事人的申请和经济困难的情况（行政处罚法66②）。")), LONG]
    )
    parts = TextAreaField(
        _("分期的，每一期的日期和金额"), [LONG], description=_("每行一期，例如“2026-12-10 300”；不分期的不填。")
    )

    def validate_parts(self, field: TextAreaField) -> None:
        """Each line is a day and a sum."""
        lines = filter(None, map(str.strip, str(field.data or "").splitlines()))
        try:
            self.instalments = tuple(_instalment(line) for line in lines)
        except ValueError:
            raise ValidationError(gettext("每行写一期的日期和金额，例如“2026-12-10 300”。")) from None

    def to_command(self) -> cmd.Defer:
        """The command."""
        assert self.until.data is not None  # needed
        return cmd.Defer(
            version=self.version.data or 0,
            until=self.until.data,
            reasons=str(self.reasons.data),
            parts=self.instalments,
        )


class UrgeForm(ActForm):
    """催告."""

    served_on = DayField(_("催告书的送达日期"), [needed(_("请填写送达日期。"))])

    def to_command(self) -> cmd.Urge:
        """The command."""
        assert self.served_on.data is not None  # needed
        return cmd.Urge(version=self.version.data or 0, served_on=self.served_on.data)


class ApplyForm(ActForm):
    """申请法院强制执行."""

    target = TextAreaField(
        _("申请强制执行标的的情况"), [needed(_("请写明申请强制执行标的的情况（行政强制法55①(四)）。")), LONG]
    )

    def to_command(self) -> cmd.ApplyToCourt:
        """The command."""
        return cmd.ApplyToCourt(version=self.version.data or 0, target=str(self.target.data))


class CourtForm(ActForm):
    """登记法院裁定."""

    granted = RadioField(
        _("裁定"),
        choices=worded({"yes": N_("准予执行"), "no": N_("不予受理或者不予执行")}),
        validators=[needed(_("请选择裁定的结果。"))],
    )
    document = StringField(_("裁定书的文号"), [needed(_("请填写裁定书的文号。")), SHORT])
    on = DayField(_("收到日期"), [needed(_("请填写日期。"))])
    result = TextAreaField(_("执行的情况"), [LONG])
    executed = BooleanField(_("已经执行完毕"))

    def to_command(self) -> cmd.CourtSaid:
        """The command."""
        assert self.on.data is not None  # needed
        return cmd.CourtSaid(
            version=self.version.data or 0,
            granted=self.granted.data == "yes",
            document=str(self.document.data),
            on=self.on.data,
            result=str(self.result.data or ""),
            executed=bool(self.executed.data),
        )


class EndExecutionForm(ActForm):
    """终结执行."""

    ground = RadioField(_("情形"), choices=worded(rules.ENDS), validators=[needed(_("请选择终结执行的情形。"))])
    reasons = TextAreaField(_("理由"), [needed(_("请写明理由。")), LONG])

    def to_command(self) -> cmd.EndExecution:
        """The command."""
        return cmd.EndExecution(
            version=self.version.data or 0, ground=str(self.ground.data), reasons=str(self.reasons.data)
        )


class ContestedForm(ActForm):
    """登记复议决定或者判决."""

    kind = RadioField(_("是什么"), choices=worded(paying.STAYS), validators=[needed(_("请选择行政复议或者行政诉讼。"))])
    outcome = SelectField(_("结果"), choices=worded(OUTCOMES), validators=[needed(_("请选择结果。"))])
    document = StringField(_("决定书、判决书的文号"), [needed(_("请填写决定书、判决书的文号。")), SHORT])
    on = DayField(_("作出日期"), [needed(_("请填写日期。"))])
    fine: Any = MoneyField(_("变更以后的罚款（元）"), description=_("变更、部分撤销、调解改变了罚款的才填"))
    gains: Any = MoneyField(_("变更以后的没收违法所得（元）"))
    dropped: Any = ticks(_("不再给予的处罚"), worded(DROPS))
    procedural: Any = BooleanField(_("仅因违反法定程序撤销，可以作出相同的决定"))
    again: Any = IntegerField(
        _("重新作出决定的期限（日）"), [Optional(), NumberRange(1, 365, message=_("请填写1以上的整数。"))]
    )
    reasons = TextAreaField(_("理由"), [LONG])

    def to_command(self) -> Contested:
        """The command."""
        assert self.on.data is not None  # needed
        return Contested(
            version=self.version.data or 0,
            kind=str(self.kind.data),
            outcome=str(self.outcome.data),
            document=str(self.document.data),
            on=self.on.data,
            reasons=str(self.reasons.data or ""),
            fine=self.fine.value if "fine" in self else None,
            gains=self.gains.value if "gains" in self else None,
            dropped=tuple(self.dropped.data or ()) if "dropped" in self else (),
            procedural=bool(self.procedural.data) if "procedural" in self else False,
            again=self.again.data if "again" in self else None,
        )


FORMS: Mapping[str, type[Any]] = {
    "serve": ServeForm,
    "pay_fine": fines.PayForm,
    "defer": DeferForm,
    "begin_halt": fines.StayForm,
    "end_halt": fines.EndStayForm,
    "file_defence": fines.DefendedForm,
    "refund": fines.RefundForm,
    "check_correction": fines.CheckForm,
    "urge": UrgeForm,
    "apply_to_court": ApplyForm,
    "court_said": CourtForm,
    "end_execution": EndExecutionForm,
    "contested": ContestedForm,
    "end_case": fines.CloseForm,
}
