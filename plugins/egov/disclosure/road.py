"""The road of a request for information 依申请公开, as data (政府信息公开条例 29–44)."""

from __future__ import annotations

from typing import Any

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
    Transition,
)
from core.i18n import N_
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure import queries, rules, services
from plugins.egov.disclosure.consulting.road import CONSULTING, MAKER, THIRD
from plugins.egov.disclosure.consulting.road import SILENCES as CONSULTED
from plugins.egov.disclosure.reviews import ACTS as REVIEWED
from plugins.egov.permissions import Perm

LAW = "政府信息公开条例"
REPLY, NOTICE = queries.REPLY, queries.NOTICE
SUBMIT, CONFIRM = "disclosure.correction_submit", "disclosure.online_confirm"
STATES = (
    State("req_unconfirmed", N_("待与申请人确认"), "已登记"),
    State("req_received", N_("公开申请办理中"), "办理中"),
    State("req_correcting", N_("待申请人补正"), "待补正"),
    State("req_consulting", N_("正在征求意见"), "特别程序（停钟）"),
    State("req_drafted", N_("待签发答复"), "待签发"),
    State("req_answered", N_("公开申请已答复"), "已答复", final=True),
    State("req_abandoned", N_("视为放弃申请"), "已撤回", final=True),
    State("req_withdrawn", N_("申请人已撤回申请"), "已撤回", final=True),
)
ACTIVE = ("req_unconfirmed", "req_received", "req_correcting", "req_consulting", "req_drafted")
DRAFTED = N_("%(number)s的答复等待签发。")
RETURNED = N_("%(number)s的答复稿被退回，请修改。")
CORRECTED = N_("%(number)s的申请人已补正，请办理。")
ALL_STOPPED = tuple(Stop(rule) for rule in (REPLY, NOTICE, SUBMIT, CONFIRM, THIRD, MAKER))


def _act(
    code: str,
    label: str,
    at: tuple[str, ...],
    target: str,
    permission: str,
    command: type,
    guard: Any,
    article: Any,
    **more: Any,
) -> Transition:
    """An act on a request; its handler bears its name, where it fills anything."""
    handler = getattr(services, code, None)
    return Transition(
        code, label, at, target, permission, command, article, queries.facts, guard=guard, handler=handler, **more
    )


def _today(facts: Any, command: Any) -> Any:
    return facts.today


def _none(facts: Any, command: Any) -> list[Any]:
    return []


def _words(facts: Any, command: Any) -> str:
    return str(command.words).strip()


def _reply(facts: Any, command: Any) -> str:
    return rules.REPLIES[facts.reply].label


