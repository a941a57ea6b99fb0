"""An application by a member of an organisation: who applies is filled in and locked, the mandate is on file.

Each step looks anew whether the mandate still covers it; without it the draft is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.accounts.actor import Actor
from core.errors import NotFound
from core.organisations import web as members
from core.organisations.queries import Membership
from core.organisations.rules import APPLY
from plugins.approval.materials import MANDATE


def begun(ours: Membership | None) -> dict[str, Any]:
    """What a draft keeps of it from the start: as whose member it is written.

    Raises:
        NotFound: the mandate does not cover applying.
    """
    if ours is None:
        return {}
    if not ours.may(APPLY):
        raise NotFound(ours.member.id)
    return {"member": str(ours.member.id), "who": {**_who(ours), "address": ours.organisation.address}}


def locked(typed: Mapping[str, Any]) -> dict[str, str]:
    """What of the applicant is not the member's to change, by field; empty where nobody acts for an organisation.

    Raises:
        NotFound: the mandate is over, or another browser has the draft.
    """
    ours = _ours(typed)
    return _who(ours) if ours is not None else {}


def filled(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed, with what is locked as the organisation is registered today."""
    fixed = locked(typed)
    return {**typed, "who": {**typed.get("who", {}), **fixed}} if fixed else typed


def submitted(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What goes with the application: the member's written mandate, which the organisation keeps."""
    ours = _ours(typed)
    if ours is None or ours.member.name == ours.organisation.representative:
        return {}
    note = f"由{ours.member.name}经办，授权书：{ours.member.document}"
    return {"on_paper": (MANDATE["code"],), "note": note}


def actor(typed: Mapping[str, Any]) -> Actor | None:
    """Who applies, with the name of the member; None where nobody acts for an organisation."""
    ours = _ours(typed)
    return ours.actor if ours is not None else None


def _ours(typed: Mapping[str, Any]) -> Membership | None:
    if "member" not in typed:
        return None
    ours = members.own_of(str(typed["member"]))
    if not ours.may(APPLY):
        raise NotFound(ours.member.id)
    return ours


def _who(ours: Membership) -> dict[str, str]:
    """The fields of `WhoForm` that say for whom and through whom; the representative acts in person."""
    organisation, member = ours.organisation, ours.member
    who = {
        "name": organisation.name,
        "id_number": organisation.number,
        "phone": organisation.phone,
        "representative": organisation.representative,
        "cosigners": "",
    }
    if member.name == organisation.representative:
        return {**who, "agent": "", "agent_number": "", "agent_phone": ""}
    return {**who, "agent": member.name, "agent_phone": member.phone}
