"""The road of a penalty decided on the spot, as data (行政处罚法 51–53, with 44, 45, 66–73)."""

from __future__ import annotations

from typing import Any

from core.cases.reviews import TakeNews
from core.contracts import HANDLER, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.penalty.enforcement import rules as contesting
from plugins.penalty.enforcement.commands import EndExecution
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.queries import DEFENCE, PAY
from plugins.penalty.fines.road import DEFEND, GOES_ON, HALTED, REVIEWED, UNPAID, ended, fell_due
from plugins.penalty.permissions import Perm
from plugins.penalty.summary import commands as cmd
from plugins.penalty.summary import queries, rules, services, turning
from plugins.penalty.summary.rules import SpotFacts

FILING = "penalty.summary_filing"
TO_AGENCY, TO_BANK = "penalty.cash_to_agency", "penalty.cash_to_bank"
TO_DECIDE = N_("%(number)s：当事人申请执法人员回避，请决定。")
NEWS = N_("%(number)s：复议或者诉讼有结果，请查看并办理。")
TO_FILE = N_("%(number)s：当场处罚决定报备案。")

STATES = (
    State("on_site", N_("已现场登记"), "办理中"),
    State("told", N_("已告知待听取意见"), "办理中"),
    State("recusal", N_("申请回避待决定"), "办理中"),
    State("heard", N_("已听取意见"), "办理中"),
    State("imposed", N_("已当场决定待履行"), "办理中"),
    State("case_closed", N_("已结案"), "已办结", final=True),
    State("waived", N_("不予行政处罚"), "已办结", final=True),
    State("overturned", N_("决定已被撤销"), "已办结", final=True),
    State("turned", N_("转为普通程序"), "已办结", final=True),
)


def _after(facts: SpotFacts, command: TakeNews) -> str:
    return "overturned" if contesting.gone(command) else "="


def _fined(facts: SpotFacts, command: Any) -> bool:
    return bool(command.fine) and not command.cash


def _cash(facts: SpotFacts, command: Any) -> bool:
    return bool(command.cash)


def _today(facts: SpotFacts, command: Any) -> Any:
    return facts.today


def _paid(facts: SpotFacts, command: Any) -> bool:
    return facts.owed is not None and facts.owed.fine_left == 0


def _settled(facts: SpotFacts, command: Any) -> bool:
    return facts.owed is not None and facts.owed.left == 0


def _over(facts: SpotFacts, command: TakeNews) -> bool:
    return contesting.gone(command) or (command.alters and _settled(facts, command))


def _of(
    code: str,
    label: str,
    sources: tuple[str, ...],
    target: str,
    permission: Perm,
    *,
    command: type,
    article: str,
    **more: Any,
) -> Transition:
    """One act, with the facts of the kind."""
    return Transition(code, label, sources, target, permission, command, article, facts=queries.facts, **more)


