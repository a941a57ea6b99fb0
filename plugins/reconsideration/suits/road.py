"""The road of a court case, as data (行政诉讼法 3③, 34, 67, 69–78)."""

from __future__ import annotations

from typing import Any

from core.contracts import CaseKind, Start, State, Stop, Transition
from core.i18n import N_
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.suits import commands as cmd
from plugins.reconsideration.suits import queries, rules, services

DEFENCE, LAW = "litigation.defence", "行政诉讼法"
OPEN = ("ls_served", "ls_defended")


def _act(
    code: str, label: str, at: tuple[str, ...], target: str, command: type, article: str, **more: Any
) -> Transition:
    handler, guard = getattr(services, code), getattr(rules, code)
    return Transition(
        code, label, at, target, Perm.SUIT, command, LAW + article, queries.facts, guard=guard, handler=handler, **more
    )


SUIT = CaseKind(
    code=queries.KIND,
    label=N_("行政应诉案件"),
    series="诉应",
    initial="ls_served",
    states=(
        State("ls_served", N_("已收起诉状副本"), "办理中"),
        State("ls_defended", N_("已答辩举证"), "办理中"),
        State("ls_judged", N_("行政诉讼已审结"), "已办结", final=True),
    ),
    transitions=(
        _act(
            *("defend", N_("登记答辩举证"), ("ls_served",), "ls_defended", cmd.Defend, "67①"),
            clocks=(Stop(DEFENCE, on=lambda facts, command: command.defended_on),),
        ),
        _act("appear", N_("登记出庭情况"), OPEN, "=", cmd.Appear, "3③"),
        _act("judge", N_("登记裁判结果"), OPEN, "ls_judged", cmd.Judge, "69至78", clocks=(Stop(DEFENCE),)),
    ),
    opening=(Start(DEFENCE, on=lambda facts, opening: facts.copied_on),),
    opening_article=f"{LAW}67①",
    answerable=False,
    read=Perm.READ,
    act_endpoint="reconsideration_suits.act",
    detail_template="reconsideration/_suit.html",
    detail=queries.detail,
    facts=queries.facts,
)