RECEIVING = (
    _act(
        "confirm_request",
        N_("与申请人确认收到"),
        ("req_unconfirmed",),
        "req_received",
        Perm.DISCLOSE,
        cmd.Confirm,
        rules.confirm,
        f"{LAW}31",
        clocks=(
            Stop(CONFIRM, on=lambda facts, command: command.confirmed_on),
            Start(REPLY, on=lambda facts, command: command.confirmed_on),
            Start(NOTICE, on=lambda facts, command: command.confirmed_on),
        ),
        receives=lambda facts, command: command.confirmed_on,
        notify=(Tell(PARTY),),
    ),
    _act(
        "ask_request_correction",
        N_("告知补正申请"),
        ("req_received",),
        "req_correcting",
        Perm.DISCLOSE,
        cmd.AskCorrection,
        rules.ask_correction,
        f"{LAW}30",
        ready=rules.correctable,
        clocks=(
            Stop(NOTICE),
            Stop(REPLY),
            Start(
                SUBMIT,
                on=_today,
                length=lambda facts, command: command.days,
                source=lambda facts, command: N_("补正告知书"),
            ),
        ),
        papers=("egov.request_correction",),
        reply=lambda facts, command: N_("已一次性告知需要补正的内容。"),
        note=_words,
        notify=(Tell(PARTY),),
    ),
    _act(
        "take_as_clear",
        N_("未告知补正，按现有申请办理"),
        ("req_received",),
        "=",
        "",
        cmd.Act,
        _none,
        f"{LAW}30",
        clocks=(Stop(NOTICE),),
        by_system=True,
    ),
    _act(
        "correct_request",
        N_("补正公开申请"),
        ("req_correcting",),
        "req_received",
        Perm.DISCLOSE,
        cmd.Words,
        rules.correct,
        f"{LAW}30",
        clocks=(Stop(SUBMIT), Restart(REPLY, on=_today)),
        by_party=True,
        notify=(Tell(HANDLER, CORRECTED),),
    ),
    _act(
        "abandon_request",
        N_("逾期不补正，视为放弃"),
        ("req_correcting",),
        "req_abandoned",
        "",
        cmd.Act,
        _none,
        f"{LAW}30",
        clocks=(Lapse(SUBMIT),),
        reply=lambda facts, command: N_("逾期没有补正，依法视为放弃申请，不再处理；需要的可以重新申请。"),
        by_system=True,
        notify=(Tell(PARTY),),
    ),
    _act(
        "withdraw_request",
        N_("撤回公开申请"),
        ACTIVE,
        "req_withdrawn",
        Perm.DISCLOSE,
        cmd.Words,
        _none,
        f"{LAW}45",
        clocks=ALL_STOPPED,
        reply=lambda facts, command: N_("申请人撤回了申请，本件不再办理。"),
        note=_words,
        by_party=True,
        notify=(Tell(HANDLER),),
    ),
)
ANSWERING = (
    _act(
        "extend_request",
        N_("延长答复期限"),
        ("req_received", "req_drafted"),
        "=",
        Perm.DISCLOSE_EXTEND,
        cmd.Extend,
        rules.extend,
        f"{LAW}33②",
        ready=rules.extendable,
        clocks=(Extend(REPLY, amount=lambda facts, command: command.days),),
        papers=("egov.request_extension",),
        note=lambda facts, command: command.reason.strip(),
        notify=(Tell(PARTY),),
    ),
    _act(
        "draft_reply",
        N_("拟写答复"),
        ("req_received",),
        "req_drafted",
        Perm.DISCLOSE,
        cmd.Draft,
        rules.draft,
        f"{LAW}36",
        # What is consulted on or answered is clear: no correction is asked for any more.
        clocks=(Stop(NOTICE),),
        notify=(Tell(Perm.DISCLOSE_DECIDE, DRAFTED),),
    ),
    _act(
        "return_reply",
        N_("退回答复稿"),
        ("req_drafted",),
        "req_received",
        Perm.DISCLOSE_DECIDE,
        cmd.Words,
        rules.send_back,
        f"{LAW}45",
        note=_words,
        notify=(Tell(HANDLER, RETURNED),),
    ),
    _act(
        "answer_request",
        N_("签发公开答复"),
        ("req_drafted",),
        "req_answered",
        Perm.DISCLOSE_DECIDE,
        cmd.Act,
        _none,
        lambda facts: rules.REPLIES[facts.reply].article if facts.reply else f"{LAW}36",
        clocks=(Stop(REPLY),),
        papers=("egov.request_reply",),
        reply=_reply,
        notify=(Tell(PARTY),),
    ),
)
REQUEST = CaseKind(
    code=queries.KIND,
    label=N_("依申请公开"),
    series="公开",
    initial="req_unconfirmed",
    states=STATES,
    transitions=(*RECEIVING, *CONSULTING, *ANSWERING, *REVIEWED),
    opening=(
        Start(
            REPLY, on=lambda facts, opening: opening.received_on, when=lambda f, opening: not opening.values["waits"]
        ),
        Start(
            NOTICE, on=lambda facts, opening: opening.received_on, when=lambda f, opening: not opening.values["waits"]
        ),
        Start(CONFIRM, on=lambda facts, opening: opening.received_on, when=lambda f, opening: opening.values["waits"]),
    ),
    opening_article=f"{LAW}31",
    silences=(
        Silence(NOTICE, "take_as_clear", lambda case, on: cmd.Act(version=case.version)),
        Silence(SUBMIT, "abandon_request", lambda case, on: cmd.Act(version=case.version)),
        *CONSULTED,
    ),
    answerable=True,
    read=Perm.DISCLOSURE,
    act_endpoint="egov_requests.act",
    party_endpoint="egov_disclosure.act",
    detail_template="egov/_request.html",
    detail=queries.detail,
    facts=queries.facts,
)
