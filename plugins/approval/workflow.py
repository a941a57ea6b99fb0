"""The road of an application: states and transitions, as data. It reads like 行政许可法 chapter 4.

Only 行政许可 runs the clocks of that law; every other type runs its own limit and the promised one.
"""

from __future__ import annotations

from collections.abc import Callable

from core.cases.services import Opening
from core.contracts import (
    HANDLER,
    PARTY,
    Ask,
    Bulk,
    CaseKind,
    Extend,
    Lapse,
    Restart,
    Silence,
    Start,
    State,
    Stop,
    Tell,
    Transition,
    Undo,
)
from core.i18n import N_
from plugins.approval import commands as cmd
from plugins.approval import deferral, queries, rules, services
from plugins.approval.agency import acts as agency
from plugins.approval.limits import DECIDE, DELIVER, DONE_DECIDING, GO_ON, NOTICE, PAUSE, PROMISED, RUN_ACCEPTED
from plugins.approval.permissions import Perm
from plugins.approval.rules import GRANT, REGISTERED, Facts

KIND = "approval.application"
TO_DECIDE = N_("%(number)s已提出拟办意见，请作出决定。")
SENT_BACK = N_("%(number)s的拟办意见被退回，请重新审查。")
CORRECTED = N_("%(number)s的当事人已补正材料，请审查是否受理。")
WITHDRAWN = N_("%(number)s的申请已撤回。")

STATES = (
    State(REGISTERED, N_("代办登记"), "代办登记"),
    State("received", N_("已收件"), "已收件"),
    State("correcting", N_("待补正"), "待补正"),
    State("corrected", N_("已补正待受理"), "已收件"),
    State("accepted", N_("已受理"), "已受理"),
    State("special", N_("特别程序"), "特别程序（停钟）"),
    State("reviewed", N_("已审查"), "办理中"),
    State("proposed", N_("待签发"), "待签发"),
    State("forwarded", N_("已转报"), "办理中"),
    State("decided", N_("已决定待送达"), "已办结"),
    State("delivered", N_("已送达"), "已送达", final=True),
    State("not_accepted", N_("不予受理"), "不予受理", final=True),
    State("withdrawn", N_("已撤回"), "已撤回", final=True),
)
HANDLING = ("accepted", "special", "reviewed", "proposed")
UNDECIDED = (REGISTERED, "received", "correcting", "corrected", *HANDLING, "forwarded")


def _licensing(place: str) -> Callable[[Facts], str]:
    """An article of the licensing law; what is no licence rests on the item's own basis instead."""
    return lambda facts: f"行政许可法{place}" if facts.licence else facts.basis


def _either(granted: str, refused: str, other: str) -> object:
    def papers(facts: Facts, command: cmd.Decide) -> tuple[str, ...]:
        if not facts.licence:
            return (f"approval.{other}",)
        return (f"approval.{granted if command.decision == GRANT else refused}",)

    return papers


def _handed_in(facts: Facts, opening: Opening) -> tuple[str, ...]:
    first = "slip" if facts.registered else "receipt"
    oral = ("approval.oral_record",) if opening.values.get("oral") else ()
    return (f"approval.{first}", *oral, *(("approval.promise",) if facts.deferred else ()))


def _put_right_note(facts: Facts, command: cmd.PutRight) -> str:
    received = "、".join(facts.materials[code] for code in command.on_paper)
    lines = [line.strip() for line in command.corrections if line.strip()]
    return "；".join([*lines, *([f"窗口收到：{received}"] if received else [])])


# Steps within the office, which whoever did them may take back at once.
FILLED = Undo(rows=services.filled)

