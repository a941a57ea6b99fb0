"""The road of the ordinary procedure, as data: from the clue to the decision (行政处罚法 54–65)."""

from __future__ import annotations

from typing import Any

from core.contracts import HANDLER, CaseKind, Extend, Lapse, Silence, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.penalty.deciding import rules as deciding
from plugins.penalty.enforcement.road import TRANSITIONS as AFTERWARDS
from plugins.penalty.fines.road import UNPAID
from plugins.penalty.hearing import rules as hearing
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import queries, rules, services
from plugins.penalty.permissions import Perm
from plugins.penalty.publication.road import TRANSITIONS as PUBLICATION

FILING, DECIDE, PRESERVED = "penalty.case_filing", "penalty.decide", "penalty.retention_decide"
ASK, NOTICE, DELIVER = queries.ASK, services.NOTICE, "penalty.deliver"
TO_FILE = N_("%(number)s：线索待立案。")
TO_DECIDE = N_("%(number)s：待作出处罚决定。")
RELEASED = N_("%(number)s：先行登记保存已满七日，没有作出处理决定，措施解除，应当返还物品。")
TO_REPLACE = N_("%(number)s：当事人申请执法人员回避，请决定。")

STATES = (
    State("clue", N_("线索待立案"), "办理中"),
    State("investigating", N_("调查取证"), "办理中"),
    State("notified", N_("已告知待陈述申辩"), "办理中"),
    State("hearing_asked", N_("已要求听证"), "办理中"),
    State("hearing_set", N_("已通知听证"), "办理中"),
    State("defended", N_("已听取意见待决定"), "办理中"),
    State("decided", N_("已决定待送达"), "办理中"),
    State("to_perform", N_("已送达待履行"), "办理中"),
    State("case_closed", N_("已结案"), "已办结", final=True),
    State("waived", N_("不予行政处罚"), "已办结", final=True),
    State("not_filed", N_("不予立案"), "已办结", final=True),
    State("transferred", N_("案件已移送"), "已办结", final=True),
    State("case_dropped", N_("案件已撤销"), "已办结", final=True),
    State("overturned", N_("决定已被撤销"), "已办结", final=True),
)
BEFORE = ("investigating", "notified", "hearing_asked", "hearing_set", "defended")


def _today(facts: rules.Facts, command: Any) -> Any:
    return facts.today


def _of(
    code: str,
    label: str,
    sources: tuple[str, ...],
    target: str,
    permission: Perm,
    command: type,
    article: str,
    **more: Any,
) -> Transition:
    """One act, with the facts of the kind."""
    return Transition(code, label, sources, target, permission, command, article, facts=queries.facts, **more)


