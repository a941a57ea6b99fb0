"""The acts of asking others for their opinion, as data (政府信息公开条例 32–34)."""

from __future__ import annotations

from typing import Any

from core.contracts import HANDLER, PARTY, Lapse, Resume, Silence, Start, Stop, Suspend, Tell, Transition
from core.i18n import N_
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure import queries
from plugins.egov.disclosure.consulting import rules, services
from plugins.egov.permissions import Perm

THIRD, MAKER = rules.LIMITS[rules.THIRD_PARTY], rules.LIMITS[rules.CO_MAKER]


def _act(code: str, label: str, target: str, command: type, guard: Any, article: Any, **more: Any) -> Transition:
    """An act while the organ waits for an opinion."""
    at, permission = more.pop("at", ("req_consulting",)), "" if more.get("by_system") else Perm.DISCLOSE
    handler = getattr(services, code)
    return Transition(
        code, label, at, target, permission, command, article, queries.facts, guard=guard, handler=handler, **more
    )


def _article(facts: Any) -> str:
    return facts.asked.article if facts.asked else "政府信息公开条例33③"


def _none(facts: Any, command: Any) -> list[Any]:
    return []


def _silent(code: str, label: str, whom: str) -> Transition:
    """What the law makes of their silence, from the day after their last one."""
    return _act(
        code,
        label,
        "req_received",
        cmd.Act,
        _none,
        rules.ARTICLES[whom],
        clocks=(
            Lapse(rules.LIMITS[whom]),
            Resume(queries.REPLY, on=lambda facts, command: rules.resumed_on(facts, None)),
        ),
        by_system=True,
        notify=(Tell(HANDLER),),
    )


CONSULTING = (
    _act(
        "consult_others",
        N_("征求意见"),
        "req_consulting",
        cmd.Consult,
        rules.consult,
        _article,
        at=("req_received",),
        clocks=(Stop(queries.NOTICE),),
        papers=lambda facts, command: (rules.LETTERS[command.whom],),
        note=lambda facts, command: command.document.strip(),
        notify=(Tell(PARTY),),
    ),
    _act(
        "enter_receipt",
        N_("登记对方收到征求意见书"),
        "=",
        cmd.Receive,
        rules.receive,
        _article,
        ready=rules.receivable,
        applies=lambda facts: facts.asked is None or facts.asked.received_on is None,
        clocks=(
            Suspend(
                queries.REPLY,
                on=lambda facts, command: command.received_on,
                ground=lambda facts, command: N_("征求第三方和其他机关意见"),
                document=lambda facts, command: N_("征求意见书"),
            ),
            *(
                Start(
                    rule,
                    on=lambda facts, command: command.received_on,
                    when=lambda facts, command, whom=whom: facts.asked.whom == whom,  # type: ignore[misc]
                )
                for whom, rule in rules.LIMITS.items()
            ),
        ),
    ),
    _act(
        "end_consulting",
        N_("登记征求到的意见"),
        "req_received",
        cmd.EndConsulting,
        rules.end,
        _article,
        ready=rules.endable,
        clocks=(
            Stop(THIRD),
            Stop(MAKER),
            Resume(queries.REPLY, on=lambda facts, command: rules.resumed_on(facts, command.came_on)),
        ),
    ),
    _silent("maker_consents", N_("逾期未提出意见，视为同意公开"), rules.CO_MAKER),
    _silent("third_party_silent", N_("第三方逾期未提出意见，由本机关决定"), rules.THIRD_PARTY),
)
SILENCES = (
    Silence(MAKER, "maker_consents", lambda case, on: cmd.Act(version=case.version)),
    Silence(THIRD, "third_party_silent", lambda case, on: cmd.Act(version=case.version)),
)
