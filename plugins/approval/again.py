"""Another application of the same party at the window: who applies is taken over from an earlier case, nothing typed.

What is taken over is put into the clerk's own draft of the form, marked as taken: the clerk reads it back to the person
who stands there. Of the materials, those an earlier case has are offered, never ticked.
"""

from __future__ import annotations

from core.accounts.actor import Actor
from core.audit.services import REVEAL, record
from core.cases.models import Case
from core.cases.queries import parties_of
from core.db import ScopedSession, new_id
from core.drafts import services as drafts
from plugins.approval import materials, queries
from plugins.approval.models import Item


def place_of(item: Item) -> str:
    """Where the clerk's draft of the intake form of an item is kept."""
    return f"intake:{item.code}"


def begin(session: ScopedSession, actor: Actor, case: Case, item: Item) -> bool:
    """Put the party of a case into the actor's draft for an item, once: who looked at their numbers is in the audit.

    Returns:
        False where the actor has a draft for this item: what they typed there is not written over.
    """
    place = place_of(item)
    if drafts.find(session, actor, place) is not None:
        return False
    record(session, actor, REVEAL, str(case.id), {"number": case.number})
    drafts.keep(session, actor, place, taken(session, case, item), 0, new_id().hex)
    return True


def taken(session: ScopedSession, case: Case, item: Item) -> dict[str, list[str]]:
    """What of a case goes into the intake form of an item: {field: values}; `held` are codes of materials it has."""
    people = {party.role: party for party in reversed(parties_of(session, case))}
    applicant, agent = people["applicant"], people.get("agent")
    head = people.get("representative")
    typed = {
        "name": applicant.name,
        "id_number": applicant.id_number or "",
        "phone": applicant.phone or "",
        "address": applicant.address or "",
        "representative": head.name if head is not None else "",
        "agent": agent.name if agent is not None else "",
        "agent_number": (agent.id_number or "") if agent is not None else "",
        "agent_phone": (agent.phone or "") if agent is not None else "",
        "channel": "window",
        "like": case.number,
    }
    return {**{name: [value] for name, value in typed.items()}, "held": _held(session, case, item)}


def _held(session: ScopedSession, case: Case, item: Item) -> list[str]:
    """Codes of the item's materials which the case has, as files or on paper, under the same name."""
    application, of_case = queries.application_of(session, case)
    have = queries.handed_in(session, case, application)
    names = {row["name"] for row in materials.of(of_case, application) if row["code"] in have}
    return [row["code"] for row in item.materials if row["name"] in names]
