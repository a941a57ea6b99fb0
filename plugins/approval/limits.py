"""What acts do to the limits of an application, as data: which start, stop, pause and end together.

Only 行政许可 runs the clocks of that law; every other type runs its own limit and the promised one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from core import remedies
from core.cases.catalogue import catalogue
from core.contracts import Resume, Start, Stop, Suspend
from plugins.approval.handling.rules import INSPECTIONS
from plugins.approval.rules import GRANT

NOTICE = "licensing.correction_notice"
DECIDE = "licensing.decide"
FIRST_REVIEW = "licensing.first_review"
DELIVER = "licensing.deliver"
DECIDE_JOINT = "licensing.decide_joint"
HEARING_REQUEST = "licensing.hearing_request"
HEARING_HOLD = "licensing.hearing_hold"
HEARING_NOTICE = "licensing.hearing_notice"
INSPECTION_ASSIGN = "licensing.inspection_assign"
RENEWAL_APPLY = "licensing.renewal_apply"
RENEWAL_DECIDE = "licensing.renewal_decide"
BAN = "licensing.reapply_ban"
BAN_FRAUD = "licensing.reapply_ban_fraud"
STATUTORY = "service.statutory"
PROMISED = "service.promised"
BRING_UP = "service.agent_submit"
DEFERRAL = "service.deferral"
RECONSIDER = "reconsideration.apply"
SUE = "litigation.direct"
VILLAGE_OPINION = "service.village_opinion"


def _own_days(facts: Any, command: Any) -> int | None:
    """Another law's or regulation's length for the item, where one is named (许可法 42①但书, counting rule 19)."""
    days: int | None = facts.legal_days if facts.legal_source else None
    return days


RUN_ACCEPTED = (
    # What was promised for later runs beside every other limit and touches none of them.
    Start(
        DEFERRAL,
        on=lambda facts, command: facts.accepted_on,
        when=lambda facts, command: bool(facts.deferred),
        length=lambda facts, command: facts.promise_days,
    ),
    Start(
        DECIDE,
        on=lambda facts, command: facts.accepted_on,
        when=lambda facts, command: facts.licence and not facts.first_review and not facts.examined.joint,
        length=_own_days,
        source=lambda facts, command: facts.legal_source,
    ),
    Start(
        DECIDE_JOINT,
        on=lambda facts, command: facts.accepted_on,
        when=lambda facts, command: facts.licence and not facts.first_review and facts.examined.joint,
    ),
    Start(
        FIRST_REVIEW,
        on=lambda facts, command: facts.accepted_on,
        when=lambda facts, command: facts.licence and facts.first_review,
        length=_own_days,
        source=lambda facts, command: facts.legal_source,
    ),
    Start(
        STATUTORY,
        on=lambda facts, command: facts.accepted_on,
        when=lambda facts, command: not facts.licence and facts.legal_days is not None,
        length=lambda facts, command: facts.legal_days,
        source=lambda facts, command: facts.legal_source,
    ),
    Start(
        PROMISED,
        on=lambda facts, command: facts.accepted_on,
        when=lambda facts, command: facts.promised_days is not None,
        length=lambda facts, command: facts.promised_days,
    ),
)
# What a special link stops (许可法 45); a limit of another type of item knows none.
PAUSABLE = (DECIDE, DECIDE_JOINT, FIRST_REVIEW, PROMISED)


def paused(
    on: Callable[[Any, Any], dt.date], ground: Callable[[Any, Any], str], document: Callable[[Any, Any], str]
) -> tuple[Suspend, ...]:
    """What a link of 许可法 45 stops: the law's limits, and what was promised only where the published guide leaves the
    link's time out; whoever read that guide counts on the rest."""

    def left_out(facts: Any, command: Any) -> bool:
        return any(ground(facts, command) in link for link in facts.links)

    law = [Suspend(rule, on=on, ground=ground, document=document) for rule in PAUSABLE if rule != PROMISED]
    return (*law, Suspend(PROMISED, on=on, ground=ground, document=document, when=left_out))


PAUSE = paused(
    lambda facts, command: command.told_on,
    lambda facts, command: command.ground,
    lambda facts, command: command.document,
)
GO_ON = tuple(Resume(rule, on=lambda facts, command: command.arrived_on) for rule in PAUSABLE)
DONE_DECIDING = tuple(Stop(rule) for rule in (*PAUSABLE, STATUTORY, HEARING_REQUEST, HEARING_HOLD, INSPECTION_ASSIGN))
# Where a link is an inspection and nobody was named yet, two are named within five days of acceptance (许可法 55②).
NAME_INSPECTORS = Start(
    INSPECTION_ASSIGN,
    on=lambda facts, command: facts.accepted_on,
    when=lambda facts, command: command.ground in INSPECTIONS and not facts.examined.inspectors,
)


def to_deliver(on: Callable[[Any, Any], dt.date]) -> Start:
    """What was granted is handed over within ten days of the decision, whichever organ made it (许可法 44)."""
    return Start(DELIVER, on=on, when=lambda facts, command: facts.licence and command.decision == GRANT)


def _barred(facts: Any, command: Any) -> bool:
    return bool(facts.licence and command.false_papers and command.public_safety)


def ban(on: Callable[[Any, Any], dt.date]) -> Start:
    """Whoever was refused for false papers may not apply again for a year, from the day of the decision (许可法 78)."""
    return Start(BAN, on=on, when=_barred)


def _may_contest(rule: str, *kinds: str) -> Callable[[Any, Any], bool]:
    return lambda facts, command: facts.contestable and facts.remedy in kinds and rule in catalogue().codes


# Whoever is refused knows it from service on, and has the days that the decision names (复议法 20①, 行诉法 46①).
CONTEST = (
    Start(
        RECONSIDER,
        on=lambda facts, command: command.delivered_on,
        when=_may_contest(RECONSIDER, remedies.DIRECT, remedies.REVIEW_FIRST),
    ),
    Start(SUE, on=lambda facts, command: command.delivered_on, when=_may_contest(SUE, remedies.DIRECT)),
)
