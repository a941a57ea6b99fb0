"""Forms of requests for information: asking, taking one in, and each act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from core.i18n import N_
from core.web.fields import DayField, needed
from core.web.forms import ActForm, KeyedForm, worded
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure import rules
from plugins.egov.disclosure.annual import Told
from plugins.egov.disclosure.consulting.rules import CONSULTED, OPINIONS

SHORT = Length(max=100, message=_("不能超过100个字。"))
LONG = Length(max=rules.LONGEST, message=_("不能超过2000个字。"))


class AskForm(KeyedForm):
    """What an applicant types on the portal (条例 29②)."""

    name = StringField(_("姓名或者名称"), [needed(_("请填写申请人的姓名或者名称。")), SHORT])
    id_number = StringField(
        _("身份证明号码"),
        [needed(_("请填写身份证明号码。")), SHORT],
        description=_("居民身份证号码，或者统一社会信用代码；只有办理的工作人员能看到"),
    )
    phone = StringField(_("联系电话"), [needed(_("请填写联系电话。")), SHORT])
    address = StringField(_("通信地址"), [Optional(), SHORT], description=_("要求邮寄纸质件的请填写"))
    wanted = TextAreaField(
        _("需要什么信息"),
        [needed(_("请写明需要的信息：名称、文号或者便于查找的描述。")), LONG],
        description=_("写明名称、文号，或者其他便于查找的描述"),
    )
    form = RadioField(
        _("获取信息的形式"), choices=worded(rules.FORMS), validators=[needed(_("请选择获取信息的形式。"))]
    )

    def to_command(self) -> cmd.Ask:
        """The command of what came through the portal."""
        return cmd.Ask(**self._told())

    def _told(self) -> dict[str, Any]:
        names = ("name", "id_number", "phone", "address", "wanted", "form")
        return {name: str(self[name].data or "") for name in names}


class TakeForm(AskForm):
    """What staff take in: at the window, by mail, by fax, or said by somebody who can't write (条例 29①)."""

    channel = RadioField(
        _("申请从哪里来"),
        choices=worded({code: label for code, label in rules.CHANNELS.items() if code != rules.ONLINE}),
        validators=[needed(_("请选择申请从哪里来。"))],
        description=_("平常信函和传真要与申请人确认，确认之日为收到申请之日"),
    )
    received_on = DayField(_("收件日期"), [needed(_("请填写收件日期。"))])
    oral = BooleanField(_("申请人口头提出，由工作人员代为填写"))

    def to_command(self) -> cmd.Ask:
        """The command."""
        return cmd.Ask(
            **self._told(),
            channel=str(self.channel.data or ""),
            received_on=self.received_on.data,
            oral=bool(self.oral.data),
        )


class AnnualForm(KeyedForm):
    """年度报告里系统不知道的部分 (条例 50(三)–(五))."""

    reviews = IntegerField(_("被申请行政复议的件数"), [needed(_("请填写件数，没有的填0。"))])
    suits = IntegerField(_("被提起行政诉讼的件数"), [needed(_("请填写件数，没有的填0。"))])
    problems = TextAreaField(_("主要问题及改进情况"), [needed(_("请写明主要问题及改进情况。")), LONG])
    assessment = TextAreaField(
        _("工作考核、社会评议和责任追究结果情况"),
        [needed(_("请写明工作考核、社会评议和责任追究结果情况。")), LONG],
    )
    other = TextAreaField(_("其他需要报告的事项"), [Optional(), LONG], description=_("没有的不填"))

    def to_told(self) -> Told:
        """What was typed."""
        words = {name: str(self[name].data or "") for name in ("problems", "assessment", "other")}
        return Told(reviews=self.reviews.data or 0, suits=self.suits.data or 0, **words)


class RequestForm(ActForm):
    """The form of an act on a request."""

    made: type[cmd.Act] = cmd.Act
    takes: tuple[str, ...] = ()

    def to_command(self) -> cmd.Act:
        """The command: words as text, days as they are."""
        given = {name: self[name].data for name in self.takes}
        return self.made(
            version=self.version.data or 0, **{name: "" if value is None else value for name, value in given.items()}
        )


class ConfirmForm(RequestForm):
    """与申请人确认收到."""

    made, takes = cmd.Confirm, ("confirmed_on",)
    confirmed_on = DayField(_("双方确认的日期"), [needed(_("请填写确认的日期。"))], description=_("即收到申请之日"))


class AskCorrectionForm(RequestForm):
    """告知补正."""

    made, takes = cmd.AskCorrection, ("words", "days")
    words = TextAreaField(_("需要补正的内容"), [needed(_("请一次性写明需要补正的内容。")), LONG])
    days = IntegerField(_("补正期限（工作日）"), [needed(_("请填写补正期限。"))], default=10)


