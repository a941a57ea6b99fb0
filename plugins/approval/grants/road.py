"""The road of a case about a grant, as data (行政许可法 8, 49, 50, 69, 70)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from core.contracts import HANDLER, PARTY, CaseKind, Lapse, Silence, Start, State, Stop, Tell, Transition
from core.i18n import N_
from core.serving import WAYS
from plugins.approval import reviews
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import queries, rules, services
from plugins.approval.limits import BAN_FRAUD, CONTEST, DECIDE, RENEWAL_APPLY, RENEWAL_DECIDE
from plugins.approval.permissions import Perm

STATES = (
    State("entered", N_("已登记"), "办理中"),
    State("told", N_("已告知待听取意见"), "办理中"),
    State("heard", N_("已听取意见"), "办理中"),
    State("renewed", N_("视为准予待换证"), "办理中"),
    State("decided", N_("已决定待送达"), "已办结"),
    State("done", N_("已决定"), "已办结", final=True),
    State("withdrawn", N_("已撤回"), "已撤回", final=True),
)
SPOKEN = N_("%(number)s的被许可人已陈述和申辩，请审查。")
TAKEN_BACK = N_("%(number)s的申请已撤回。")
DONE = (Stop(RENEWAL_DECIDE), Stop(DECIDE))


def _article(facts: rules.MatterFacts) -> str:
    return facts.article


def _renews(facts: rules.MatterFacts, given: Any) -> bool:
    return facts.matter == rules.RENEW and facts.valid_until is not None


def _until(facts: rules.MatterFacts, given: Any) -> Any:
    return facts.valid_until


def _decided(facts: rules.MatterFacts, command: cmd.DecideMatter) -> tuple[str, ...]:
    given = ("approval.new_certificate",) if rules.issues(facts, command) else ()
    return ("approval.grant_decision", *given)


OPENING = (
    # Counted back from the end and met by the application itself: the receipt says whether it came in time.
    Start(RENEWAL_APPLY, on=_until, when=_renews),
    Stop(RENEWAL_APPLY),
    Start(RENEWAL_DECIDE, on=_until, when=_renews),
    Start(
        DECIDE,
        on=lambda facts, given: facts.received_on,
        when=lambda facts, given: facts.matter == rules.CHANGE,
    ),
)
TRANSITIONS = (
    Transition(
        "tell_holder",
        N_("告知拟作出的决定"),
        ("entered",),
        "told",
        Perm.HANDLE,
        cmd.TellHolder,
        "行政许可法7",
        facts=queries.facts,
        guard=rules.tell_holder,
        papers=("approval.grant_warning",),
        applies=lambda facts: facts.adverse,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "hear_holder",
        N_("听取陈述和申辩"),
        ("told",),
        "heard",
        Perm.HANDLE,
        cmd.HearHolder,
        "行政许可法7",
        facts=queries.facts,
        guard=rules.hear_holder,
        handler=services.hear_holder,
        applies=lambda facts: facts.adverse,
        by_party=True,
        notify=(Tell(Perm.DECIDE), Tell(HANDLER, SPOKEN)),
    ),
    Transition(
        "decide_matter",
        N_("作出决定"),
        ("heard",),
        "decided",
        Perm.DECIDE,
        cmd.DecideMatter,
        _article,
        facts=queries.facts,
        guard=rules.decide,
        handler=services.decide,
        clocks=(
            *DONE,
            Start(
                BAN_FRAUD,
                on=lambda facts, command: facts.today,
                when=lambda facts, command: (
                    facts.ground == rules.FRAUD and command.decision == "grant" and command.public_safety
                ),
            ),
        ),
        papers=("approval.grant_decision",),
        reply=lambda facts, command: command.reasons,
        applies=lambda facts: facts.adverse,
        notify=(Tell(PARTY), Tell(Perm.DELIVER)),
    ),
    Transition(
        "decide_asked",
        N_("作出决定"),
        ("entered",),
        "decided",
        Perm.DECIDE,
        cmd.DecideAsked,
        _article,
        facts=queries.facts,
        ready=rules.heard,
        guard=rules.decide,
        handler=services.decide,
        clocks=DONE,
        papers=_decided,
        reply=lambda facts, command: command.reasons,
        applies=lambda facts: not facts.adverse,
        notify=(Tell(PARTY), Tell(Perm.DELIVER)),
    ),
    Transition(
        "renew_by_silence",
        N_("视为准予延续"),
        ("entered",),
        "renewed",
        "",
        cmd.RenewBySilence,
        "行政许可法50②",
        facts=queries.facts,
        handler=services.renew_by_silence,
        clocks=(Lapse(RENEWAL_DECIDE),),
        papers=("approval.renewal",),
        reply=lambda facts, command: N_("有效期届满前没有作出决定，依法视为准予延续。"),
        by_system=True,
        notify=(Tell(PARTY), Tell(Perm.DECIDE)),
    ),
    # The law needs nobody for a renewal, but a certificate is signed by somebody.
    Transition(
        "reissue",
        N_("换发许可证件"),
        ("renewed",),
        "decided",
        Perm.DECIDE,
        cmd.Reissue,
        "行政许可法50②",
        facts=queries.facts,
        handler=services.reissue,
        papers=("approval.new_certificate",),
        notify=(Tell(PARTY), Tell(Perm.DELIVER)),
    ),
    Transition(
        "serve_matter",
        N_("送达决定"),
        ("decided",),
        "done",
        Perm.DELIVER,
        cmd.ServeMatter,
        _article,
        facts=queries.facts,
        guard=rules.serve,
        handler=services.serve,
        clocks=CONTEST,
        papers=("approval.grant_delivery",),
        note=lambda facts, command: WAYS[command.service.way],
        notify=(Tell(PARTY),),
    ),
    Transition(
        "withdraw_matter",
        N_("撤回申请"),
        ("entered",),
        "withdrawn",
        Perm.RECEIVE,
        cmd.WithdrawMatter,
        "行政许可法29",
        facts=queries.facts,
        clocks=DONE,
        reply=lambda facts, command: N_("已按您的要求撤回申请。"),
        note=lambda facts, command: command.reason,
        applies=lambda facts: facts.asked,
        by_party=True,
        notify=(Tell(HANDLER, TAKEN_BACK),),
    ),
    # A review of what was decided about a grant is kept as one of what was decided on an application.
    *(replace(act, sources=("decided", "done"), facts=queries.facts) for act in reviews.ACTS),
)
GRANT = CaseKind(
    code=services.KIND,
    label=N_("许可的延续、变更和终止"),
    series="证办",
    initial="entered",
    states=STATES,
    transitions=TRANSITIONS,
    opening=OPENING,
    opening_papers=lambda facts, opening: ("approval.grant_receipt",) if facts.matter in rules.ASKED else (),
    opening_article=_article,
    silences=(Silence(RENEWAL_DECIDE, "renew_by_silence", lambda case, on: cmd.RenewBySilence(version=case.version)),),
    read=Perm.READ,
    act_endpoint="approval_staff.act",
    party_endpoint="approval_register.party_act",
    detail_template="approval/_matter.html",
    detail=queries.detail,
    facts=queries.facts,
    for_members=True,
)
