"""Who acts for an office of the township: its permissions count for its own people, wherever else a role is held."""

from __future__ import annotations

from core.accounts.actor import Actor
from core.db import ScopedSession
from core.errors import Forbidden
from core.tenancy.offices import of_function

SUPERVISION, GENERAL = "supervision_office", "general_office"


def may(session: ScopedSession, actor: Actor, permission: str, function: str = SUPERVISION) -> bool:
    """Whether the actor holds a permission as one of the people of the supervision office, or of another one."""
    unit = of_function(session, function)
    return unit is not None and not actor.visiting and actor.may(permission, unit.id)


def refuse(session: ScopedSession, actor: Actor, permission: str, function: str = SUPERVISION) -> None:
    """Let nobody else through.

    Raises:
        Forbidden: they do not hold it there.
    """
    if not may(session, actor, permission, function):
        raise Forbidden(permission)
