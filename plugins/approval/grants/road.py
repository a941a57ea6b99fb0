"""The road of a case about a grant, as data (行政许可法 8, 49, 50, 69, 70)."""

from __future__ import annotations

from typing import Any

from core.contracts import PARTY, CaseKind, Lapse, Silence, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval.grants import commands as cmd
from plugins.approval.grants import queries, rules, services
from plugins.approval.limits import BAN_FRAUD, DECIDE, RENEWAL_APPLY, RENEWAL_DECIDE
from plugins.approval.permissions import Perm

STATES = (
    State("entered", N_("已登记"), "办理中"),
    State("told", N_("已告知待听取意见"), "办理中"),
    State("heard", N_("已听取意见"), "办理中"),
    State("done", N_("已决定"), "已办结", final=True),
)
DONE = (Stop(RENEWAL_DECIDE), Stop(DECIDE))


def _article(facts: rules.MatterFacts) -> str:
    return facts.article


def _renews(facts: rules.MatterFacts, given: Any) -> bool:
    return facts.matter == rules.RENEW and facts.valid_until is not None


def _until(facts: rules.MatterFacts, given: Any) -> Any:
    return facts.valid_until


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
        notify=(Tell(Perm.DECIDE),),
    ),
    Transition(
        "decide_matter",
        N_("作出决定"),
        ("heard",),
        "done",
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
        notify=(Tell(PARTY),),
    ),
    Transition(
        "decide_asked",
        N_("作出决定"),
        ("entered",),
        "done",
        Perm.DECIDE,
        cmd.DecideAsked,
        _article,
        facts=queries.facts,
        ready=rules.heard,
        guard=rules.decide,
        handler=services.decide,
        clocks=DONE,
        papers=("approval.grant_decision",),
        reply=lambda facts, command: command.reasons,
        applies=lambda facts: not facts.adverse,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "renew_by_silence",
        N_("视为准予延续"),
        ("entered",),
        "done",
        "",
        cmd.RenewBySilence,
        "行政许可法50②",
        facts=queries.facts,
        handler=services.renew_by_silence,
        clocks=(Lapse(RENEWAL_DECIDE),),
        papers=("approval.renewal",),
        reply=lambda facts, command: N_("有效期届满前没有作出决定，依法视为准予延续。"),
        by_system=True,
        notify=(Tell(PARTY),),
    ),
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
    party_endpoint="",
    detail_template="approval/_matter.html",
    detail=queries.detail,
    facts=queries.facts,
    for_members=True,
)
