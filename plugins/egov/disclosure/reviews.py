"""News of the reconsideration 行政复议 of an answer: kept in its history, told to whoever answered and who signs.

What the office owes after it, it owes in its answer to the review, with the days that the review gave.
"""

from __future__ import annotations

from typing import Any

from core.cases import reviews
from core.contracts import HANDLER, Tell, Transition
from core.i18n import N_
from plugins.egov.disclosure import queries
from plugins.egov.permissions import Perm

CONTESTED = N_("%(number)s：对本件答复的行政复议有新情况，请查看。")


def _said(facts: Any, command: reviews.TakeNews) -> str:
    """By which document, what came of it, and why; as it was sent."""
    came = reviews.OUTCOMES[command.outcome] if command.effect == reviews.DECIDED else reviews.EFFECTS[command.effect]
    return "；".join(filter(None, (command.document.strip(), came, command.reasons.strip())))


ACTS = (
    Transition(
        *(queries.NEWS_ACT, N_("收到复议情况"), ("req_answered",), "=", "", reviews.TakeNews, "行政复议法63—69"),
        facts=queries.facts,
        by_system=True,
        guard=lambda facts, command: reviews.known(command),
        note=_said,
        notify=(Tell(HANDLER, CONTESTED), Tell(Perm.DISCLOSE, CONTESTED)),
    ),
)
NEWS = reviews.receiver("egov.contested", frozenset({queries.KIND}))
