"""Reading standards: those of an offence, and the one that counts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core.db import ScopedSession
from core.errors import NotFound
from plugins.penalty.discretion.models import Standard


def of_offence(session: ScopedSession, offence_id: UUID) -> Sequence[Standard]:
    """Every standard of an edition of an offence, the newest first."""
    query = select(Standard).where(Standard.offence_id == offence_id).order_by(Standard.edition.desc())
    return session.scalars(query).all()


def current(session: ScopedSession, offence_id: UUID) -> Standard | None:
    """The standard that counts: the newest that was published."""
    query = select(Standard).where(Standard.offence_id == offence_id, Standard.published.is_(True))
    return session.scalars(query.order_by(Standard.edition.desc()).limit(1)).first()


def standard_of(session: ScopedSession, standard_id: UUID) -> Standard:
    """One standard of the session's tenant.

    Raises:
        NotFound: there is none.
    """
    found = session.scalar(select(Standard).where(Standard.id == standard_id))
    if found is None:
        raise NotFound(standard_id)
    return found
