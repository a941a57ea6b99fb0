"""Counting anew whatever stands on an older calendar, tenant by tenant; what fails in one holds up no other."""

from __future__ import annotations

import logging
from collections.abc import Callable

from core.cases import recompute as cases
from core.db import Database
from core.duties import recompute as duties
from core.exchange import dues
from core.tenancy.queries import every

log = logging.getLogger("xiaoneng.holidays")

# Whoever keeps limits or dates of the calendar counts them anew: (database, tenant) → how many moved.
RECOUNTS: tuple[Callable[[Database, int], int], ...] = (
    cases.recompute_open,
    duties.recompute_open,
    dues.recompute_open,
)


def recount(database: Database) -> None:
    """Count every tenant's open limits and unsettled duties anew where they stand on an older calendar."""
    for tenant in every(database):
        for recompute in RECOUNTS:
            try:
                recompute(database, tenant)
            except Exception:
                log.exception("counting anew in tenant %s", tenant)
