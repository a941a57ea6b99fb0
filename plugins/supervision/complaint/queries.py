"""Reading complaints: one case's, who must not see it, and the figures of a period."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, or_, select, true

from core.accounts.actor import Actor
from core.accounts.models import Grant, Person
from core.cases.models import Case
from core.cases.queries import replies_of
from core.db import ScopedSession
from core.exchange.models import ParcelSent
from core.exchange.queries import sent_under
from core.files.services import of_owner
from core.tenancy.models import Unit
from plugins.supervision.complaint.models import Complaint, Tip
from plugins.supervision.complaint.rules import FOUND, KINDS, Seen

KIND, TIP = "supervision.complaint", "supervision.tip"
# Parcels of looks back 责任倒查 bear this before their name: nobody waits for an answer to them.
CHAIN = "chain:"


def units_to_name(session: ScopedSession, tenant: int) -> Sequence[Unit]:
    """The units that a complaint may be about."""
    query = select(Unit).where(Unit.tenant_id == tenant, Unit.kind != "joint_meeting", Unit.closed_on.is_(None))
    return session.scalars(query.order_by(Unit.id)).all()


def complaint_of(session: ScopedSession, case: Case) -> Complaint:
    """What is kept of a complaint."""
    return session.get_one(Complaint, (case.tenant_id, case.id))


def hidden(actor: Actor) -> ColumnElement[bool]:
    """The complaints about a unit in which the actor works or holds a post, as a predicate over cases.

    A superior who looks into the township sees none at all: what is for the county comes to it by parcel.
    """
    if actor.visiting is not None:
        return true()
    posts = sorted({held.unit_id for held in actor.held})
    home = (
        select(Person.unit_id)
        .where(Person.tenant_id == Complaint.tenant_id, Person.account_id == actor.account_id)
        .scalar_subquery()
    )
    about = or_(Complaint.about_id.in_(posts), Complaint.about_id.in_(home))
    return exists().where(Complaint.tenant_id == Case.tenant_id, Complaint.case_id == Case.id, about)


def people_of(session: ScopedSession, unit_id: UUID) -> set[UUID]:
    """The accounts of who works in a unit or holds a post there: those who are not told of a complaint about it."""
    posts = select(Grant.account_id).where(Grant.unit_id == unit_id)
    home = select(Person.account_id).where(Person.unit_id == unit_id)
    return set(session.scalars(posts)) | {found for found in session.scalars(home) if found is not None}


def facts(session: ScopedSession, case: Case) -> Seen:
    """What guards know of it."""
    parcel = last_parcel(session, case)
    return Seen(parcel.state if parcel is not None else "")


def last_parcel(session: ScopedSession, case: Case) -> ParcelSent | None:
    """The parcel in which it went to the county last."""
    sent = complaint_of(session, case).sent
    found = sent_under(session, case.tenant_id, TIP, key_of(case.id, sent)) if sent else ()
    return found[0] if found else None


def key_of(case_id: UUID, sent: int) -> str:
    """The sender's name for the parcel that was sent as the so-manieth."""
    return f"{case_id.hex}:{sent}"


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows of it."""
    row = complaint_of(session, case)
    return {
        "complaint": row,
        "about": session.get(Unit, (case.tenant_id, row.about_id)) if row.about_id else None,
        "kind": KINDS.get(row.kind, ""),
        "found": FOUND.get(row.founded, ""),
        "parcel": last_parcel(session, case),
        "answers": replies_of(session, case),
        "files": of_owner(session, "case", case.id),
    }


def tip_detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page in the county shows of a tip."""
    told = json.loads(session.get_one(Tip, (case.tenant_id, case.id)).told)
    return {"told": told, "kind": KINDS.get(told["kind"], ""), "files": of_owner(session, "case", case.id)}


def case_of_key(key: str) -> UUID:
    """The complaint whose parcel bears a name."""
    return UUID(hex=key.partition(":")[0])