ENDS = (Stop(DECIDE), Stop(PRESERVED), Stop(ASK))
TRANSITIONS = (
    _of(
        *("file", N_("立案"), ("clue",), "investigating", Perm.DECIDE, cmd.File, "行政处罚法54②"),
        ready=rules.competent,
        guard=rules.file,
        handler=services.file,
        clocks=(
            Stop(FILING),
            Start(
                DECIDE, _today, length=lambda facts, command: command.days, source=lambda facts, command: command.source
            ),
        ),
        notify=(Tell(HANDLER),),
    ),
    _of(
        *("not_file", N_("不予立案"), ("clue",), "not_filed", Perm.DECIDE, cmd.NotFile, "行政处罚法54②"),
        guard=rules.reasoned,
        handler=services.not_file,
        clocks=(Stop(FILING),),
        notify=(Tell(HANDLER),),
    ),
    _of(
        *("later_filing", N_("延长立案期限"), ("clue",), "=", Perm.DECIDE, cmd.LaterFiling, "行政处罚法54②"),
        guard=rules.reasoned,
        clocks=(Extend(FILING, lambda facts, command: 15),),
        note=lambda facts, command: command.reasons,
    ),
    _of(
        *("add_evidence", N_("登记证据"), BEFORE, "=", Perm.HANDLE, cmd.AddEvidence, "行政处罚法46、54、55"),
        guard=rules.add_evidence,
        handler=services.add_evidence,
    ),
    _of(
        *("preserve", N_("批准先行登记保存"), BEFORE, "=", Perm.DECIDE, cmd.Preserve, "行政处罚法56"),
        ready=rules.not_preserving,
        guard=rules.preserve,
        handler=services.preserve,
        clocks=(Start(PRESERVED, _today),),
        papers=("penalty.preservation",),
    ),
    _of(
        *("settle_preserved", N_("处理登记保存的物品"), BEFORE, "=", Perm.DECIDE, cmd.SettlePreserved, "行政处罚法56"),
        ready=rules.preserving,
        guard=rules.settle,
        handler=services.settle,
        clocks=(Stop(PRESERVED),),
        note=lambda facts, command: command.decision,
    ),
    Transition(
        *("release_preserved", N_("登记保存期满解除"), BEFORE, "=", "", cmd.ReleasePreserved, "行政处罚法56"),
        by_system=True,
        facts=queries.facts,
        handler=services.release,
        clocks=(Lapse(PRESERVED),),
        notify=(Tell(HANDLER, RELEASED), Tell(Perm.DECIDE, RELEASED)),
    ),
    _of(
        *("order_correction", N_("责令改正"), BEFORE, "=", Perm.HANDLE, cmd.Correct, "行政处罚法28①"),
        guard=rules.correct,
        handler=services.correct,
        papers=("penalty.correction",),
    ),
    _of(
        *("ask_stand_back", N_("申请执法人员回避"), BEFORE, "=", Perm.HANDLE, cmd.AskStandBack, "行政处罚法43②"),
        ready=rules.not_standing_back,
        guard=rules.reasoned,
        handler=services.ask_recusal,
        notify=(Tell(Perm.DECIDE, TO_REPLACE),),
    ),
    _of(
        *("decide_stand_back", N_("决定执法人员回避"), BEFORE, "=", Perm.DECIDE, cmd.DecideStandBack, "行政处罚法43③"),
        ready=rules.standing_back,
        guard=rules.decide_recusal,
        handler=services.decide_recusal,
    ),
    _of(
        *("notify", N_("事先告知"), ("investigating", "notified", "defended"), "notified", Perm.HANDLE, cmd.Notify),
        *("行政处罚法44、63",),
        ready=rules.investigated,
        guard=rules.notify,
        handler=services.notify,
        clocks=(Stop(ASK),),
        papers=("penalty.pre_notice",),
    ),
    _of(
        *("serve_notice", N_("登记告知书送达"), ("notified",), "=", Perm.HANDLE, cmd.ServeNotice),
        *("行政处罚法44、64(一)",),
        guard=rules.serve_notice,
        handler=services.serve_notice,
        clocks=(
            Stop(ASK),
            Start(ASK, lambda facts, command: command.served_on, when=lambda facts, command: facts.hearing_due),
        ),
        note=lambda facts, command: "；".join(filter(None, (command.signed_by, command.detail))),
    ),
    _of(
        *("defend", N_("听取陈述和申辩"), ("notified", "hearing_asked", "hearing_set"), "defended", Perm.HANDLE),
        *(cmd.Defend, "行政处罚法45"),
        guard=rules.defend,
        handler=services.defend,
        clocks=(Stop(ASK), Stop(NOTICE)),
        notify=(Tell(Perm.DECIDE, TO_DECIDE),),
    ),
    _of(
        *("ask_hearing", N_("登记听证要求"), ("notified",), "hearing_asked", Perm.HANDLE, cmd.AskHearing),
        *("行政处罚法63、64(一)",),
        applies=lambda facts: facts.hearing_due,
        guard=hearing.ask_hearing,
        handler=services.ask_hearing,
        clocks=(Stop(ASK, on=lambda facts, command: command.on),),
    ),
    _of(
        *("call_hearing", N_("通知听证"), ("hearing_asked", "hearing_set"), "hearing_set", Perm.DECIDE),
        *(cmd.CallHearing, "行政处罚法64(二)"),
        handler=services.call_hearing,
        clocks=(Stop(NOTICE), Start(NOTICE, lambda facts, command: command.on), Stop(NOTICE)),
        papers=("penalty.hearing_notice",),
    ),
    _of(
        *("record_hearing", N_("登记听证笔录"), ("hearing_set",), "defended", Perm.HEAR, cmd.RecordHearing),
        *("行政处罚法64(八)、65",),
        guard=hearing.record_hearing,
        handler=services.record_hearing,
        notify=(Tell(Perm.DECIDE, TO_DECIDE),),
    ),
    _of(
        *("legal_review", N_("法制审核"), ("defended",), "=", Perm.REVIEW, cmd.LegalReview, "行政处罚法58"),
        guard=deciding.legal_review,
        handler=services.legal_review,
    ),
    _of(
        *("discuss", N_("登记集体讨论"), ("defended",), "=", Perm.DECIDE, cmd.Discuss, "行政处罚法57②"),
        guard=deciding.discuss,
        handler=services.discuss,
    ),
    _of(
        *("penalise", N_("作出处罚决定"), ("defended",), "decided", Perm.DECIDE, cmd.Penalise, "行政处罚法57、59"),
        ready=deciding.decidable,
        guard=deciding.penalise,
        handler=services.penalise,
        clocks=(*ENDS, Start(DELIVER, _today)),
        papers=("penalty.decision",),
        notify=(Tell(HANDLER),),
    ),
    _of(
        *("leave_off", N_("不予行政处罚"), BEFORE, "waived", Perm.DECIDE, cmd.LeaveOff, "行政处罚法57①(二)(三)"),
        ready=rules.not_preserving,
        guard=deciding.leave_off,
        handler=services.leave_off,
        clocks=ENDS,
        papers=("penalty.no_penalty",),
    ),
    _of(
        *(
            "hand_over",
            N_("移送案件"),
            ("clue", *BEFORE),
            "transferred",
            Perm.DECIDE,
            cmd.HandOver,
            "行政处罚法27、57①(四)",
        ),
        guard=deciding.hand_over,
        handler=services.hand_over,
        clocks=(Stop(FILING), *ENDS),
        papers=("penalty.transfer",),
    ),
    _of(
        *("drop", N_("撤销案件"), BEFORE, "case_dropped", Perm.DECIDE, cmd.Drop, "行政处罚法57①(三)"),
        ready=rules.not_preserving,
        guard=rules.reasoned,
        handler=services.drop,
        clocks=ENDS,
    ),
    *AFTERWARDS,
    *PUBLICATION,
)
CASE = CaseKind(
    code=queries.KIND,
    label=N_("行政处罚案件（普通程序）"),
    series="罚",
    initial="clue",
    states=STATES,
    transitions=TRANSITIONS,
    opening=(Start(FILING, on=lambda facts, opening: opening.values["found_on"]),),
    opening_article="行政处罚法54",
    silences=(
        UNPAID,
        Silence(PRESERVED, "release_preserved", lambda case, on: cmd.ReleasePreserved(version=case.version, on=on)),
    ),
    answerable=False,
    read=Perm.READ,
    act_endpoint="penalty_cases.act",
    detail_template="penalty/cases/_ordinary.html",
    detail=queries.detail,
    facts=queries.facts,
    sums=queries.sums,
)
