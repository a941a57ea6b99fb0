"""What the township does with what a village agent registered, as data, and the limit to bring it up."""

from __future__ import annotations

from core.contracts import PARTY, Start, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval import queries
from plugins.approval.agency import rules, services
from plugins.approval.limits import BRING_UP, NOTICE
from plugins.approval.permissions import Perm
from plugins.approval.rules import REGISTERED

OPENING = (
    Start(BRING_UP, on=lambda facts, opening: opening.received_on, when=lambda facts, opening: facts.registered),
)
ACTS = (
    Transition(
        "take_in",
        N_("登记乡镇收到"),
        (REGISTERED,),
        "received",
        Perm.RECEIVE,
        rules.TakeIn,
        lambda facts: "行政许可法32②" if facts.licence else facts.basis,
        facts=queries.facts,
        guard=rules.take_in,
        handler=services.take_in,
        applies=lambda facts: facts.registered,
        receives=lambda facts, command: command.received_on,
        clocks=(
            Stop(BRING_UP, on=lambda facts, command: command.received_on),
            Start(
                NOTICE,
                on=lambda facts, command: command.received_on,
                when=lambda facts, command: facts.licence,
            ),
        ),
        papers=("approval.receipt",),
        notify=(Tell(PARTY),),
    ),
)
