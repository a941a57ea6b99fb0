"""The offices of a tenant: where things arrive (documents, requests, voices, issues), and those of a function."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from core.db import ScopedSession
from core.tenancy.models import Unit


def where_office(query: Select[Any], units: type[Unit] = Unit) -> Select[Any]:
    """A statement about units, of the general office 党政办公室 only; in the county of the organ's own office.

    Args:
        units: the alias under which the statement has them.
    """
    general, own = units.function == "general_office", (units.kind == "office") & (units.legal_title == "own")
    return query.where(general | own, units.closed_on.is_(None)).order_by(general.desc(), units.code).limit(1)


def office(session: ScopedSession) -> Unit | None:
    """The office of the session's tenant; None where there is none."""

    def ask() -> Unit | None:
        return session.scalars(where_office(select(Unit))).first()

    return session.once(("tenancy.office",), ask)


def of_function(session: ScopedSession, function: str) -> Unit | None:
    """The unit of a function in the session's tenant, as the supervision office 监察室; None where there is none."""

    def ask() -> Unit | None:
        query = select(Unit).where(Unit.function == function, Unit.closed_on.is_(None))
        return session.scalars(query.order_by(Unit.code)).first()

    return session.once(("tenancy.office", function), ask)
