"""The road of a review at the county, as data (行政复议法 20–79): acts in the order of the law."""

from __future__ import annotations

from core.contracts import (
    HANDLER,
    PARTY,
    CaseKind,
    Extend,
    Lapse,
    Restart,
    Silence,
    Start,
    State,
    Stop,
    Tell,
)
from core.deadlines.rules import Bearer
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import queries, rules, services
from plugins.reconsideration.review.acts import (
    COPY,
    COPY_SUMMARY,
    CORRECTED,
    CORRECTION,
    ENDED,
    EXAMINE,
    NEW,
    NOTICE,
    REPLIED,
    UNDECIDED,
    WAITING,
    accepted,
    act,
    by,
    copied,
    paper,
    today,
)
from plugins.reconsideration.review.ending import ENDING, FOLLOWING
from plugins.reconsideration.review.queries import DECIDE, DECIDE_SUMMARY, REPLY, REPLY_SUMMARY
from plugins.reconsideration.review.trying import TRIAL

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

RUN = (
    Stop(EXAMINE),
    Stop(NOTICE),
    Start(DECIDE, on=accepted, when=by(law.ORDINARY)),
    Start(DECIDE_SUMMARY, on=accepted, when=by(law.SUMMARY)),
    Start(COPY, on=accepted, when=by(law.ORDINARY)),
    Start(COPY_SUMMARY, on=accepted, when=by(law.SUMMARY)),
)


ACCEPTING = (
    act(
        *("ask_correction", N_("要求补正"), NEW, "rv_to_complete", Perm.REVIEW, cmd.AskCorrection, "31①"),
        ready=rules.once_only,
        guard=rules.worded(N_("请一次性写明需要补正的全部事项。")),
        clocks=(Stop(EXAMINE), Stop(NOTICE), Start(CORRECTION, on=today)),
        papers=paper("correction_notice"),
        reply=lambda facts, command: N_("已一次性告知需要补正的全部内容。"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("correct", N_("提交补正材料"), ("rv_to_complete",), "rv_applied", Perm.REVIEW, cmd.Correct, "31②"),
        guard=rules.worded(N_("请写明补正的内容。")),
        clocks=(Stop(CORRECTION), Restart(EXAMINE, on=today)),
        by_party=True,
        notify=(Tell(HANDLER, CORRECTED),),
    ),
    act(
        *("more_time", N_("延长补正期限"), ("rv_to_complete",), "=", Perm.REVIEW, cmd.MoreTime, "31②"),
        guard=rules.more_time,
        clocks=(Extend(CORRECTION, amount=lambda facts, command: command.days),),
        note=lambda facts, command: command.words.strip(),
        notify=(Tell(PARTY),),
    ),
    act(
        *("abandon", N_("视为放弃申请"), ("rv_to_complete",), "rv_abandoned", "", cmd.Abandon, "31②"),
        clocks=(Lapse(CORRECTION),),
        by_system=True,
        reply=lambda facts, command: N_("无正当理由逾期不补正，视为放弃行政复议申请。"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("accept", N_("受理"), NEW, "rv_accepted", Perm.REVIEW, cmd.Accept, "30①"),
        guard=rules.accept,
        clocks=RUN,
        papers=paper("acceptance"),
        note=lambda facts, command: command.words.strip(),
        reply=lambda facts, command: N_("已受理，并出具受理通知书。"),
        notify=(Tell(PARTY),),
    ),
    act(
        *("deem_accept", N_("视为受理"), NEW, "rv_accepted", "", cmd.DeemAccepted, "30③"),
        clocks=(Lapse(EXAMINE), *RUN[1:]),
        by_system=True,
        papers=paper("acceptance"),
        reply=lambda facts, command: N_("审查期限届满，视为受理。"),
        notify=(Tell(PARTY), Tell(Perm.REVIEW)),
    ),
    act(
        *("refuse", N_("不予受理"), NEW, "rv_refused", Perm.DECIDE, cmd.Refuse, "30②"),
        guard=rules.refuse,
        clocks=ENDED,
        papers=paper("refusal"),
        reply=lambda facts, command: command.words.strip(),
        notify=(Tell(PARTY),),
    ),
)
REPLYING = (
    act(
        *("name_handlers", N_("确定行政复议人员"), UNDECIDED, "=", Perm.REVIEW, cmd.NameHandlers),
        "36；行政复议法实施条例32",
        guard=rules.name_handlers,
        note=lambda facts, command: "、".join(rules.names(command.handlers)),
    ),
    act(
        *("send_copy", N_("发送副本"), ("rv_accepted",), "rv_replying", Perm.REVIEW, cmd.SendCopy, "48、54①"),
        guard=rules.send_copy,
        clocks=(
            Stop(COPY),
            Stop(COPY_SUMMARY),
            # The respondent's own case bears them: its delay is none of the county's.
            Start(REPLY, on=copied, when=by(law.ORDINARY), bearer=Bearer.OTHER),
            Start(REPLY_SUMMARY, on=copied, when=by(law.SUMMARY), bearer=Bearer.OTHER),
        ),
        papers=paper("reply_notice"),
    ),
    act(
        *("enter_reply", N_("登记书面答复"), WAITING, "rv_trying", Perm.REVIEW, cmd.TakeReply, "48、54①"),
        guard=rules.take_reply,
        handler=services.take_reply,
        clocks=(Stop(REPLY), Stop(REPLY_SUMMARY)),
    ),
    act(
        *("take_reply", N_("收到答复"), WAITING, "rv_trying", "", cmd.TakeReply, "48、54①"),
        guard=rules.take_reply,
        clocks=(Stop(REPLY), Stop(REPLY_SUMMARY)),
        by_system=True,
        notify=(Tell(HANDLER, REPLIED),),
    ),
    act(
        *("no_reply", N_("登记逾期不答复"), WAITING, "rv_trying", Perm.REVIEW, cmd.NoReply, "70"),
        ready=rules.reply_over,
        guard=rules.worded(N_("请写明催告和没有答复的情况。")),
        clocks=(Lapse(REPLY), Lapse(REPLY_SUMMARY)),
        note=lambda facts, command: command.words.strip(),
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
    opening_papers=paper("receipt"),
    opening_article=f"{law.LAW}22",
    silences=(
        Silence(EXAMINE, "deem_accept", lambda case, on: cmd.DeemAccepted(version=case.version, on=on)),
        *(
            Silence(rule, "overrun", lambda case, on: cmd.Overrun(version=case.version, on=on))
            for rule in (DECIDE, DECIDE_SUMMARY)
        ),
        Silence(CORRECTION, "abandon", lambda case, on: cmd.Abandon(version=case.version)),
    ),
    read=Perm.READ,
    act_endpoint="reconsideration_review.act",
    party_endpoint="reconsideration_portal.act",
    detail_template="reconsideration/_review.html",
    detail=queries.detail,
    facts=queries.facts,
)
