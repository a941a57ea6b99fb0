"""Reading officers: all of them, those whose certificate counts on a day, and who could be one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import or_, select

from core.accounts.models import Person
from core.db import ScopedSession
from core.errors import NotFound
from plugins.penalty.officers.models import Officer


def listed(session: ScopedSession) -> Sequence[Officer]:
    """Every certificate, by name, the newest of a person first."""
    return session.scalars(select(Officer).order_by(Officer.name, Officer.valid_from.desc(), Officer.id)).all()


def officer_of(session: ScopedSession, officer_id: UUID) -> Officer:
    """One certificate of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Officer, (session.tenant, officer_id))
    if found is None:
        raise NotFound(officer_id)
    return found


def valid_on(session: ScopedSession, day: dt.date) -> Sequence[Officer]:
    """The certificates that count on a day, by name."""
    query = select(Officer).where(
        Officer.valid_from <= day,
        Officer.valid_to >= day,
        or_(Officer.stopped_on.is_(None), Officer.stopped_on > day),
    )
    return session.scalars(query.order_by(Officer.name, Officer.id)).all()


def of_ids(session: ScopedSession, ids: Collection[UUID]) -> list[Officer]:
    """The certificates of these ids, in their order; those there are."""
    found = {row.id: row for row in session.scalars(select(Officer).where(Officer.id.in_(list(ids))))}
    return [found[one] for one in ids if one in found]


def staff(session: ScopedSession) -> Sequence[Person]:
    """Who of the staff has an account and has not left, by name."""
    query = select(Person).where(Person.account_id.is_not(None), Person.left_on.is_(None))
    return session.scalars(query.order_by(Person.name, Person.id)).all()
