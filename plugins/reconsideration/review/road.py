"""The road of a review at the county, as data (行政复议法 20–79): acts in the order of the law."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.contracts import (
    HANDLER,
    PARTY,
    CaseKind,
    Extend,
    Lapse,
    Restart,
    Resume,
    Silence,
    Start,
    State,
    Stop,
    Suspend,
    Tell,
    Transition,
)
from core.deadlines.rules import Bearer
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import queries, rules, services, trial
from plugins.reconsideration.review.queries import DECIDE, DECIDE_SUMMARY, REPLY, REPLY_SUMMARY, STAY_OVER
from plugins.reconsideration.review.rules import ReviewFacts

EXAMINE, NOTICE, CORRECTION = (
    "reconsideration.review",
    "reconsideration.correction_notice",
    "reconsideration.correction_submit",
)
COPY, COPY_SUMMARY, FILING = (
    "reconsideration.copy_send",
    "reconsideration.copy_send_summary",
    "reconsideration.filing",
)
RULE, RULE_TOLD, RULE_PASSED, MAKER, PASSED_REPLY = (
    f"reconsideration.rule_{name}" for name in ("review", "notify", "forward", "maker_reply", "transfer_reply")
)
RULES_DONE = tuple(Stop(rule) for rule in (RULE, RULE_TOLD, RULE_PASSED, MAKER, PASSED_REPLY))
SUIT = "litigation.after_reconsideration"
STATES = (
    State("rv_applied", N_("已收复议申请"), "已收件"),
    State("rv_to_complete", N_("复议申请待补正"), "待补正"),
    State("rv_accepted", N_("复议已受理"), "已受理"),
    State("rv_replying", N_("待被申请人答复"), "办理中"),
    State("rv_trying", N_("复议审理中"), "办理中"),
    State("rv_stayed", N_("复议中止"), "特别程序（停钟）"),
    State("rv_proposed", N_("复议意见待批准"), "待签发"),
    State("rv_decided", N_("复议已决定待送达"), "已办结"),
    State("rv_served", N_("复议决定已送达待备案"), "已送达"),
    State("rv_filed", N_("复议决定已备案"), "已送达", final=True),
    State("rv_refused", N_("复议申请不予受理"), "不予受理", final=True),
    State("rv_abandoned", N_("视为放弃复议申请"), "已办结", final=True),
    State("rv_ended", N_("复议已终止"), "已办结", final=True),
)
NEW, WAITING, OPEN, TRYING = ("rv_applied",), ("rv_replying",), ("rv_replying", "rv_trying"), ("rv_trying",)
BEFORE = ("rv_applied", "rv_to_complete", "rv_accepted", *OPEN, "rv_stayed")
RUNNING = ("rv_accepted", *OPEN)
AFTER = ("rv_served", "rv_filed")
DONE = (Stop(DECIDE), Stop(DECIDE_SUMMARY), Stop(STAY_OVER), Stop(REPLY), Stop(REPLY_SUMMARY), *RULES_DONE)
ENDED = (*DONE, Stop(EXAMINE), Stop(NOTICE), Stop(CORRECTION), Stop(COPY), Stop(COPY_SUMMARY))
PROPOSED, RETURNED, CORRECTED, REPLIED = (
    N_("%(number)s已提出复议意见，请审批。"),
    N_("%(number)s的复议意见被退回，请重新审查。"),
    N_("%(number)s的申请人已补正。"),
    N_("%(number)s的被申请人已答复。"),
)
WITHDRAWN, DECIDED = N_("%(number)s的申请人撤回申请，请审查。"), N_("%(number)s已经决定，请送达。")


def _today(facts: ReviewFacts, command: Any) -> Any:
    return facts.today


def _accepted(facts: ReviewFacts, command: Any) -> Any:
    return facts.accepted_on or facts.today


def _by(procedure: str) -> Callable[[ReviewFacts, Any], bool]:
    return lambda facts, command: facts.procedure == procedure


def _copied(facts: ReviewFacts, command: Any) -> Any:
    return facts.copied_on or facts.today


def _by_whom(who: str) -> Callable[[ReviewFacts, Any], bool]:
    return lambda facts, command: command.ground == law.OF_RULES and command.rule_by == who


RUN = (
    Stop(EXAMINE),
    Stop(NOTICE),
    Start(DECIDE, on=_accepted, when=_by(law.ORDINARY)),
    Start(DECIDE_SUMMARY, on=_accepted, when=_by(law.SUMMARY)),
    Start(COPY, on=_accepted, when=_by(law.ORDINARY)),
    Start(COPY_SUMMARY, on=_accepted, when=_by(law.SUMMARY)),
)


def _act(
    code: str,
    label: str,
    at: tuple[str, ...],
    target: str | Callable[[Any, Any], str],
    permission: str,
    command: type,
    article: str,
    **more: Any,
) -> Transition:
    """An act of a review; its handler bears its name, unless it is told another."""
    handler = more.pop("handler", None) or getattr(services, code, None)
    return Transition(
        code, label, at, target, permission, command, law.LAW + article, queries.facts, handler=handler, **more
    )


def _paper(name: str) -> tuple[str, ...]:
    return (f"reconsideration.{name}",)


ACCEPTING = (
    _act(
        *("ask_correction", N_("要求补正"), NEW, "rv_to_complete", Perm.REVIEW, cmd.AskCorrection, "31①"),
        ready=rules.once_only,
        guard=rules.worded(N_("请一次性写明需要补正的全部事项。")),
        clocks=(Stop(EXAMINE), Stop(NOTICE), Start(CORRECTION, on=_today)),
        papers=_paper("correction_notice"),
        reply=lambda facts, command: N_("已一次性告知需要补正的全部内容。"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("correct", N_("提交补正材料"), ("rv_to_complete",), "rv_applied", Perm.REVIEW, cmd.Correct, "31②"),
        guard=rules.worded(N_("请写明补正的内容。")),
        clocks=(Stop(CORRECTION), Restart(EXAMINE, on=_today)),
        by_party=True,
        notify=(Tell(HANDLER, CORRECTED),),
    ),
    _act(
        *("more_time", N_("延长补正期限"), ("rv_to_complete",), "=", Perm.REVIEW, cmd.MoreTime, "31②"),
        guard=rules.more_time,
        clocks=(Extend(CORRECTION, amount=lambda facts, command: command.days),),
        note=lambda facts, command: command.words.strip(),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("abandon", N_("视为放弃申请"), ("rv_to_complete",), "rv_abandoned", "", cmd.Abandon, "31②"),
        clocks=(Lapse(CORRECTION),),
        by_system=True,
        reply=lambda facts, command: N_("无正当理由逾期不补正，视为放弃行政复议申请。"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("accept", N_("受理"), NEW, "rv_accepted", Perm.REVIEW, cmd.Accept, "30①"),
        guard=rules.accept,
        clocks=RUN,
        papers=_paper("acceptance"),
        note=lambda facts, command: command.words.strip(),
        reply=lambda facts, command: N_("已受理，并出具受理通知书。"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("deem_accept", N_("视为受理"), NEW, "rv_accepted", "", cmd.DeemAccepted, "30③"),
        clocks=(Lapse(EXAMINE), *RUN[1:]),
        by_system=True,
        papers=_paper("acceptance"),
        reply=lambda facts, command: N_("审查期限届满，视为受理。"),
        notify=(Tell(PARTY), Tell(Perm.REVIEW)),
    ),
    _act(
        *("refuse", N_("不予受理"), NEW, "rv_refused", Perm.DECIDE, cmd.Refuse, "30②"),
        guard=rules.refuse,
        clocks=ENDED,
        papers=_paper("refusal"),
        reply=lambda facts, command: command.words.strip(),
        notify=(Tell(PARTY),),
    ),
)
REPLYING = (
    _act(
        *("send_copy", N_("发送副本"), ("rv_accepted",), "rv_replying", Perm.REVIEW, cmd.SendCopy, "48、54①"),
        guard=rules.send_copy,
        clocks=(
            Stop(COPY),
            Stop(COPY_SUMMARY),
            # The respondent's own case bears them: its delay is none of the county's.
            Start(REPLY, on=_copied, when=_by(law.ORDINARY), bearer=Bearer.OTHER),
            Start(REPLY_SUMMARY, on=_copied, when=_by(law.SUMMARY), bearer=Bearer.OTHER),
        ),
        papers=_paper("reply_notice"),
    ),
    _act(
        *("enter_reply", N_("登记书面答复"), WAITING, "rv_trying", Perm.REVIEW, cmd.TakeReply, "48、54①"),
        guard=rules.take_reply,
        handler=services.take_reply,
        clocks=(Stop(REPLY), Stop(REPLY_SUMMARY)),
    ),
    _act(
        *("take_reply", N_("收到答复"), WAITING, "rv_trying", "", cmd.TakeReply, "48、54①"),
        guard=rules.take_reply,
        clocks=(Stop(REPLY), Stop(REPLY_SUMMARY)),
        by_system=True,
        notify=(Tell(HANDLER, REPLIED),),
    ),
    _act(
        *("no_reply", N_("登记逾期不答复"), WAITING, "rv_trying", Perm.REVIEW, cmd.NoReply, "70"),
        ready=rules.reply_over,
        guard=rules.worded(N_("请写明催告和没有答复的情况。")),
        clocks=(Lapse(REPLY), Lapse(REPLY_SUMMARY)),
        note=lambda facts, command: command.words.strip(),
    ),
)
TRIAL = (
    _act(*("hear", N_("听取意见"), OPEN, "=", Perm.REVIEW, cmd.Hear, "49"), guard=trial.hear),
    _act(
        *("set_hearing", N_("通知听证"), OPEN, "=", Perm.REVIEW, cmd.SetHearing, "51①"),
        papers=_paper("hearing_notice"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("hold_hearing", N_("记录听证"), OPEN, "=", Perm.REVIEW, cmd.HoldHearing, "50③"),
        ready=trial.hearing_set,
        guard=trial.hold_hearing,
    ),
    _act(*("note", N_("记录审理情况"), OPEN, "=", Perm.REVIEW, cmd.Note, "45"), guard=trial.note),
    _act(
        *("halt", N_("停止执行"), RUNNING, "=", Perm.DECIDE, cmd.Halt, "42"),
        guard=rules.grounded(law.HALTS),
        papers=_paper("halt_notice"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("convert", N_("转为普通程序"), OPEN, "=", Perm.HEAD, cmd.Convert, "55"),
        ready=trial.is_summary,
        guard=rules.worded(N_("请写明不宜适用简易程序的理由。")),
        clocks=(Stop(DECIDE_SUMMARY), Start(DECIDE, on=_accepted)),
        papers=_paper("conversion"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("prolong", N_("延长审理期限"), OPEN, "=", Perm.HEAD, cmd.Prolong, "62①"),
        ready=trial.is_ordinary,
        guard=trial.prolong,
        clocks=(Extend(DECIDE, amount=lambda facts, command: command.days),),
        papers=_paper("prolonged"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("suspend", N_("中止复议"), OPEN, "rv_stayed", Perm.DECIDE, cmd.Stay, "39①"),
        guard=trial.suspend,
        clocks=(
            *(
                Suspend(
                    rule,
                    on=_today,
                    ground=lambda facts, command: N_("中止"),
                    document=lambda facts, command: "行政复议中止通知书",
                )
                for rule in (DECIDE, DECIDE_SUMMARY)
            ),
            Start(STAY_OVER, on=_today, when=lambda facts, command: command.ground in law.LIMITED_STAYS),
            Start(RULE, on=_today, when=_by_whom(law.OWN)),
            Start(RULE_TOLD, on=_today, when=_by_whom(law.OWN)),
            Start(RULE_PASSED, on=_today, when=_by_whom(law.OTHER)),
        ),
        papers=_paper("stay_notice"),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("ask_maker", N_("通知制定机关答复"), ("rv_stayed",), "=", Perm.REVIEW, cmd.RuleStep, "58①"),
        ready=trial.of_rules,
        guard=rules.worded(N_("请写明内容。")),
        clocks=(Stop(RULE_TOLD), Start(MAKER, on=_today)),
        note=lambda facts, command: command.words.strip(),
    ),
    _act(
        *("pass_rule", N_("转送有权机关处理"), ("rv_stayed",), "=", Perm.REVIEW, cmd.RuleStep, "56、57"),
        ready=trial.of_rules,
        guard=rules.worded(N_("请写明内容。")),
        clocks=(Stop(RULE_PASSED), Start(PASSED_REPLY, on=_today)),
        note=lambda facts, command: command.words.strip(),
    ),
    _act(
        *("resume", N_("恢复审理"), ("rv_stayed",)),
        lambda facts, command: "rv_trying" if facts.replied_on or facts.silent else "rv_replying",
        *(Perm.REVIEW, cmd.Resume, "39②"),
        guard=rules.worded(N_("请写明中止的原因怎样消除。")),
        clocks=(Resume(DECIDE, on=_today), Resume(DECIDE_SUMMARY, on=_today), Stop(STAY_OVER), *RULES_DONE),
        papers=_paper("resume_notice"),
        notify=(Tell(PARTY),),
    ),
)
ENDING = (
    _act(
        *("withdraw", N_("撤回复议申请"), BEFORE, "=", Perm.REVIEW, cmd.Withdraw, "41(一)"),
        ready=trial.not_withdrawn,
        guard=trial.withdraw,
        by_party=True,
        notify=(Tell(HANDLER, WITHDRAWN),),
    ),
    _act(
        *("terminate", N_("终止复议"), BEFORE, "rv_ended", Perm.DECIDE, cmd.Terminate, "41"),
        guard=trial.terminate,
        clocks=ENDED,
        papers=_paper("termination"),
        reply=lambda facts, command: command.words.strip(),
        notify=(Tell(PARTY),),
    ),
    _act(
        *("mediate", N_("制作调解书"), OPEN, "rv_decided", Perm.DECIDE, cmd.Mediate, "73①"),
        guard=trial.mediate,
        clocks=DONE,
        papers=_paper("mediation"),
        reply=lambda facts, command: command.terms.strip(),
        notify=(Tell(PARTY), Tell(HANDLER, DECIDED)),
    ),
    _act(
        *("propose", N_("提出复议意见"), TRYING, "rv_proposed", Perm.REVIEW, cmd.Propose, "61①"),
        ready=trial.heard,
        guard=trial.propose,
        notify=(Tell(Perm.DECIDE, PROPOSED),),
    ),
    _act(
        *("send_back", N_("退回重新审查"), ("rv_proposed",), "rv_trying", Perm.DECIDE, cmd.SendBack, "61①"),
        guard=rules.worded(N_("请写明退回的理由。")),
        note=lambda facts, command: command.words.strip(),
        notify=(Tell(HANDLER, RETURNED),),
    ),
    _act(
        *("decide", N_("作出复议决定"), ("rv_proposed",), "rv_decided", Perm.DECIDE, cmd.Decide, "61①"),
        guard=trial.decide,
        clocks=DONE,
        papers=_paper("decision"),
        reply=lambda facts, command: N_("已作出行政复议决定。"),
        notify=(Tell(PARTY), Tell(HANDLER, DECIDED)),
    ),
)
FOLLOWING = (
    _act(
        *("serve", N_("登记决定送达"), ("rv_decided",), "rv_served", Perm.REVIEW, cmd.Serve, "75②"),
        guard=trial.serve,
        clocks=(
            Start(FILING, on=lambda facts, command: command.served_on),
            Start(SUIT, on=lambda facts, command: command.served_on),
        ),
    ),
    _act(
        *("file", N_("登记决定备案"), ("rv_served",), "rv_filed", Perm.REVIEW, cmd.File, "75"),
        guard=trial.file,
        clocks=(Stop(FILING),),
    ),
    _act(
        *("opinion", N_("制发意见书"), (*TRYING, *AFTER), "=", Perm.DECIDE, cmd.Opinion, "76"),
        guard=rules.worded(N_("请写明发现的违法或者不当行为和纠正的意见。")),
        papers=_paper("opinion"),
    ),
    _act(
        *("order_performance", N_("责令限期履行"), AFTER, "=", Perm.DECIDE, cmd.Order, "77②"),
        ready=trial.owes,
        guard=trial.order,
        papers=_paper("order"),
    ),
    _act(
        *("enter_performance", N_("登记履行情况"), AFTER, "=", Perm.REVIEW, cmd.TakePerformance, "77①"),
        ready=trial.owes,
        guard=trial.take_performance,
        handler=services.take_performance,
    ),
    _act(
        *("take_performance", N_("收到履行报告"), AFTER, "=", "", cmd.TakePerformance, "77①"),
        ready=trial.owes,
        guard=trial.take_performance,
        by_system=True,
        notify=(Tell(Perm.REVIEW),),
    ),
)
REVIEW = CaseKind(
    code=queries.KIND,
    label=N_("行政复议案件"),
    series="复",
    initial="rv_applied",
    states=STATES,
    transitions=(*ACCEPTING, *REPLYING, *TRIAL, *ENDING, *FOLLOWING),
    opening=(
        Start(EXAMINE, on=lambda facts, opening: opening.received_on),
        Start(NOTICE, on=lambda facts, opening: opening.received_on),
    ),
    opening_papers=_paper("receipt"),
    opening_article=f"{law.LAW}22",
    silences=(
        Silence(EXAMINE, "deem_accept", lambda case, on: cmd.DeemAccepted(version=case.version, on=on)),
        Silence(CORRECTION, "abandon", lambda case, on: cmd.Abandon(version=case.version)),
    ),
    read=Perm.READ,
    act_endpoint="reconsideration_review.act",
    party_endpoint="reconsideration_portal.act",
    detail_template="reconsideration/_review.html",
    detail=queries.detail,
    facts=queries.facts,
)
