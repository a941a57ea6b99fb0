"""What a proposed change would move, township by township; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from core.calendar import services as calendars
from core.calendar.rules import made_of
from core.cases import recompute
from core.cases.recompute import Move
from core.db import Database, Scope
from core.deadlines.calendar import WorkCalendar
from core.holidays import rules
from core.holidays.rules import Change

# Whoever keeps limits or dates of the calendar adds what it would move: (database, tenant, calendar) → moves.
PREVIEWS: tuple[Callable[[Database, int, WorkCalendar], list[Move]], ...] = (recompute.preview,)


def moves(
    database: Database, change: Change, tenants: Iterable[int], *, whole: bool, tenant: int
) -> dict[int, list[Move]]:
    """Every open limit of `tenants` that a change would move, by tenant.

    Args:
        whole: the county makes the change, for all its townships.
        tenant: whose change it is.
    """
    found: dict[int, list[Move]] = {}
    for each in tenants:
        with database.read(Scope.one(each)) as session:
            before = calendars.parts(session)
        now, target = made_of(before), made_of(rules.applied(change, before, whole, tenant))
        if target.version != now.version:
            found[each] = [move for preview in PREVIEWS for move in preview(database, each, target)]
    return found