class CorrectForm(RequestForm):
    """补正."""

    made, takes = cmd.Words, ("words",)
    words = TextAreaField(_("补正后的申请内容"), [needed(_("请写明补正后的申请内容。")), LONG])


class WithdrawForm(RequestForm):
    """撤回申请."""

    made, takes = cmd.Words, ("words",)
    words = TextAreaField(_("撤回的说明"), [Optional(), LONG], description=_("可以不填"))


class ConsultForm(RequestForm):
    """征求意见."""

    made, takes = cmd.Consult, ("whom", "name", "document", "words")
    whom = RadioField(_("征求谁的意见"), choices=worded(CONSULTED), validators=[needed(_("请选择征求谁的意见。"))])
    name = StringField(_("被征求意见的人或者机关"), [needed(_("请填写被征求意见的人或者机关。")), SHORT])
    document = StringField(_("征求意见书文号"), [needed(_("请填写征求意见书的文号。")), SHORT])
    words = TextAreaField(
        _("就哪些信息征求意见"),
        [needed(_("请写明就哪些信息征求意见。")), LONG],
        description=_("写进征求意见书；不要写申请人是谁"),
    )


class ReceiveForm(RequestForm):
    """登记对方收到."""

    made, takes = cmd.Receive, ("received_on",)
    received_on = DayField(
        _("对方收到的日期"),
        [needed(_("请填写对方收到征求意见书的日期。"))],
        description=_("从第二天起的十五个工作日由对方提出意见，不计入答复期限"),
    )


class EndConsultingForm(RequestForm):
    """登记意见."""

    made, takes = cmd.EndConsulting, ("opinion", "words")
    opinion = RadioField(_("意见"), choices=worded(OPINIONS), validators=[needed(_("请选择意见。"))])
    came_on = DayField(_("收到意见的日期"), [Optional()], description=_("逾期没有提出意见的不填"))
    words = TextAreaField(_("意见内容和理由"), [Optional(), LONG])

    def to_command(self) -> cmd.EndConsulting:
        """The command; a day that was left out stays none."""
        words = {name: str(self[name].data or "") for name in self.takes}
        return cmd.EndConsulting(version=self.version.data or 0, came_on=self.came_on.data, **words)


class ExtendForm(RequestForm):
    """延长答复期限."""

    made, takes = cmd.Extend, ("days", "reason")
    days = IntegerField(_("延长的工作日"), [needed(_("请填写延长的工作日。"))], default=20)
    reason = TextAreaField(_("延长的理由"), [needed(_("请写明延长的理由。")), LONG])


class DraftForm(RequestForm):
    """拟写答复."""

    made, takes = cmd.Draft, ("reply", "ground", "words", "override")
    reply = RadioField(
        _("答复类型"),
        choices=worded({code: answer.label for code, answer in rules.REPLIES.items()}),
        validators=[needed(_("请选择答复类型。"))],
    )
    ground = SelectField(
        _("不予公开的理由"),
        choices=worded({"": N_("请选择"), **rules.GROUNDS}),
        validators=[Optional()],
        description=_("不予公开和部分公开的必须选择"),
    )
    words = TextAreaField(
        _("答复的内容"),
        [needed(_("请写明答复的内容。")), LONG],
        description=_("不予公开、不存在、不属于本机关的都要说明理由；能够确定负责机关的，写明名称和联系方式"),
    )
    override = TextAreaField(_("第三方不同意而决定公开的理由"), [Optional(), LONG], description=_("没有这种情形的不填"))


class ReturnForm(RequestForm):
    """退回答复稿."""

    made, takes = cmd.Words, ("words",)
    words = TextAreaField(_("退回的理由"), [needed(_("请写明退回的理由。")), LONG])


class SignForm(RequestForm):
    """签发答复."""


PARTY_FORMS: Mapping[str, type[RequestForm]] = {"correct_request": CorrectForm, "withdraw_request": WithdrawForm}
STAFF_FORMS: Mapping[str, type[RequestForm]] = {
    "confirm_request": ConfirmForm,
    "ask_request_correction": AskCorrectionForm,
    "correct_request": CorrectForm,
    "withdraw_request": WithdrawForm,
    "consult_others": ConsultForm,
    "enter_receipt": ReceiveForm,
    "end_consulting": EndConsultingForm,
    "extend_request": ExtendForm,
    "draft_reply": DraftForm,
    "return_reply": ReturnForm,
    "answer_request": SignForm,
}
