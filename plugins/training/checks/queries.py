"""Reading spot checks: the list of a year, one, and who is told of them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.contracts import Matter, MeetingItem, NoticeKind
from core.db import ScopedSession
from core.errors import NotFound
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.training.models import Check
from plugins.training.who import sight

KIND = "training.check"


def checks_of(session: ScopedSession, actor: Actor, year: int) -> list[tuple[Check, str]]:
    """The checks of a year that the actor sees, the newest first, each with the unit's name."""
    seen = sight(session, actor).units
    query = (
        select(Check, Unit.name)
        .join(Unit, (Unit.tenant_id == Check.tenant_id) & (Unit.id == Check.unit_id))
        .where(Check.year == year)
        .order_by(Check.checked_on.desc(), Check.id.desc())
    )
    rows = session.execute(query if seen is None else query.where(Check.unit_id.in_(sorted(seen))))
    return [(check, name) for check, name in rows]


def check_of(session: ScopedSession, actor: Actor, check_id: UUID) -> Check:
    """A check of a unit that the actor sees.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    check = session.get(Check, (session.tenant, check_id))
    seen = sight(session, actor).units
    if check is None or (seen is not None and check.unit_id not in seen):
        raise NotFound(check_id)
    return check


def _alive(session: ScopedSession, ids: Collection[UUID]) -> set[UUID]:
    return set(session.scalars(select(Check.id).where(Check.id.in_(ids), Check.replied_at.is_(None))))


def _visible(session: ScopedSession, actor: Actor, ids: Collection[UUID]) -> set[UUID]:
    seen = sight(session, actor).units
    query = select(Check.id).where(Check.id.in_(ids))
    return set(session.scalars(query if seen is None else query.where(Check.unit_id.in_(sorted(seen)))))


CHECK = Matter("training_check", "/w/{tenant}/training/checks/{id}", _alive, _visible)
NEWS = NoticeKind(KIND, N_("培训抽查的反馈"), CHECK, default="now")


def for_meeting(session: ScopedSession) -> list[MeetingItem]:
    """What the joint meeting may talk about: this year's spot checks that found something."""
    rows = session.execute(
        select(Check, Unit.name)
        .join(Unit, (Unit.tenant_id == Check.tenant_id) & (Unit.id == Check.unit_id))
        .where(Check.year == time.today().year)
        .order_by(Check.checked_on, Check.id)
    )
    found = [(check, unit, sum(1 for said in check.findings.values() if said == "no")) for check, unit in rows]
    return [
        MeetingItem(
            f"training.check:{check.id}",
            f"{check.checked_on}培训抽查{unit}，查出问题{number}项",
            f"/w/{check.tenant_id}/training/checks/{check.id}",
        )
        for check, unit, number in found
        if number
    ]
