"""The workbench's figures of key work: what waits for this reader, and what for others."""

from __future__ import annotations

from core.accounts.actor import Actor
from core.cases.lists import CaseFilter, number_of
from core.contracts import Card
from core.i18n import N_
from plugins.goals.permissions import Perm
from plugins.goals.queries import KIND

# State → label and whose it is.
WAITING = {
    "draft": (N_("重点工作待报送"), (Perm.EDIT,)),
    "submitted": (N_("重点工作待审核"), (Perm.REVIEW, Perm.SUPERVISE)),
    "work_reviewed": (N_("重点工作待审定"), (Perm.DECIDE,)),
    "approved": (N_("重点工作待公示"), (Perm.PUBLISH,)),
    "running": (N_("重点工作实施中"), (Perm.EDIT,)),
}


def cards(actor: Actor) -> list[Card]:
    """How many key works are at each step; steps without any are left out."""
    if not actor.may(Perm.READ):
        return []
    return [
        Card(
            label,
            number_of(actor, CaseFilter(kinds=(KIND,), states=(state,))),
            f"state={state}",
            order=60 + order,
            mine=any(map(actor.may, whose)),
            if_any=True,
        )
        for order, (state, (label, whose)) in enumerate(WAITING.items())
    ]
