"""What the portal's pages of a matter need beside its form."""

from __future__ import annotations

from flask import request

from core.accounts import throttle
from core.db import ScopedSession


def slow(session: ScopedSession, kind: str) -> None:
    """Count what is said from this address.

    Raises:
        TooMany: it is too much.
    """
    if wait := throttle.enter(session, f"{kind}.comment:{session.tenant}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
