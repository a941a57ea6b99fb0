"""Who acts for the supervision office: its permissions count for its own people, wherever else a role is held."""

from __future__ import annotations

from core.accounts.actor import Actor
from core.db import ScopedSession
from core.errors import Forbidden
from plugins.supervision.complaint.queries import office


def may(session: ScopedSession, actor: Actor, permission: str) -> bool:
    """Whether the actor holds a permission as one of the supervision office's people."""
    unit = office(session)
    return unit is not None and not actor.visiting and actor.may(permission, unit.id)


def refuse(session: ScopedSession, actor: Actor, permission: str) -> None:
    """Let nobody else through.

    Raises:
        Forbidden: they do not hold it there.
    """
    if not may(session, actor, permission):
        raise Forbidden(permission)