# In the order in which a desk offers them: the step that leads on stands first.
TRANSITIONS = (
    Transition(
        "accept",
        N_("受理"),
        ("received", "corrected"),
        "accepted",
        Perm.ACCEPT,
        cmd.Accept,
        _licensing("32①五"),
        facts=queries.facts,
        ready=rules.complete,
        guard=rules.accept,
        handler=services.accept,
        clocks=(Stop(NOTICE), *RUN_ACCEPTED, *deferral.RUN_PROMISE),
        papers=("approval.acceptance",),
        reply=lambda facts, command: N_("已受理，并出具受理通知书。"),
        notify=(Tell(PARTY),),
        bulk=Bulk(
            lambda version, typed: cmd.Accept(version=version, accepted_on=typed["accepted_on"]),
            (Ask("accepted_on", N_("受理日期"), "day"),),
        ),
    ),
    Transition(
        "put_right",
        N_("当场更正和补交材料"),
        ("received", "corrected"),
        "=",
        Perm.ACCEPT,
        cmd.PutRight,
        _licensing("32①三"),
        facts=queries.facts,
        guard=rules.put_right,
        handler=services.put_right,
        note=_put_right_note,
        undo=FILLED,
    ),
    Transition(
        "ask_correction",
        N_("一次性告知补正"),
        ("received",),
        "correcting",
        Perm.ACCEPT,
        cmd.AskCorrection,
        _licensing("32①四"),
        facts=queries.facts,
        ready=rules.in_time,
        guard=rules.ask_correction,
        handler=services.ask_correction,
        clocks=(Stop(NOTICE),),
        papers=("approval.correction_notice",),
        reply=lambda facts, command: N_("已一次性告知需要补正的全部内容。"),
        notify=(Tell(PARTY),),
    ),
    Transition(
        "correct",
        N_("提交补正材料"),
        ("correcting",),
        "corrected",
        Perm.RECEIVE,
        cmd.Correct,
        _licensing("32①五"),
        facts=queries.facts,
        handler=services.correct,
        clocks=(Restart(NOTICE, on=lambda facts, command: facts.today),),
        by_party=True,
        notify=(Tell(HANDLER, CORRECTED),),
    ),
    Transition(
        "accept_by_silence",
        N_("视为受理"),
        ("received", "corrected"),
        "accepted",
        "",
        cmd.AcceptBySilence,
        _licensing("32①四"),
        facts=queries.facts,
        handler=services.accept_by_silence,
        clocks=(Lapse(NOTICE), *RUN_ACCEPTED, *deferral.RUN_PROMISE),
        papers=("approval.acceptance",),
        reply=lambda facts, command: N_("逾期未告知补正，依法自收到申请材料之日起即为受理。"),
        by_system=True,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "refuse_acceptance",
        N_("决定不予受理"),
        ("received", "corrected"),
        "not_accepted",
        Perm.ACCEPT,
        cmd.RefuseAcceptance,
        _licensing("32"),
        facts=queries.facts,
        guard=rules.refuse_acceptance,
        handler=services.refuse_acceptance,
        clocks=(Stop(NOTICE),),
        papers=("approval.non_acceptance",),
        reply=lambda facts, command: command.reasons,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "review",
        N_("审查"),
        ("accepted", "reviewed"),
        "reviewed",
        Perm.HANDLE,
        cmd.Review,
        _licensing("34"),
        facts=queries.facts,
        guard=rules.review,
        handler=services.review,
        undo=FILLED,
    ),
    Transition(
        "propose",
        N_("提出拟办意见"),
        ("reviewed",),
        "proposed",
        Perm.PROPOSE,
        cmd.Propose,
        _licensing("37"),
        facts=queries.facts,
        ready=deferral.settled,
        guard=rules.propose,
        handler=services.propose,
        applies=lambda facts: not facts.first_review,
        notify=(Tell(Perm.DECIDE, TO_DECIDE),),
        undo=FILLED,
    ),
    Transition(
        "forward",
        N_("初审转报"),
        ("reviewed",),
        "forwarded",
        Perm.PROPOSE,
        cmd.Forward,
        _licensing("35"),
        facts=queries.facts,
        ready=deferral.settled,
        guard=rules.forward,
        handler=services.forward,
        clocks=DONE_DECIDING,
        papers=("approval.forwarding",),
        note=lambda facts, command: command.opinion,
        applies=lambda facts: facts.first_review,
    ),
    Transition(
        "relay",
        N_("登记决定机关的决定"),
        ("forwarded",),
        "decided",
        Perm.DELIVER,
        cmd.Relay,
        _licensing("38"),
        facts=queries.facts,
        applies=lambda facts: facts.first_review,
        guard=rules.relay,
        handler=services.relay,
        papers=("approval.relay",),
        reply=lambda facts, command: command.reasons,
        note=lambda facts, command: command.document,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "decide",
        N_("作出决定"),
        ("proposed",),
        "decided",
        Perm.DECIDE,
        cmd.Decide,
        _licensing("38"),
        facts=queries.facts,
        guard=rules.decide,
        handler=services.decide,
        clocks=(
            *DONE_DECIDING,
            Start(
                DELIVER,
                on=lambda facts, command: facts.today,
                when=lambda facts, command: facts.licence and command.decision == GRANT,
            ),
        ),
        papers=_either("grant", "refusal", "result"),  # type: ignore[arg-type]
        reply=lambda facts, command: command.reasons,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "send_back",
        N_("退回"),
        ("proposed",),
        "accepted",
        Perm.DECIDE,
        cmd.SendBack,
        _licensing("37"),
        facts=queries.facts,
        guard=rules.send_back,
        note=lambda facts, command: command.reason,
        notify=(Tell(HANDLER, SENT_BACK),),
        bulk=Bulk(
            lambda version, typed: cmd.SendBack(version=version, reason=typed["reason"]),
            (Ask("reason", N_("退回的理由")),),
        ),
        undo=Undo(),
    ),
    Transition(
        "deliver",
        N_("送达"),
        ("decided",),
        "delivered",
        Perm.DELIVER,
        cmd.Deliver,
        _licensing("44"),
        facts=queries.facts,
        guard=rules.deliver,
        handler=services.deliver,
        clocks=(Stop(DELIVER),),
        papers=("approval.delivery",),
        note=lambda facts, command: rules.WAYS.get(command.way, command.way),
        notify=(Tell(PARTY),),
    ),
    Transition(
        "start_special",
        N_("进入特别程序"),
        ("accepted", "reviewed"),
        "special",
        Perm.HANDLE,
        cmd.StartSpecial,
        _licensing("45"),
        facts=queries.facts,
        guard=rules.start_special,
        handler=services.start_special,
        clocks=PAUSE,
        papers=("approval.special",),
        note=lambda facts, command: f"{command.ground}·{command.document}",
        applies=lambda facts: facts.licence,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "end_special",
        N_("特别程序结束"),
        ("special",),
        "accepted",
        Perm.HANDLE,
        cmd.EndSpecial,
        _licensing("45"),
        facts=queries.facts,
        guard=rules.end_special,
        handler=services.end_special,
        clocks=GO_ON,
        note=lambda facts, command: command.result,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "extend",
        N_("延长期限"),
        ("accepted", "reviewed", "proposed"),
        "=",
        Perm.EXTEND,
        cmd.Extend,
        _licensing("42①"),
        facts=queries.facts,
        ready=rules.extendable,
        guard=rules.extend,
        clocks=(Extend(DECIDE, amount=lambda facts, command: command.days),),
        papers=("approval.extension",),
        note=lambda facts, command: command.reason,
        applies=lambda facts: facts.decide_due is not None,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "explain_overrun",
        N_("公开说明超时理由"),
        (*HANDLING, "forwarded"),
        "=",
        Perm.HANDLE,
        cmd.ExplainOverrun,
        "优化营商环境条例36②",
        facts=queries.facts,
        guard=rules.explain_overrun,
        handler=services.explain_overrun,
        clocks=(Lapse(PROMISED),),
        note=lambda facts, command: command.words,
        applies=lambda facts: facts.promise_missed,
        bulk=Bulk(
            lambda version, typed: cmd.ExplainOverrun(version=version, words=typed["words"]),
            (Ask("words", N_("超过承诺时限的理由（将公开）")),),
        ),
    ),
    Transition(
        "withdraw",
        N_("撤回申请"),
        UNDECIDED,
        "withdrawn",
        Perm.RECEIVE,
        cmd.Withdraw,
        _licensing("29"),
        facts=queries.facts,
        clocks=(Stop(agency.BRING_UP), Stop(NOTICE), *DONE_DECIDING),
        reply=lambda facts, command: N_("已按您的要求撤回申请。"),
        note=lambda facts, command: command.reason,
        by_party=True,
        notify=(Tell(HANDLER, WITHDRAWN),),
    ),
)

APPLICATION = CaseKind(
    code=KIND,
    label=N_("审批申请"),
    series="审",
    initial="received",
    states=STATES,
    transitions=(*TRANSITIONS, *agency.ACTS, *deferral.ACTS),
    opening=(
        *agency.OPENING,
        Start(
            NOTICE,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: facts.licence and not facts.registered,
        ),
    ),
    opening_papers=_handed_in,
    opening_article=lambda facts: "" if facts.registered else _licensing("32②")(facts),
    silences=(Silence(NOTICE, "accept_by_silence", lambda case, on: cmd.AcceptBySilence(version=case.version)),),
    read=Perm.READ,
    act_endpoint="approval_staff.act",
    party_endpoint="approval.act",
    detail_template="approval/_detail.html",
    detail=queries.detail,
    facts=queries.facts,
)
