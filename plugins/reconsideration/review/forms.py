"""Forms of a review: one for each act."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, IntegerField, SelectMultipleField
from wtforms.validators import NumberRange, Optional

from core import clock as time
from core.cases.reviews import DROPS
from core.web.fields import needed
from core.web.forms import worded
from plugins.reconsideration import words as law
from plugins.reconsideration.fields import BOXES, ReadForm, day, long, radio, select, short
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import trial
from plugins.reconsideration.review.rules import ReviewFacts

MOST_DAYS = 999
HANDLERS = _("不少于两人，一行一人；审查或者办理过该行政行为的人不参加")
OUTCOMES = {code: outcome.label for code, outcome in law.OUTCOMES.items()}


def days(label: Any, message: Any = None, most: int = MOST_DAYS) -> IntegerField:
    """A number of days."""
    limits = NumberRange(1, most, _("请填写1到%(max)s之间的天数。"))
    return IntegerField(label, [needed(message) if message else Optional(), limits])


def altered(told: Any) -> tuple[Any, Any, Any]:
    """What of a penalty counts instead: its fine, its confiscated gains, and what of it falls away."""
    return (
        short(_("变更后的罚款（元）"), description=told),
        short(_("变更后的没收违法所得（元）"), description=told),
        SelectMultipleField(_("不再给予的处罚"), choices=worded(DROPS), **BOXES),
    )


class ReviewForm(ReadForm):
    """The form of an act of a review."""

    def prefill(self, facts: ReviewFacts) -> None:
        """Days that are asked begin with today."""
        for field in self:
            if field.type == "DayField" and field.name in {"heard_on", "noted_on", "served_on", "replied_on"}:
                field.data = time.today()

    def fits(self, facts: ReviewFacts) -> None:
        """Take away what the case has no use for."""


class AskCorrectionForm(ReviewForm):
    """要求补正."""

    made = cmd.AskCorrection
    words = long(_("需要补正的全部事项"), _("请一次性写明需要补正的全部事项。"))


class CorrectForm(ReviewForm):
    """提交补正材料."""

    made = cmd.Correct
    words = long(_("补正情况"), _("请写明补正的内容。"))


class MoreTimeForm(ReviewForm):
    """延长补正期限."""

    made = cmd.MoreTime
    days = days(_("延长的工作日数"), _("请填写延长的工作日数。"))
    words = long(_("不能按期补正的正当理由"), _("请写明不能按期补正的正当理由（行政复议法31②）。"))


class AcceptForm(ReviewForm):
    """受理."""

    made = cmd.Accept
    procedure = radio(_("适用的程序"), law.PROCEDURES, _("请选择适用的程序。"))
    procedure_ground = select(
        _("适用简易程序的情形"),
        law.SUMMARY_GROUNDS,
        description=_("适用简易程序的才选；应当事实清楚、权利义务关系明确、争议不大"),
    )
    handlers = long(
        _("行政复议人员"),
        _("请写明不少于两名行政复议人员（行政复议法实施条例32）。"),
        description=HANDLERS,
    )
    consent = long(_("各方当事人同意适用简易程序的情况"), description=_("以各方同意适用简易程序的才填"))
    words = long(_("对申请期限的认定"), description=_("超过期限但认定有正当理由的，写明理由"))


class NameHandlersForm(ReviewForm):
    """确定行政复议人员."""

    made = cmd.NameHandlers
    handlers = long(
        _("行政复议人员"), _("请写明不少于两名行政复议人员（行政复议法实施条例32）。"), description=HANDLERS
    )


class RefuseForm(ReviewForm):
    """不予受理."""

    made = cmd.Refuse
    ground = select(_("不符合的受理条件"), law.REFUSALS, _("请选择不符合哪一项受理条件。"))
    words = long(_("理由"), _("请写明不予受理的理由。"))
    organ = short(_("有管辖权的行政复议机关"), description=_("不属于本机关管辖的才填"))

    def prefill(self, facts: ReviewFacts) -> None:
        """What is known already: another organ is competent, or it came too late."""
        if law.FORUMS[facts.forum].organ:
            self.ground.data, self.organ.data = law.NOT_HERE, law.FORUMS[facts.forum].organ
        elif facts.late:
            self.ground.data = "四"


class SendCopyForm(ReviewForm):
    """发送副本."""

    made = cmd.SendCopy
    received_on = day(_("被申请人收到副本的日期"), description=_("被申请人没有使用本平台，以纸质送达"))

    def fits(self, facts: ReviewFacts) -> None:
        """Over the platform it arrives at once."""
        if facts.on_platform:
            del self.received_on


class ReplyForm(ReviewForm):
    """登记书面答复."""

    made = cmd.TakeReply
    replied_on = day(_("答复日期"), _("请填写答复日期。"))
    reply = long(_("答复"), _("请写明答复。"))
    evidence = long(
        _("证据、依据和其他有关材料"), _("请列出作出行政行为的证据、依据和其他有关材料。"), description=_("一行一件")
    )
    fined = short(
        _("原决定的罚款（元）"), _("请填写原决定的罚款，没有的填0。"), description=_("变更不得超过它；没有的填0")
    )
    confiscated = short(_("原决定的没收违法所得（元）"), _("请填写原决定的没收违法所得，没有的填0。"))

    def fits(self, facts: ReviewFacts) -> None:
        """Only a penalty has sums."""
        if facts.act != law.PENALTY:
            del self.fined, self.confiscated


class NoReplyForm(ReviewForm):
    """登记逾期不答复."""

    made = cmd.NoReply
    words = long(_("催告和没有答复的情况"), _("请写明催告和没有答复的情况。"))


class HearForm(ReviewForm):
    """听取意见."""

    made = cmd.Hear
    mode = radio(_("听取意见的方式"), law.MODES, _("请选择听取意见的方式。"))
    heard_on = day(_("日期"), _("请填写日期。"))
    people = short(_("听取了谁的意见"), _("请写明听取了谁的意见。"))
    words = long(_("意见"), _("请写明听取的意见。"))
    reason = long(_("选择这一方式的理由"), _("请写明选择这一方式的理由。"))


class SetHearingForm(ReviewForm):
    """通知听证."""

    made = cmd.SetHearing
    on = day(_("听证日期"), _("请填写听证日期。"), description=_("至少在五个工作日之后"))
    place = short(_("地点"), _("请填写听证的地点。"))
    matters = long(_("拟听证的事项"), _("请写明拟听证的事项。"))


class HoldHearingForm(ReviewForm):
    """记录听证."""

    made = cmd.HoldHearing
    host = short(_("主持人"), _("请写明主持人和记录员。"))
    panel = long(_("听证员"), _("请写明两名以上听证员。"), description=_("两人以上，一行一人"))
    clerk = short(_("记录员"), _("请写明主持人和记录员。"))
    respondent = long(
        _("被申请人参加听证的情况"), _("请写明被申请人的负责人是否参加；不能参加的，写明理由和委托的人员。")
    )
    words = long(_("听证笔录"), _("请写明听证笔录。"))


class NoteForm(ReviewForm):
    """记录审理情况."""

    made = cmd.Note
    kind = select(_("种类"), {code: label for code, (label, _article) in law.NOTES.items()}, _("请选择记录的种类。"))
    noted_on = day(_("日期"), _("请填写日期。"))
    people = long(_("人员"), _("请写明人员。"), description=_("一行一人"))
    words = long(_("内容"), _("请写明内容。"))


class HaltForm(ReviewForm):
    """停止执行."""

    made = cmd.Halt
    ground = radio(_("情形"), law.HALTS, _("请选择情形。"))
    words = long(_("理由"), _("请写明理由。"))


class ConvertForm(ReviewForm):
    """转为普通程序."""

    made = cmd.Convert
    words = long(_("不宜适用简易程序的理由"), _("请写明不宜适用简易程序的理由。"))


class ProlongForm(ReviewForm):
    """延长审理期限."""

    made = cmd.Prolong
    days = days(_("延长的天数"), _("请填写延长的天数。"), trial.PROLONG_MOST)
    words = long(_("理由"), _("请写明情况复杂、不能按期作出决定的理由。"))


class SuspendForm(ReviewForm):
    """中止复议."""

    made = cmd.Stay
    ground = radio(_("情形"), law.STAYS, _("请选择情形。"))
    rule_by = select(
        _("由谁处理规范性文件或者依据"), law.RULES_BY, description=_("处理规范性文件或者依据的合法性而中止的才选")
    )
    words = long(_("理由"), _("请写明理由。"))


class ExcludeForm(ReviewForm):
    """登记勘验、鉴定的时间."""

    made = cmd.Exclude
    kind = radio(_("勘验还是鉴定"), law.EXCLUDED, _("请选择是勘验还是鉴定。"))
    from_on = day(_("开始日期"), _("请填写开始日期。"))
    to_on = day(_("结束日期"), _("请填写结束日期。"))
    words = long(_("勘验、鉴定的事项、人员和文书"), _("请写明勘验、鉴定的事项、人员和文书。"))


class AskMakerForm(ReviewForm):
    """通知制定机关答复."""

    made = cmd.RuleStep
    words = long(_("通知的内容"), _("请写明内容。"))


class PassRuleForm(ReviewForm):
    """转送有权机关处理."""

    made = cmd.RuleStep
    words = long(_("转送的机关和内容"), _("请写明内容。"))


class ResumeForm(ReviewForm):
    """恢复审理."""

    made = cmd.Resume
    words = long(_("原因怎样消除"), _("请写明中止的原因怎样消除。"))


class WithdrawForm(ReviewForm):
    """撤回复议申请."""

    made = cmd.Withdraw
    words = long(_("撤回申请的理由"), _("请写明撤回申请的理由。"))
    settled = BooleanField(_("与被申请人达成了和解"))
    own_will = BooleanField(_("撤回是申请人的真实意愿；准予撤回以后，不能以同一事实和理由再次申请复议"))


class TerminateForm(ReviewForm):
    """终止复议."""

    made = cmd.Terminate
    ground = radio(_("情形"), law.ENDS, _("请选择情形。"))
    words = long(_("理由"), _("请写明理由。"))


class MediateForm(ReviewForm):
    """制作调解书."""

    made = cmd.Mediate
    findings = long(_("事实"), _("请写明案件的事实（行政复议法实施条例50②）。"))
    grounds = long(_("理由"), _("请写明调解的理由（行政复议法实施条例50②）。"))
    terms = long(_("调解协议的内容"), _("请写明调解协议的内容。"))
    fine, gains, dropped = altered(_("协议改变处罚的才填；原机关的案件按它履行"))
    signed = BooleanField(_("各方当事人已经签字或者签章"))


class ProposeForm(ReviewForm):
    """提出复议意见."""

    made = cmd.Propose
    findings = long(_("事实关：查明的事实和证据"), _("事实关：请写明查明的事实和证据。"))
    grounds = long(_("法律关：适用的依据和理由"), _("法律关：请写明适用的依据和理由。"))
    outcome = select(_("决定的种类"), OUTCOMES, _("请选择决定的种类。"))
    ground = select(_("情形"), {code: f"{label}" for code, label in law.GROUNDS.items()}, _("请选择情形。"))
    ruling = long(_("裁决关：决定的内容"), _("裁决关：请写明决定的内容。"))
    fine, gains, dropped = altered(_("变更、部分撤销处罚的才填"))
    fined = short(_("原决定的罚款（元）"), description=_("被申请人没有答复数额，又变更它的才填"))
    confiscated = short(_("原决定的没收违法所得（元）"), description=_("被申请人没有答复数额，又变更它的才填"))
    redo_days = days(_("重新作出或者履行的天数"))
    aftermath = long(_("善后关：履行、执行和化解争议的安排"), _("善后关：请写明履行、执行和化解争议的安排。"))
    hard = BooleanField(_("案情重大、疑难、复杂（应当听证并提请行政复议委员会咨询）"))
    third_evidence = BooleanField(_("行政行为涉及第三人合法权益，第三人提供了证据"))
    third_contrary = BooleanField(_("第三人提出相反请求"))
    legal_check = short(_("法制审核的人员和意见"), _("请写明法制审核的人员和意见。"))

    def fits(self, facts: ReviewFacts) -> None:
        """What was decided is asked of a penalty only where nobody said it."""
        for name, said in (("fined", facts.fined), ("confiscated", facts.confiscated)):
            if facts.act != law.PENALTY or said is not None:
                del self[name]


class SendBackForm(ReviewForm):
    """退回重新审查."""

    made = cmd.SendBack
    words = long(_("退回的理由"), _("请写明退回的理由。"))


class DecideForm(ReviewForm):
    """作出复议决定."""

    made = cmd.Decide
    how = radio(_("决定的方式"), trial.AGREEING, _("请选择决定的方式（行政复议法61①）。"))
    agreed = long(_("同意的负责人，或者集体讨论的会议和结果"), _("请写明同意的负责人，或者集体讨论的会议和结果。"))


class ServeForm(ReviewForm):
    """登记决定送达."""

    made = cmd.Serve
    served_on = day(_("送达日期"), _("请填写送达日期。"))


class FileForm(ReviewForm):
    """登记决定备案."""

    made = cmd.File
    filed_as = short(_("备案编号"), _("请填写备案编号。"))


class OpinionForm(ReviewForm):
    """制发意见书."""

    made = cmd.Opinion
    words = long(_("违法或者不当的行为和纠正的意见"), _("请写明发现的违法或者不当行为和纠正的意见。"))


class OrderForm(ReviewForm):
    """责令限期履行."""

    made = cmd.Order
    days = days(_("履行的天数"), _("请填写履行的天数。"))
    words = long(_("责令履行的内容"), _("请写明责令履行的内容。"))


class PerformanceForm(ReviewForm):
    """登记履行情况."""

    made = cmd.TakePerformance
    performed_on = day(_("履行日期"), _("请填写履行日期。"))
    words = long(_("履行情况"), _("请写明履行情况。"))


FORMS: dict[str, type[ReviewForm]] = {
    "ask_correction": AskCorrectionForm,
    "correct": CorrectForm,
    "more_time": MoreTimeForm,
    "accept": AcceptForm,
    "name_handlers": NameHandlersForm,
    "refuse": RefuseForm,
    "send_copy": SendCopyForm,
    "enter_reply": ReplyForm,
    "no_reply": NoReplyForm,
    "hear": HearForm,
    "set_hearing": SetHearingForm,
    "hold_hearing": HoldHearingForm,
    "note": NoteForm,
    "halt": HaltForm,
    "convert": ConvertForm,
    "prolong": ProlongForm,
    "exclude": ExcludeForm,
    "suspend": SuspendForm,
    "ask_maker": AskMakerForm,
    "pass_rule": PassRuleForm,
    "resume": ResumeForm,
    "withdraw": WithdrawForm,
    "terminate": TerminateForm,
    "mediate": MediateForm,
    "propose": ProposeForm,
    "send_back": SendBackForm,
    "decide": DecideForm,
    "serve": ServeForm,
    "file": FileForm,
    "opinion": OpinionForm,
    "order_performance": OrderForm,
    "enter_performance": PerformanceForm,
}
PARTY_FORMS: dict[str, type[ReviewForm]] = {"correct": CorrectForm, "withdraw": WithdrawForm}
