"""Reading ratings: of a service, of the case that follows a bad one, and the public figures."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from core.cases.models import Case
from core.db import ScopedSession
from core.errors import NotFound
from plugins.approval.models import Item
from plugins.approval.rating import rules
from plugins.approval.rating.models import Rating
from plugins.approval.rating.rules import Figures, Rated


def of_case(session: ScopedSession, case: Case) -> Rating | None:
    """How a service was rated; None before it ends, and where nobody did."""
    return None if case.is_open else session.get(Rating, (case.tenant_id, case.id))


def followed_by(session: ScopedSession, case: Case) -> tuple[Rating, Item]:
    """The bad rating that a case follows up, with the item of the service.

    Raises:
        NotFound: the case follows none.
    """
    query = (
        select(Rating, Item)
        .join(Item, (Item.tenant_id == Rating.tenant_id) & (Item.id == Rating.item_id))
        .where(Rating.follow_id == case.id)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise NotFound(case.id)
    return found[0], found[1]


def facts(session: ScopedSession, case: Case) -> Rated:
    """What guards know of it."""
    return Rated(followed_by(session, case)[0].founded)


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows: grade, words, item and what was done; never who rated, nor which service it was."""
    rating, item = followed_by(session, case)
    return {"rating": rating, "item": item, "grade": rules.GRADES[rating.grade]}


def figures(session: ScopedSession) -> Figures:
    """The ratings of the session's tenant, counted."""
    rows = session.execute(select(Rating.grade, func.count()).group_by(Rating.grade)).all()
    answered = session.scalar(select(func.count()).select_from(Rating).where(Rating.answer != "")) or 0
    return rules.figures([(grade, number) for grade, number in rows], answered)


def by_item(session: ScopedSession) -> list[tuple[str, Figures]]:
    """The same of each item that was rated, by its name."""
    answered = func.count().filter(Rating.answer != "")
    rows = session.execute(
        select(Item.name, Rating.grade, func.count(), answered)
        .join(Rating, (Item.tenant_id == Rating.tenant_id) & (Item.id == Rating.item_id))
        .group_by(Item.name, Rating.grade)
        .order_by(Item.name)
    )
    found: dict[str, list[tuple[int, int, int]]] = {}
    for name, grade, number, done in rows:
        found.setdefault(name, []).append((grade, number, done))
    return [
        (name, rules.figures([(grade, number) for grade, number, _ in given], sum(done for *_, done in given)))
        for name, given in found.items()
    ]
