"""The road of a correction, as data (政府信息公开条例 41)."""

from __future__ import annotations

from typing import Any

from core.contracts import PARTY, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.records import commands as cmd
from plugins.egov.records import queries, rules, services

# Whatever is asked is answered within the township's own limit: the article names none.
REPLY, ARTICLE = "frontline.reply", "政府信息公开条例41"


def _words(facts: Any, command: Any) -> str:
    return str(command.words).strip()


def _act(code: str, label: str, target: str, command: type, guard: Any, handler: Any) -> Transition:
    """An end of the demand, of which its person is told."""
    return Transition(
        code,
        label,
        ("record_received",),
        target,
        Perm.DISCLOSE,
        command,
        ARTICLE,
        queries.facts,
        guard=guard,
        handler=handler,
        clocks=(Stop(REPLY),),
        reply=_words,
        notify=(Tell(PARTY),),
    )


RECORD = CaseKind(
    code=queries.KIND,
    label=N_("更正本人信息"),
    series="更正",
    initial="record_received",
    states=(
        State("record_received", N_("更正要求核实中"), "办理中"),
        State("record_corrected", N_("已更正"), "已答复", final=True),
        State("record_passed", N_("已转送有权更正的机关"), "已答复", final=True),
        State("record_kept", N_("经审核不予更正"), "已答复", final=True),
    ),
    transitions=(
        _act(
            "correct_record",
            N_("审核属实，予以更正"),
            "record_corrected",
            cmd.Words,
            rules.told,
            services.answer_record,
        ),
        _act("pass_record", N_("转送有权更正的机关"), "record_passed", cmd.Pass, rules.pass_on, services.pass_record),
        _act("keep_record", N_("审核不属实，不予更正"), "record_kept", cmd.Words, rules.told, services.answer_record),
    ),
    opening=(Start(REPLY, on=lambda facts, opening: opening.received_on),),
    opening_article=ARTICLE,
    answerable=True,
    read=Perm.DISCLOSURE,
    act_endpoint="egov_records.act",
    detail_template="egov/_record.html",
    detail=queries.detail,
    facts=queries.facts,
)
