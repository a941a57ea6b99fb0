"""The road of an order, as data: issued, answered, then accepted, returned or lifted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import clock as time
from core.contracts import HANDLER, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.supervision.orders import queries, rules, services
from plugins.supervision.permissions import Perm

RULE = "supervision.order"
SOURCE = "本级规定"
CAME_BACK = N_("%(number)s的答复被退回，请按要求重新办理。")
ANSWERED = N_("%(number)s已经答复，请核查。")
OPEN = ("issued", "returned", "answered")

STATES = (
    State("issued", N_("待答复"), "已收件"),
    State("returned", N_("退回重办"), "办理中"),
    State("answered", N_("待核查"), "办理中"),
    State("closed", N_("已核查办结"), "已答复", final=True),
    State("lifted", N_("已解除"), "已撤回", final=True),
)


def _act(
    code: str,
    label: str,
    sources: tuple[str, ...],
    target: str,
    permission: str,
    command: type,
    guard: Callable[[Any, Any], list[Any]],
    handler: Callable[..., None],
    **more: Any,
) -> Transition:
    return Transition(
        code,
        label,
        sources,
        target,
        permission,
        command,
        SOURCE,
        facts=queries.facts,
        guard=guard,
        handler=handler,
        **more,
    )


TRANSITIONS = (
    _act(
        "answer",
        N_("答复办理情况"),
        ("issued", "returned"),
        "answered",
        Perm.ORDER_ANSWER,
        rules.Answer,
        rules.answer,
        services.answer,
        clocks=(Stop(RULE),),
        note=lambda facts, command: command.words,
        notify=(Tell(Perm.ORDER_ISSUE, ANSWERED),),
    ),
    _act(
        "accept",
        N_("核查办结"),
        ("answered",),
        "closed",
        Perm.ORDER_ISSUE,
        rules.Accept,
        rules.accept,
        services.accept,
        note=lambda facts, command: command.words,
        notify=(Tell(HANDLER),),
    ),
    _act(
        "send_back",
        N_("退回重办"),
        ("answered",),
        "returned",
        Perm.ORDER_ISSUE,
        rules.Return,
        rules.give_reason,
        services.send_back,
        # Another limit from today, as the return says.
        clocks=(Start(RULE, on=lambda facts, command: time.today(), length=lambda facts, command: facts.days),),
        note=lambda facts, command: command.reason,
        notify=(Tell(HANDLER, CAME_BACK),),
    ),
    _act(
        "lift",
        N_("解除"),
        OPEN,
        "lifted",
        Perm.ORDER_ISSUE,
        rules.Lift,
        rules.give_reason,
        services.lift,
        clocks=(Stop(RULE),),
        note=lambda facts, command: command.reason,
        notify=(Tell(HANDLER),),
    ),
)
ORDER = CaseKind(
    code=queries.KIND,
    label=N_("督查单"),
    series="交",
    initial="issued",
    states=STATES,
    transitions=TRANSITIONS,
    opening=(
        Start(
            RULE,
            on=lambda facts, opening: opening.received_on,
            length=lambda facts, opening: facts.days,
        ),
    ),
    opening_papers=lambda facts, opening: (f"supervision.{facts.kind}",),
    opening_article=SOURCE,
    answerable=False,
    read=Perm.ORDER_READ,
    act_endpoint="supervision_orders.act",
    detail_template="supervision/_order.html",
    detail=queries.detail,
    facts=queries.facts,
)
