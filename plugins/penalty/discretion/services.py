"""Drawing up a standard 裁量基准, and publishing it after a legal review by another person (行政处罚法 34)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.services import STALE
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from plugins.penalty.catalogue.queries import offence_of
from plugins.penalty.discretion import queries, rules
from plugins.penalty.discretion.models import Standard
from plugins.penalty.permissions import Perm


def draft(session: ScopedSession, actor: Actor, offence_id: UUID) -> Standard:
    """The draft of an offence's next standard: the one there is, or a new one that begins as the newest ended.

    Raises:
        Forbidden: the actor may not edit.
        DomainError: the offence knows no fine.
    """
    _permit(actor, Perm.EDIT)
    offence = offence_of(session, offence_id)
    if not offence.bands:
        raise DomainError(Problem(N_("这一事项没有罚款，不需要裁量基准。")))
    known = queries.of_offence(session, offence_id)
    if known and not known[0].published:
        return known[0]
    tiers = known[0].tiers if known else [_blank(kind, len(offence.bands)) for kind in rules.TIERS]
    fresh = Standard(
        tenant_id=session.tenant,
        offence_id=offence_id,
        edition=known[0].edition + 1 if known else 1,
        tiers=tiers,
        made_by=actor.account_id,
        maker=actor.title,
    )
    session.add(fresh)
    session.flush()
    record(session, actor, "penalty.standard.draft", str(fresh.id), {"offence": offence.code})
    return fresh


def _blank(kind: str, number: int) -> dict[str, Any]:
    return {"kind": kind, "when": "", "ranges": [[] for _ in range(number)]}


def save(
    session: ScopedSession,
    actor: Actor,
    standard_id: UUID,
    tiers: Sequence[dict[str, Any]],
    source: str,
    version: int,
) -> Standard:
    """Keep what a draft says; whoever saves it last has drawn it up.

    Raises:
        Forbidden: the actor may not edit.
        DomainError: it is published, somebody else changed it, or its tiers leave the law or a hole.
    """
    _permit(actor, Perm.EDIT)
    standard = _unpublished(session, standard_id, version)
    standard.tiers, standard.source = list(tiers), source.strip()
    if problems := rules.standard_problems(offence_of(session, standard.offence_id).ranges, standard.steps):
        raise DomainError(problems)
    standard.made_by, standard.maker, standard.sample = actor.account_id, actor.title, False
    record(session, actor, "penalty.standard.save", str(standard.id), {"edition": standard.edition})
    session.flush()
    return standard


def publish(session: ScopedSession, actor: Actor, standard_id: UUID, version: int) -> Standard:
    """Publish a standard as its legal reviewer, who is not who drew it up; it counts from now on.

    Raises:
        Forbidden: the actor may not publish.
        DomainError: they drew it up, it is published already, or its tiers leave the law or a hole.
    """
    _permit(actor, Perm.PUBLISH)
    standard = _unpublished(session, standard_id, version)
    problems = rules.standard_problems(offence_of(session, standard.offence_id).ranges, standard.steps)
    if standard.made_by == actor.account_id:
        problems.append(Problem(N_("起草人不能自己审核公布，请由另一人审核。")))
    if problems:
        raise DomainError(problems)
    put_in_force(session, actor, standard, actor.title)
    return standard


def put_in_force(session: ScopedSession, actor: Actor, standard: Standard, reviewer: str) -> None:
    """Let a standard that was reviewed count from now on: alone, or as part of an issued booklet."""
    standard.published, standard.published_on, standard.reviewer = True, time.today(), reviewer
    record(session, actor, "penalty.standard.publish", str(standard.id), {"edition": standard.edition})
    session.flush()


def _unpublished(session: ScopedSession, standard_id: UUID, version: int) -> Standard:
    standard = queries.standard_of(session, standard_id)
    if standard.published:
        raise DomainError(Problem(N_("已公布的裁量基准不能修改，请起草新的一版。")))
    if standard.version != version:
        raise DomainError(Problem(STALE))
    return standard


def _permit(actor: Actor, permission: Perm) -> None:
    if not actor.may(permission):
        raise Forbidden(permission)
