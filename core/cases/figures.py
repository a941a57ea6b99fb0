"""Figures of open cases: of a measure, a unit and every tenant."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core import plugins
from core.cases.models import Case
from core.db import ScopedSession

NEAR = dt.timedelta(days=3)
FIGURES = ("open", "near", "overdue", "paused")


def open_of_plugin(session: ScopedSession, plugin: str, unit_id: UUID | None = None) -> int:
    """How many cases of a measure are open in the session's tenant: what a switch has to answer for."""
    return sum(open_by_state(session, plugin, unit_id).values())


def open_by_state(session: ScopedSession, plugin: str, unit_id: UUID | None = None) -> dict[tuple[str, str], int]:
    """(kind, state) → how many cases of a measure are open there, in the order of the kinds and their states.

    Args:
        unit_id: of one unit only.
    """
    registry = plugins.registry()
    kinds = [kind for code, kind in registry.case_kinds.items() if registry.owner[code] == plugin]
    query = select(Case.kind, Case.state, func.count()).where(
        Case.kind.in_([kind.code for kind in kinds]),
        Case.is_open == True,  # noqa: E712
        *([Case.unit_id == unit_id] if unit_id is not None else []),
    )
    found = {(kind, state): number for kind, state, number in session.execute(query.group_by(Case.kind, Case.state))}
    order = [(kind.code, state.code) for kind in kinds for state in kind.states]
    return {place: found[place] for place in order if place in found}


def figures_by_tenant(session: ScopedSession) -> dict[int, dict[str, int]]:
    """Open, near (due within three days), overdue and suspended cases of every tenant the session sees.

    Returns:
        ``{tenant: {"open": …, "near": …, "overdue": …, "paused": …}}``.
    """
    today = time.today()
    rows = session.execute(
        select(
            Case.tenant_id,
            func.count(),
            func.count().filter(Case.listed_on.between(today, today + NEAR)),
            func.count().filter(Case.listed_on < today),
            func.count().filter(Case.clock_state == "suspended"),
        )
        .where(Case.is_open == True)  # noqa: E712
        .group_by(Case.tenant_id)
    )
    return {tenant: dict(zip(FIGURES, numbers, strict=True)) for tenant, *numbers in rows}
