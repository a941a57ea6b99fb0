"""News of the reconsideration 行政复议 of what was decided on an application: kept in its history, told to its people.

What a revoked decision makes the office do is owed in its answer to the review, with the days that the review gave.
"""

from __future__ import annotations

from core.cases import reviews
from core.contracts import HANDLER, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval import queries
from plugins.approval.limits import RECONSIDER
from plugins.approval.permissions import Perm
from plugins.approval.rules import Facts
from plugins.approval.states import KIND

CONTESTED = N_("%(number)s：对本件决定的行政复议有新情况，请查看。")


def _said(facts: Facts, command: reviews.TakeNews) -> str:
    """By which document, what came of it, and why; as it was sent."""
    came = reviews.OUTCOMES[command.outcome] if command.effect == reviews.DECIDED else reviews.EFFECTS[command.effect]
    return "；".join(filter(None, (command.document.strip(), came, command.reasons.strip())))


ACTS = (
    Transition(
        "take_news",
        N_("收到复议情况"),
        ("decided", "delivered", "not_accepted"),
        "=",
        "",
        reviews.TakeNews,
        "行政复议法63—69",
        facts=queries.facts,
        by_system=True,
        guard=lambda facts, command: reviews.known(command),
        clocks=(Stop(RECONSIDER),),
        note=_said,
        notify=(Tell(HANDLER, CONTESTED), Tell(Perm.DECIDE, CONTESTED)),
    ),
)
NEWS = reviews.receiver("approval.contested", frozenset({KIND, "approval.grant"}))
