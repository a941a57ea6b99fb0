"""Keeping the catalogue: taking in the offences that come with the measure, confirming a power, publishing (39)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession, new_id
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.jobs.services import emit
from plugins.penalty.catalogue import library, rules
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.queries import offence_of
from plugins.penalty.discretion.models import Standard
from plugins.penalty.permissions import Perm


def take_in(session: ScopedSession, actor: Actor) -> int:
    """Take in the offences that come with the measure and that the township does not have; how many these were.

    Powers that were conferred come unconfirmed, and standards as drafts: both are the township's own to settle.

    Raises:
        Forbidden: the actor may not edit the catalogue.
    """
    _permit(actor, Perm.EDIT)
    known = {(code, edition) for code, edition in session.execute(select(Offence.code, Offence.edition))}
    fresh = [row for row in library.offences() if (row["code"], row["edition"]) not in known]
    for row in fresh:
        offence = _made(session.tenant, row)
        session.add(offence)
        if row.get("tiers"):
            standard = Standard(
                tenant_id=session.tenant,
                offence_id=offence.id,
                tiers=row["tiers"],
                source="",
                made_by=actor.account_id,
                maker=actor.title,
                sample=True,
            )
            session.add(standard)
    if fresh:
        record(session, actor, "penalty.offence.take_in", "", {"number": len(fresh)})
    session.flush()
    return len(fresh)


def _made(tenant: int, row: dict[str, Any]) -> Offence:
    return Offence(
        tenant_id=tenant,
        id=new_id(),
        code=row["code"],
        edition=row["edition"],
        name=row["name"],
        issuer=row["issuer"],
        law=row["law"],
        article=row["article"],
        duty=row.get("duty", ""),
        text=row["text"],
        valid_from=row["since"],
        valid_to=row.get("until"),
        order=row["order"],
        kinds=row["kinds"],
        may=row.get("may", False),
        bands=row.get("bands", []),
        elements=row.get("elements", ""),
        title=row["title"],
        department=row.get("department", ""),
        note=row.get("note", ""),
        sample=True,
    )


def confirm(
    session: ScopedSession,
    actor: Actor,
    offence_id: UUID,
    document: str,
    since: dt.date | None,
    until: dt.date | None,
    version: int,
) -> Offence:
    """Enter the published decision (24) or letter (20②) on which a power rests, with its days; also its withdrawal.

    Raises:
        Forbidden: the actor may not publish, or only edits.
        DomainError: what is missing, or somebody else changed it.
    """
    _permit(actor, Perm.PUBLISH)
    offence = offence_of(session, offence_id)
    _seen(offence.version, version)
    if problems := rules.confirm_problems(offence.title, document, since, until):
        raise DomainError(problems)
    offence.document, offence.power_from, offence.power_to = document.strip(), since, until
    offence.confirmed, offence.confirmed_by = True, actor.title
    days = {"since": since.isoformat() if since else "", "until": until.isoformat() if until else ""}
    record(session, actor, "penalty.offence.confirm", offence.code, {"document": offence.document, **days})
    session.flush()
    return offence


def publish(session: ScopedSession, actor: Actor, offence_id: UUID, version: int) -> Offence:
    """Show an offence to everybody (39); only one that the township may punish, by a power that is confirmed.

    Raises:
        Forbidden: the actor may not publish.
        DomainError: its power is not confirmed, or somebody else changed it.
    """
    _permit(actor, Perm.PUBLISH)
    offence = offence_of(session, offence_id)
    _seen(offence.version, version)
    if offence.title != rules.STATUTE and not offence.confirmed:
        raise DomainError(Problem(N_("赋权或者委托的依据还没有核对确认，不能公布。")))
    show(session, actor, offence)
    return offence


def show(session: ScopedSession, actor: Actor, offence: Offence) -> None:
    """Let everybody read and find an offence whose power was asked for: alone, or with an issued booklet."""
    offence.published = True
    record(session, actor, "penalty.offence.publish", offence.code, {"edition": offence.edition})
    emit(session, "search", f"offence:{offence.id}", {"searchable": "offence", "id": str(offence.id)})
    session.flush()


def _permit(actor: Actor, permission: Perm) -> None:
    if not actor.may(permission):
        raise Forbidden(permission)


def _seen(version: int, seen: int) -> None:
    if version != seen:
        raise DomainError(Problem(STALE))
