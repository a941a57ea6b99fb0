"""The acts of publication, as data (行政处罚法 48)."""

from __future__ import annotations

from core.contracts import Stop, Transition
from core.i18n import N_
from plugins.penalty.ordinary import queries
from plugins.penalty.permissions import Perm
from plugins.penalty.publication import commands as cmd
from plugins.penalty.publication import rules, services

WITHDRAW = "penalty.publication_withdraw"
TRANSITIONS = (
    Transition(
        *("publish_decision", N_("起草公开处罚决定"), ("to_perform", "case_closed"), "=", Perm.PUBLISH),
        *(cmd.Publish, "行政处罚法48①"),
        facts=queries.facts,
        ready=rules.publishable,
        guard=rules.publish,
        handler=services.publish,
        note=lambda facts, command: command.impact,
    ),
    Transition(
        *("take_down", N_("撤回公开的处罚决定"), ("investigating", "to_perform", "case_closed", "overturned"), "="),
        *(Perm.PUBLISH, cmd.TakeDown, "行政处罚法48②"),
        facts=queries.facts,
        ready=rules.published,
        guard=rules.take_down,
        handler=services.take_down,
        clocks=(Stop(WITHDRAW),),
        note=lambda facts, command: command.reason,
    ),
)
