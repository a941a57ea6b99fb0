"""The catalogue of limits as the installed plugins give it, made once per registry."""

from __future__ import annotations

from functools import lru_cache

from core import plugins
from core.deadlines.rules import Catalogue


def catalogue() -> Catalogue:
    """Every limit of every installed plugin."""
    return _made(plugins.registry())


@lru_cache(maxsize=4)
def _made(registry: plugins.Registry) -> Catalogue:
    return Catalogue(registry.rules)
