"""The catalogue of limits as the installed plugins give it, made once per registry and calendar."""

from __future__ import annotations

from functools import lru_cache

from core import plugins
from core.calendar import services as calendars
from core.deadlines import own
from core.deadlines.calendar import WorkCalendar
from core.deadlines.rules import Catalogue


def catalogue(calendar: WorkCalendar | None = None) -> Catalogue:
    """Every limit of every installed plugin, and those that townships set themselves, on a calendar.

    On the one that counts unless told.
    """
    return _made(plugins.registry(), calendar or calendars.latest())


@lru_cache(maxsize=64)
def _made(registry: plugins.Registry, calendar: WorkCalendar) -> Catalogue:
    return Catalogue(registry.rules, calendar, own.limit)
