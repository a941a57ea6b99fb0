"""The inspection of key work as a draw: half of the organs that select some (实施方案四(三)3)."""

from __future__ import annotations

from core.contracts import DrawKind
from core.draws.services import units_of
from core.duties.who import STATIONS_AND_VILLAGES
from core.i18n import N_

INSPECTION = "goals.inspection"

DRAWS = (
    DrawKind(
        code=INSPECTION,
        title=N_("重点工作目标管理抽查"),
        source="实施方案四(三)3",
        population=lambda session: units_of(session, STATIONS_AND_VILLAGES),
        ratio=(1, 2),
        once=True,
        duty="scheme.goals.inspection",
    ),
)
