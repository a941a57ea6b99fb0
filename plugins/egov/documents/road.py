"""The road of an incoming document 收文, as data: signed for, proposed, directed, handled, answered, archived."""

from __future__ import annotations

from typing import Any

from core.contracts import HANDLER, CaseKind, State, Tell, Transition
from core.i18n import N_
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules, services
from plugins.egov.permissions import Perm

SCHEME, ARCHIVES = "实施方案四(五)1", "档案法21"
STATES = (
    State("doc_arrived", N_("待签收登记"), "已登记"),
    State("doc_registered", N_("待拟办"), "办理中"),
    State("doc_proposed", N_("待批办"), "办理中"),
    State("doc_handling", N_("收文办理中"), "办理中"),
    State("doc_answered", N_("待归档"), "办理中"),
    State("doc_archived", N_("已归档"), "已办结", final=True),
    State("doc_returned", N_("已退文"), "已办结", final=True),
    State("doc_merged", N_("已并入同一公文"), "已办结", final=True),
    State("doc_recalled", N_("来文单位已撤回"), "已办结", final=True),
)
OPEN = ("doc_registered", "doc_proposed", "doc_handling", "doc_answered")
LEAD_IT = N_("%(number)s由本单位主办，请办理。")
PROPOSE_IT = N_("%(number)s等待批办。")
CHASED = N_("%(number)s已被催办，请抓紧办理。")


def _act(
    code: str,
    label: str,
    at: tuple[str, ...],
    target: str,
    permission: str,
    command: type = cmd.Words,
    guard: Any = lambda facts, command: [],
    article: str = SCHEME,
    **more: Any,
) -> Transition:
    """An act on an incoming document; its handler bears its name."""
    return Transition(
        code,
        label,
        at,
        target,
        permission,
        command,
        article,
        queries.facts,
        guard=guard,
        handler=getattr(services, code, None),
        **more,
    )


def _words(facts: Any, command: Any) -> str:
    return str(command.words).strip()


TRANSITIONS = (
    _act("sign_for", N_("签收登记"), ("doc_arrived",), "doc_registered", Perm.REGISTER, cmd.Act),
    _act(
        "send_document_back",
        N_("退文"),
        ("doc_arrived",),
        "doc_returned",
        Perm.REGISTER,
        guard=rules.sent_back,
        note=_words,
    ),
    _act(
        "propose_handling",
        N_("拟办"),
        ("doc_registered",),
        "doc_proposed",
        Perm.REGISTER,
        guard=rules.proposed,
        note=_words,
        notify=(Tell(Perm.DIRECT, PROPOSE_IT),),
    ),
    _act(
        "direct",
        N_("批办"),
        ("doc_registered", "doc_proposed", "doc_handling"),
        "doc_handling",
        Perm.DIRECT,
        cmd.Direct,
        rules.directed,
        note=_words,
        notify=(Tell(HANDLER, LEAD_IT),),
    ),
    _act("circulate", N_("传阅"), OPEN, "=", Perm.REGISTER, cmd.Circulate, rules.circulated),
    _act(
        "chase_handling",
        N_("催办"),
        ("doc_handling",),
        "=",
        Perm.DIRECT,
        guard=rules.chased,
        note=_words,
        notify=(Tell(HANDLER, CHASED),),
    ),
    _act(
        "answer_document",
        N_("办结答复"),
        ("doc_handling",),
        "doc_answered",
        Perm.HANDLE,
        guard=rules.answered,
        note=_words,
    ),
    _act(
        "merge_document",
        N_("并入同一公文"),
        ("doc_registered",),
        "doc_merged",
        Perm.REGISTER,
        cmd.Merge,
        rules.merged,
        note=lambda facts, command: command.number.strip(),
    ),
    _act(
        "archive_document",
        N_("归档"),
        ("doc_registered", "doc_proposed", "doc_answered"),
        "doc_archived",
        Perm.REGISTER,
        cmd.Archive,
        rules.archived,
        ARCHIVES,
        ready=rules.archivable,
    ),
    _act(
        "take_recall",
        N_("来文单位撤回公文"),
        ("doc_arrived", *OPEN),
        "doc_recalled",
        "",
        note=_words,
        by_system=True,
        notify=(Tell(HANDLER),),
    ),
)
INCOMING = CaseKind(
    code=queries.KIND,
    label=N_("收文"),
    series="收",
    initial="doc_arrived",
    states=STATES,
    transitions=TRANSITIONS,
    opening_article=SCHEME,
    answerable=False,
    letters=False,
    read=Perm.INCOMING,
    act_endpoint="egov_incoming.act",
    detail_template="egov/_incoming.html",
    detail=queries.detail,
    facts=queries.facts,
    nameless=True,
)
