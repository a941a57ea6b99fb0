"""The road of an issue, as data: collected, given out, handled, answered, and the person's own word on it (S35)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core.contracts import HANDLER, PARTY, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.frontline.deadlines import PARTNER, REPLY
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import queries, rules, services
from plugins.frontline.permissions import Perm

SCHEME, ACCOUNT = "实施方案四(四)2", "实施方案四(四)4"
STATES = (
    State("collected", N_("待梳理分发"), "已登记"),
    State("joined", N_("并案办理"), "办理中"),
    State("handling", N_("办理中"), "办理中"),
    State("answered", N_("已答复"), "待评定", final=True),
    State("reopened", N_("群众说没有解决"), "办理中"),
    State("answered_again", N_("已再次答复"), "待评定", final=True),
    State("solved", N_("群众说已解决"), "已答复", final=True),
    State("unsolved", N_("群众说仍未解决"), "已答复", final=True),
)
WORKING = ("handling", "reopened")
SORT_IT = N_("%(number)s等待梳理分发。")
VETOED = N_("反映人说%(number)s没有解决，请继续办理。")
LEAD_IT = N_("%(number)s由本单位牵头，请办理。")


def _act(
    code: str,
    label: str,
    at: tuple[str, ...],
    target: str | Callable[[Any, Any], str],
    permission: str,
    command: type,
    guard: Any = lambda facts, command: [],
    article: str = SCHEME,
    **more: Any,
) -> Transition:
    """An act on an issue; its handler bears its name, where it fills anything."""
    handler = getattr(services, code, None)
    return Transition(
        code, label, at, target, permission, command, article, queries.facts, guard=guard, handler=handler, **more
    )


def _words(name: str) -> Callable[[Any, Any], str]:
    return lambda facts, command: str(getattr(command, name)).strip()


OFFICE = (
    _act(
        "sort",
        N_("梳理并分发"),
        ("collected", "reopened"),
        "handling",
        Perm.SORT,
        cmd.Sort,
        rules.sort,
        ready=rules.sorting,
        notify=(Tell(HANDLER, LEAD_IT), Tell(PARTY)),
    ),
    _act(
        "on_spot",
        N_("当场办结"),
        ("collected",),
        "answered",
        Perm.COLLECT,
        cmd.OnSpot,
        rules.on_spot,
        clocks=(Stop(REPLY),),
        reply=_words("measures"),
        notify=(Tell(PARTY),),
    ),
    _act("join", N_("并入同一问题"), ("collected",), "joined", Perm.SORT, cmd.Join, rules.join, note=_words("number")),
    _act(
        "redirect",
        N_("改派牵头单位"),
        WORKING,
        "handling",
        Perm.CHASE,
        cmd.Redirect,
        rules.redirect,
        ACCOUNT,
        note=_words("reason"),
        notify=(Tell(HANDLER, LEAD_IT),),
    ),
    _act("chase", N_("督办"), WORKING, "=", Perm.CHASE, cmd.Chase, rules.chase, ACCOUNT, note=_words("words")),
)
LEAD = (
    _act(
        "pass_back",
        N_("退回重新分发"),
        WORKING,
        "collected",
        Perm.HANDLE,
        cmd.PassBack,
        rules.pass_back,
        ACCOUNT,
        ready=rules.give_back,
        note=_words("reason"),
        notify=(Tell(HANDLER, SORT_IT), Tell(Perm.CHASE, SORT_IT)),
    ),
    _act(
        "share_out",
        N_("请其他单位协办"),
        WORKING,
        "=",
        Perm.HANDLE,
        cmd.ShareOut,
        rules.share_out,
        note=_words("asked"),
    ),
    _act("progress", N_("登记进展"), WORKING, "=", Perm.HANDLE, cmd.Progress, rules.progress, note=_words("words")),
    _act(
        "answer",
        N_("答复反映人"),
        WORKING,
        lambda facts, command: "answered_again" if facts.vetoed else "answered",
        Perm.HANDLE,
        cmd.Answer,
        rules.answer,
        ready=rules.answerable,
        clocks=(Stop(REPLY),),
        reply=_words("measures"),
        notify=(Tell(PARTY),),
    ),
    _act(
        "answer_joined",
        N_("一并答复"),
        ("joined",),
        "answered",
        "",
        cmd.AnswerJoined,
        clocks=(Stop(REPLY),),
        reply=_words("measures"),
        by_system=True,
        notify=(Tell(PARTY),),
    ),
)
PERSON = (
    _act(
        "confirm",
        N_("已经解决"),
        ("answered", "answered_again"),
        "solved",
        "",
        cmd.Confirm,
        by_party=True,
        notify=(Tell(HANDLER),),
    ),
    _act(
        "veto",
        N_("没有解决"),
        ("answered",),
        "reopened",
        "",
        cmd.Veto,
        rules.veto,
        clocks=(Start(REPLY, on=lambda facts, command: facts.today),),
        by_party=True,
        notify=(Tell(HANDLER, VETOED), Tell(Perm.CHASE, VETOED)),
    ),
    _act(
        "still_unsolved",
        N_("仍然没有解决"),
        ("answered_again",),
        "unsolved",
        "",
        cmd.Veto,
        rules.veto,
        by_party=True,
        notify=(Tell(HANDLER, VETOED), Tell(Perm.CHASE, VETOED)),
    ),
)
ISSUE = CaseKind(
    code=queries.KIND,
    label=N_("群众反映的问题"),
    series="诉",
    initial="collected",
    states=STATES,
    transitions=(*OFFICE, *LEAD, *PERSON),
    opening=(Start(REPLY, on=lambda facts, opening: opening.received_on),),
    opening_article=SCHEME,
    answerable=True,
    read=Perm.READ,
    act_endpoint="frontline_issues.act",
    party_endpoint="frontline_portal.act",
    detail_template="frontline/_issue.html",
    detail=queries.detail,
    facts=queries.facts,
)
PART = CaseKind(
    code=queries.PART,
    label=N_("协办的问题"),
    series="诉协",
    nameless=True,
    initial="asked",
    states=(
        State("asked", N_("待答复"), "办理中"),
        State("answered", N_("已答复"), "已办结", final=True),
        State("dropped", N_("不再需要答复"), "已办结", final=True),
    ),
    transitions=(
        Transition(
            "answer_part",
            N_("答复牵头单位"),
            ("asked",),
            "answered",
            Perm.HANDLE,
            cmd.AnswerPart,
            SCHEME,
            facts=queries.part_facts,
            guard=rules.answer_part,
            handler=services.answer_part,
            clocks=(Stop(PARTNER),),
        ),
        Transition(
            "drop_part",
            N_("牵头单位先行答复，不再等待"),
            ("asked",),
            "dropped",
            "",
            cmd.DropPart,
            SCHEME,
            facts=queries.part_facts,
            clocks=(Stop(PARTNER),),
            by_system=True,
            notify=(Tell(HANDLER),),
        ),
    ),
    opening=(
        Start(
            PARTNER,
            on=lambda facts, opening: opening.received_on,
            length=lambda facts, opening: opening.values["days"],
            source=lambda facts, opening: services.SOURCE,
        ),
    ),
    opening_article=SCHEME,
    answerable=False,
    read=Perm.READ,
    act_endpoint="frontline_issues.act",
    detail_template="frontline/_part.html",
    detail=queries.part_detail,
    facts=queries.part_facts,
)
