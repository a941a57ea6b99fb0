"""From review to delivery, as data: 行政许可法 chapter 4, section 2."""

from __future__ import annotations

from dataclasses import replace

from core.contracts import HANDLER, PARTY, Ask, Bulk, Stop, Tell, Transition, Undo
from core.errors import Problem
from core.i18n import N_
from core.serving import WAYS
from plugins.approval import commands as cmd
from plugins.approval import deferral, queries, rules, services
from plugins.approval.county.commands import HandOn, TakeDecision
from plugins.approval.county.rules import copy_of
from plugins.approval.handling import rules as handling
from plugins.approval.limits import CONTEST, DELIVER, DONE_DECIDING, ban, to_deliver
from plugins.approval.permissions import Perm
from plugins.approval.rules import GRANT, Facts
from plugins.approval.states import FILLED, licensing
from plugins.approval.steps import rules as steps

TO_DECIDE = N_("%(number)s已提出拟办意见，请作出决定。")
CAME_BACK = N_("%(number)s的决定已由决定机关转回，请送达。")
SENT_BACK = N_("%(number)s的拟办意见被退回，请重新审查。")


def _either(granted: str, refused: str, other: str) -> object:
    def papers(facts: Facts, command: cmd.Decide) -> tuple[str, ...]:
        if not facts.licence:
            return (f"approval.{other}",)
        if command.decision == GRANT:
            return ("approval.certificate", f"approval.{granted}")
        return (f"approval.{refused}",)

    return papers


def _nothing_waits(facts: Facts) -> list[Problem]:
    return [*handling.settled(facts), *deferral.settled(facts), *steps.heard(facts)]


RELAY = Transition(
    "relay",
    N_("登记决定机关的决定"),
    ("forwarded",),
    "decided",
    Perm.DELIVER,
    cmd.Relay,
    licensing("38"),
    facts=queries.facts,
    ready=rules.by_hand,
    applies=lambda facts: facts.first_review,
    guard=rules.relay,
    handler=services.relay,
    clocks=(to_deliver(lambda facts, command: command.decided_on), ban(lambda facts, command: command.decided_on)),
    papers=("approval.relay",),
    reply=lambda facts, command: command.reasons,
    note=lambda facts, command: command.document,
    notify=(Tell(PARTY),),
)
DECIDING = (
    Transition(
        "review",
        N_("审查"),
        ("accepted", "reviewed"),
        "reviewed",
        Perm.HANDLE,
        cmd.Review,
        licensing("34"),
        facts=queries.facts,
        ready=handling.signed,
        guard=rules.review,
        handler=services.review,
        undo=FILLED,
    ),
    Transition(
        "propose",
        N_("提出拟办意见"),
        ("reviewed",),
        "proposed",
        Perm.PROPOSE,
        cmd.Propose,
        licensing("37"),
        facts=queries.facts,
        ready=_nothing_waits,
        guard=rules.propose,
        handler=services.propose,
        applies=lambda facts: not facts.first_review,
        notify=(Tell(Perm.DECIDE, TO_DECIDE),),
        undo=FILLED,
    ),
    Transition(
        "forward",
        N_("初审转报"),
        ("reviewed",),
        "forwarded",
        Perm.PROPOSE,
        cmd.Forward,
        licensing("35"),
        facts=queries.facts,
        ready=_nothing_waits,
        guard=rules.forward,
        handler=services.forward,
        clocks=DONE_DECIDING,
        papers=("approval.forwarding",),
        note=lambda facts, command: command.opinion,
        applies=lambda facts: facts.first_review,
    ),
    RELAY,
    # The same by itself, with the decision as its organ signed it.
    replace(
        RELAY,
        code="take_decision",
        label=N_("收到决定机关的决定"),
        permission="",
        by_system=True,
        command=TakeDecision,
        ready=lambda facts: [],
        papers=("approval.review_copy", "approval.relay"),
        notify=(Tell(PARTY), Tell(Perm.DELIVER, CAME_BACK)),
    ),
    # What the organ above tells the applicant before it decides.
    Transition(
        "hand_on",
        N_("转交决定机关的文书"),
        ("forwarded",),
        "=",
        "",
        HandOn,
        licensing("35"),
        facts=queries.facts,
        papers=lambda facts, command: (copy_of(command.code),),
        by_system=True,
        notify=(Tell(PARTY), Tell(HANDLER)),
    ),
    Transition(
        "decide",
        N_("作出决定"),
        ("proposed",),
        "decided",
        Perm.DECIDE,
        cmd.Decide,
        licensing("38"),
        facts=queries.facts,
        ready=handling.settled,
        guard=rules.decide,
        handler=services.decide,
        clocks=(
            *DONE_DECIDING,
            to_deliver(lambda facts, command: facts.today),
            ban(lambda facts, command: facts.today),
        ),
        papers=_either("grant", "refusal", "result"),  # type: ignore[arg-type]
        reply=lambda facts, command: command.reasons,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "send_back",
        N_("退回"),
        ("proposed",),
        "accepted",
        Perm.DECIDE,
        cmd.SendBack,
        licensing("37"),
        facts=queries.facts,
        guard=rules.send_back,
        note=lambda facts, command: command.reason,
        notify=(Tell(HANDLER, SENT_BACK),),
        bulk=Bulk(
            lambda version, typed: cmd.SendBack(version=version, reason=typed["reason"]),
            (Ask("reason", N_("退回的理由")),),
        ),
        undo=Undo(),
    ),
    Transition(
        "deliver",
        N_("送达"),
        ("decided",),
        "delivered",
        Perm.DELIVER,
        cmd.Deliver,
        licensing("44"),
        facts=queries.facts,
        guard=rules.deliver,
        handler=services.deliver,
        clocks=(Stop(DELIVER, on=lambda facts, command: command.delivered_on), *CONTEST),
        papers=("approval.delivery",),
        note=lambda facts, command: WAYS[command.service.way],
        notify=(Tell(PARTY),),
    ),
)
