"""The acts of publication, as data (行政处罚法 48)."""

from __future__ import annotations

import datetime as dt

from core.contracts import Start, Stop, Transition
from core.i18n import N_
from plugins.penalty.fines.commands import Act
from plugins.penalty.ordinary import queries
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.permissions import Perm
from plugins.penalty.publication import commands as cmd
from plugins.penalty.publication import rules, services

WITHDRAW, PUBLICITY = "penalty.publication_withdraw", "publicity.decision"
NOTICE = "国办发〔2018〕118号"


def _decided(facts: Facts, command: cmd.Publish) -> dt.date:
    assert facts.decided_on is not None  # served
    return facts.decided_on


TRANSITIONS = (
    Transition(
        *("publish_decision", N_("起草公开处罚决定"), ("to_perform", "case_closed"), "=", Perm.PUBLISH),
        *(cmd.Publish, "行政处罚法48①"),
        facts=queries.facts,
        ready=rules.publishable,
        guard=rules.publish,
        handler=services.publish,
        # Only what has some social impact is published (48①), and that is said here: the days run from the decision.
        clocks=(Start(PUBLICITY, on=_decided),),
        note=lambda facts, command: command.impact,
    ),
    Transition(
        *(services.OUT, N_("处罚决定已公开"), ("to_perform", "case_closed"), "=", "", Act, NOTICE),
        by_system=True,
        facts=queries.facts,
        clocks=(Stop(PUBLICITY),),
    ),
    Transition(
        *("take_down", N_("撤回公开的处罚决定"), ("investigating", "to_perform", "case_closed", "overturned"), "="),
        *(Perm.PUBLISH, cmd.TakeDown, "行政处罚法48②"),
        facts=queries.facts,
        ready=rules.published,
        guard=rules.take_down,
        handler=services.take_down,
        clocks=(Stop(WITHDRAW), Stop(PUBLICITY)),
        note=lambda facts, command: command.reason,
    ),
)
