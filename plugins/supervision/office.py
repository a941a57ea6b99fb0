"""Who acts for an office of the township: its permissions count for its own people, wherever else a role is held."""

from __future__ import annotations

from sqlalchemy import select

from core.accounts.actor import Actor
from core.db import ScopedSession
from core.errors import Forbidden
from core.tenancy.models import Unit

SUPERVISION, GENERAL = "supervision_office", "general_office"


def unit_of(session: ScopedSession, function: str = SUPERVISION) -> Unit | None:
    """The unit of a function in the session's tenant, in the county the 纪检监察; None where there is none."""
    return session.scalar(select(Unit).where(Unit.function == function, Unit.closed_on.is_(None)))


def may(session: ScopedSession, actor: Actor, permission: str, function: str = SUPERVISION) -> bool:
    """Whether the actor holds a permission as one of the people of the supervision office, or of another one."""
    unit = unit_of(session, function)
    return unit is not None and not actor.visiting and actor.may(permission, unit.id)


def refuse(session: ScopedSession, actor: Actor, permission: str, function: str = SUPERVISION) -> None:
    """Let nobody else through.

    Raises:
        Forbidden: they do not hold it there.
    """
    if not may(session, actor, permission, function):
        raise Forbidden(permission)