IMPOSED = ("imposed",)
TRANSITIONS = (
    _of(
        *("tell", N_("告知"), ("on_site", "heard"), "told", Perm.HANDLE),
        command=cmd.Told,
        article="行政处罚法44",
        ready=rules.competent,
        guard=rules.tell,
        handler=services.tell,
    ),
    _of(
        *("hear", N_("听取陈述和申辩"), ("told",), "heard", Perm.HANDLE),
        command=cmd.Hear,
        article="行政处罚法45",
        guard=rules.hear,
        handler=services.hear,
    ),
    _of(
        *("ask_recusal", N_("申请回避"), ("on_site", "told", "heard"), "recusal", Perm.HANDLE),
        command=cmd.AskRecusal,
        article="行政处罚法43",
        guard=rules.ask_recusal,
        handler=services.ask_recusal,
        notify=(Tell(Perm.DECIDE, TO_DECIDE),),
    ),
    _of(
        *("decide_recusal", N_("决定回避"), ("recusal",), "on_site", Perm.DECIDE),
        command=cmd.DecideRecusal,
        article="行政处罚法43③",
        guard=rules.decide_recusal,
        handler=services.decide_recusal,
    ),
    _of(
        *("decide", N_("当场作出处罚决定"), ("heard",), "imposed", Perm.HANDLE),
        command=cmd.Decide,
        article="行政处罚法51、52",
        ready=rules.competent,
        guard=rules.decide,
        handler=services.decide,
        clocks=(
            Start(FILING, on=_today),
            Start(PAY, on=_today, when=_fined),
            Start(TO_AGENCY, on=_today, when=_cash),
        ),
        papers=("penalty.on_spot",),
        notify=(Tell(Perm.FILE, TO_FILE),),
    ),
    _of(
        *("waive", N_("不予行政处罚"), ("on_site", "told", "heard"), "waived", Perm.DECIDE),
        command=cmd.Waive,
        article="行政处罚法30、31、33",
        guard=rules.waive,
        handler=services.waive,
        papers=("penalty.waiver",),
    ),
    _of(
        *("turn", N_("转为普通程序"), ("on_site", "told", "heard"), "turned", Perm.HANDLE),
        command=cmd.Turn,
        article="行政处罚法54",
        guard=rules.turn,
        handler=turning.turn,
    ),
    _of(
        *("report", N_("接收备案"), IMPOSED, "=", Perm.FILE),
        command=cmd.Report,
        article="行政处罚法52③",
        ready=paying.not_reported,
        handler=services.report,
        clocks=(Stop(FILING),),
    ),
    _of(
        *("pay", N_("登记缴款"), IMPOSED, "=", Perm.PAY),
        command=fine.Pay,
        article="行政处罚法67③",
        ready=paying.unpaid,
        handler=services.pay,
        clocks=(Stop(PAY, when=_paid, on=lambda facts, command: command.paid_on), *ended(_settled)),
    ),
    fell_due(IMPOSED, queries.facts, lambda facts: facts.remedy_until),
    _of(
        *("hand_in", N_("接收当场收缴的罚款"), IMPOSED, "=", Perm.PAY),
        command=fine.HandIn,
        article="行政处罚法71",
        ready=paying.cash_taken,
        applies=lambda facts: facts.cash,
        guard=paying.hand_in,
        handler=services.hand_in,
        clocks=(
            Stop(TO_AGENCY, on=lambda facts, command: command.on),
            Start(TO_BANK, on=lambda facts, command: command.on),
        ),
    ),
    _of(
        *("bank", N_("登记缴付银行"), IMPOSED, "=", Perm.PAY),
        command=fine.Banked,
        article="行政处罚法71",
        ready=paying.cash_here,
        applies=lambda facts: facts.cash,
        guard=paying.hand_in,
        handler=services.bank,
        clocks=(Stop(TO_BANK, on=lambda facts, command: command.on),),
    ),
    _of(
        *("stay", N_("登记复议或者诉讼开始"), IMPOSED, "=", Perm.FILE),
        command=fine.Stay,
        article="行政处罚法73③",
        ready=paying.not_stayed,
        guard=paying.stay,
        handler=services.stay,
        clocks=(DEFEND, HALTED),
    ),
    _of(
        *("answer_suit", N_("登记提交答辩状"), IMPOSED, "=", Perm.FILE),
        command=fine.Defended,
        article="行政诉讼法67①",
        ready=paying.defending,
        applies=lambda facts: facts.defending,
        guard=paying.defended,
        clocks=(Stop(DEFENCE, on=lambda facts, command: command.on),),
    ),
    _of(
        *("end_stay", N_("登记复议或者诉讼结束"), IMPOSED, "=", Perm.FILE),
        command=fine.EndStay,
        article="行政处罚法73③",
        ready=paying.stayed,
        guard=paying.end_stay,
        handler=services.end_stay,
        clocks=(Stop(DEFENCE, on=lambda facts, command: command.on), *GOES_ON),
    ),
    _of(
        *("pay_back", N_("登记退还款项"), (*IMPOSED, "case_closed", "overturned"), "=", Perm.PAY),
        command=fine.Refunded,
        article="行政强制法41",
        ready=paying.refundable,
        applies=lambda facts: facts.refund_due > 0,
        guard=paying.refund,
        handler=services.refund,
    ),
    Transition(
        *("take_news", N_("收到复议情况"), (*IMPOSED, "case_closed"), _after, "", TakeNews, "行政复议法63—69"),
        by_system=True,
        facts=queries.facts,
        guard=contesting.take_news,
        handler=services.take_news,
        clocks=(
            Stop(FILING, when=lambda facts, command: contesting.gone(command)),
            Stop(PAY, when=_over),
            *REVIEWED,
            *ended(_over),
        ),
        notify=(Tell(HANDLER, NEWS), Tell(Perm.FILE, NEWS)),
    ),
    _of(
        *("check", N_("检查改正情况"), IMPOSED, "=", Perm.HANDLE),
        command=fine.Checked,
        article="行政处罚法28①",
        ready=paying.to_check,
        applies=lambda facts: facts.corrects,
        guard=paying.checked,
        handler=services.check,
    ),
    _of(
        *("end_execution", N_("终结执行"), IMPOSED, "case_closed", Perm.DECIDE),
        command=EndExecution,
        article="行政强制法40",
        ready=paying.accounted,
        guard=contesting.end_execution,
        handler=services.end_execution,
        clocks=(Stop(PAY), *ended()),
        note=lambda facts, command: command.reasons,
    ),
    _of(
        *("close", N_("结案"), IMPOSED, "case_closed", Perm.FILE),
        command=fine.Close,
        article="行政处罚法66①",
        ready=paying.closable,
        clocks=ended(),
    ),
)
CASE = CaseKind(
    code=services.KIND,
    label=N_("行政处罚案件"),
    series="罚",
    initial="on_site",
    states=STATES,
    transitions=TRANSITIONS,
    opening_article="行政处罚法51",
    silences=(UNPAID,),
    # Nobody asked for it, so nobody is answered.
    answerable=False,
    read=Perm.READ,
    act_endpoint="penalty_spot.act",
    detail_template="penalty/cases/_spot.html",
    detail=queries.detail,
    facts=queries.facts,
    sums=queries.sums,
)
