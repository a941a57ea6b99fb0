"""The road of a voice, as data: taken in, its legal kind fixed, handled, answered, and the person's own word on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.contracts import HANDLER, PARTY, CaseKind, Served, Silence, Start, State, Stop, Tell
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import queries, rules
from plugins.egov.voices.acts import (
    HOTLINE,
    LAW,
    LIMITS,
    NOTICE,
    OBJECTION,
    RECEIVE_NOTICE,
    REPLY,
    SCHEME,
    act,
    none,
    words,
)
from plugins.egov.voices.merged import MERGED, article, directed, told_road
from plugins.egov.voices.petition import PETITION

STATES = (
    State("voice_received", N_("待定性分办"), "已登记"),
    State("voice_merged", N_("并入同一来件"), "办理中"),
    State("voice_handling", N_("来件办理中"), "办理中"),
    State("voice_accepted", N_("信访已受理"), "已受理"),
    State("voice_answered", N_("来件已答复"), "待评定", final=True),
    State("voice_reopened", N_("本人说没有解决"), "办理中"),
    State("voice_answered_again", N_("来件已再次答复"), "待评定", final=True),
    State("petition_drafted", N_("待签发处理意见"), "待签发"),
    State("petition_refused", N_("信访不予受理"), "已答复", final=True),
    State("petition_answered", N_("已出具信访处理意见"), "已答复", final=True),
    State("voice_diverted", N_("已引导到法定途径"), "已答复", final=True),
    State("voice_returned", N_("已提出异议交还转送机关"), "已答复", final=True),
    State("voice_struck", N_("登记有误，已注销"), "已撤回", final=True),
    State("voice_solved", N_("本人说已解决"), "已答复", final=True),
    State("voice_unsolved", N_("本人说仍未解决"), "已答复", final=True),
)
HANDLE_IT = N_("%(number)s由本单位办理，请办理。")
SORT_IT = N_("%(number)s等待定性分办。")
VETOED = N_("本人说%(number)s没有解决，请继续办理。")


def _from(rule: str, fits: Callable[[str], bool]) -> Start:
    """A limit from the day of receipt, of what came from some sources."""
    return Start(
        rule, on=lambda facts, opening: opening.received_on, when=lambda facts, opening: fits(opening.values["source"])
    )


def _is_petition(facts: Any, command: Any) -> bool:
    return bool(command.kind == rules.PETITION)


def _answered(facts: Any, command: Any) -> str:
    return "voice_answered_again" if facts.vetoed else "voice_answered"


OFFICE = (
    act(
        "triage",
        N_("定性分办"),
        ("voice_received", "voice_handling"),
        "voice_handling",
        Perm.TRIAGE,
        cmd.Triage,
        rules.triage,
        f"{LAW}23",
        # A petition runs its own limits; what was counted before for another kind is over.
        clocks=(
            Stop(OBJECTION),
            Stop(REPLY, when=_is_petition),
            Stop(NOTICE, when=lambda facts, command: not _is_petition(facts, command)),
            Stop(RECEIVE_NOTICE, when=lambda facts, command: not _is_petition(facts, command)),
            Start(
                NOTICE,
                on=lambda facts, command: facts.received_on,
                when=lambda facts, command: _is_petition(facts, command) and not facts.petition_runs,
            ),
            Start(
                REPLY,
                on=lambda facts, command: facts.received_on,
                when=lambda facts, command: not _is_petition(facts, command) and facts.petition_runs,
            ),
        ),
        notify=(Tell(HANDLER, HANDLE_IT), Tell(PARTY)),
    ),
    act(
        "answer_at_once",
        N_("当场答复"),
        ("voice_received",),
        "voice_answered",
        Perm.TAKE,
        cmd.Words,
        rules.at_once,
        clocks=LIMITS,
        reply=words,
        applies=lambda facts: not facts.petition,
        notify=(Tell(PARTY),),
    ),
    act(
        "object_to_transfer",
        N_("提出异议，交还转送机关"),
        ("voice_received", "voice_handling"),
        "voice_returned",
        Perm.TRIAGE,
        cmd.Words,
        rules.objection,
        f"{LAW}23③",
        ready=rules.objectionable,
        clocks=LIMITS,
        reply=lambda facts, command: N_("本件不属于本机关职权范围，已经交还转送、交办的机关，由其另行处理并告知您。"),
        note=words,
        applies=lambda facts: facts.transferred,
        notify=(Tell(PARTY),),
    ),
    act(
        "keep_transfer",
        N_("逾期未提出异议，由本机关办理"),
        ("voice_received",),
        "=",
        "",
        cmd.Act,
        none,
        f"{LAW}23③",
        clocks=(Stop(OBJECTION),),
        by_system=True,
    ),
    act(
        "strike_voice",
        N_("登记有误，注销"),
        ("voice_received",),
        "voice_struck",
        Perm.TRIAGE,
        cmd.Words,
        rules.strike,
        clocks=LIMITS,
        reply=lambda facts, command: N_("本件登记有误，已经注销，不再办理。"),
        note=words,
    ),
)
HANDLING = (
    act(
        "pass_voice_back",
        N_("退回重新分办"),
        ("voice_handling",),
        "voice_received",
        Perm.VOICE_HANDLE,
        cmd.Words,
        rules.pass_back,
        note=words,
        notify=(Tell(HANDLER, SORT_IT),),
    ),
    act(
        "merge_voice",
        N_("并入同一来件"),
        ("voice_handling", "voice_accepted"),
        "voice_merged",
        Perm.TRIAGE,
        cmd.Merge,
        rules.merge,
        ready=rules.mergeable,
        leads=lambda facts: False,
        note=lambda facts, command: command.number.strip(),
    ),
    act(
        "divert",
        N_("引导到法定途径"),
        ("voice_handling", "voice_accepted"),
        "voice_diverted",
        Perm.VOICE_HANDLE,
        cmd.Divert,
        rules.divert,
        f"{LAW}31",
        clocks=LIMITS,
        papers=directed,
        reply=told_road,
        note=lambda facts, command: command.organ.strip(),
        notify=(Tell(PARTY),),
    ),
    act(
        "answer_voice",
        N_("答复本人"),
        ("voice_handling", "voice_reopened"),
        _answered,
        Perm.VOICE_HANDLE,
        cmd.Answer,
        rules.answer,
        article,
        ready=rules.answerable,
        clocks=LIMITS,
        reply=words,
        applies=lambda facts: not facts.petition,
        notify=(Tell(PARTY),),
    ),
)
PERSON = (
    act(
        "voice_solved",
        N_("问题已经解决"),
        ("voice_answered", "voice_answered_again"),
        "voice_solved",
        "",
        cmd.Act,
        none,
        by_party=True,
        notify=(Tell(HANDLER),),
    ),
    act(
        "voice_unsolved",
        N_("问题没有解决"),
        ("voice_answered",),
        "voice_reopened",
        "",
        cmd.Words,
        rules.veto,
        clocks=(Start(REPLY, on=lambda facts, command: facts.today),),
        by_party=True,
        notify=(Tell(HANDLER, VETOED), Tell(Perm.VOICE_EXTEND, VETOED)),
    ),
    act(
        "voice_still_unsolved",
        N_("问题仍然没有解决"),
        ("voice_answered_again",),
        "voice_unsolved",
        "",
        cmd.Words,
        rules.veto,
        by_party=True,
        notify=(Tell(HANDLER, VETOED), Tell(Perm.VOICE_EXTEND, VETOED)),
    ),
)
VOICE = CaseKind(
    code=queries.KIND,
    label=N_("来信来访来电"),
    series="访",
    initial="voice_received",
    states=STATES,
    transitions=(*OFFICE, *HANDLING, *PETITION, *MERGED, *PERSON),
    opening=(
        _from(REPLY, lambda source: source not in {rules.HOTLINE, rules.TRANSFERRED}),
        _from(HOTLINE, lambda source: source == rules.HOTLINE),
        _from(RECEIVE_NOTICE, lambda source: source == rules.TRANSFERRED),
        _from(OBJECTION, lambda source: source == rules.TRANSFERRED),
    ),
    opening_article=SCHEME,
    served=(
        Served(
            "egov.petition_opinion", "opinion_served", lambda case, on: cmd.Served(version=case.version, served_on=on)
        ),
    ),
    silences=(Silence(OBJECTION, "keep_transfer", lambda case, on: cmd.Act(version=case.version)),),
    answerable=True,
    read=Perm.VOICES,
    act_endpoint="egov_voices.act",
    party_endpoint="egov_voice.act",
    detail_template="egov/_voice.html",
    detail=queries.detail,
    facts=queries.facts,
)
