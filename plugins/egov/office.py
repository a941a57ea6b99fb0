"""The office where documents, requests and voices arrive."""

from __future__ import annotations

from sqlalchemy import select

from core.db import ScopedSession
from core.tenancy.models import Unit


def office(session: ScopedSession) -> Unit | None:
    """The general office 党政办公室, in the county the organ's own office; None where there is none."""

    def ask() -> Unit | None:
        general, own = Unit.function == "general_office", (Unit.kind == "office") & (Unit.legal_title == "own")
        query = select(Unit).where(general | own, Unit.closed_on.is_(None)).order_by(general.desc(), Unit.code)
        return session.scalars(query.limit(1)).first()

    return session.once(("egov.office",), ask)
