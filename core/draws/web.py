"""What pages ask of draws in a request: whether any can be begun here."""

from __future__ import annotations

from core import plugins
from core.web.navigation import is_on


def measures_on() -> bool:
    """Whether a measure that has a kind of draw is on in the request's tenant."""
    registry = plugins.registry()
    return any(is_on(registry.owner[code]) for code in registry.draws)
