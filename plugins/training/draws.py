"""The spot check of training as a draw: of the units that train, as many as the office says (实施方案四(一)4)."""

from __future__ import annotations

from core.contracts import DrawKind, Listing
from core.draws.services import units_of
from core.duties.who import STATIONS_AND_VILLAGES
from core.i18n import N_
from plugins.training.checks.drawn import put_drawn
from plugins.training.who import may_check

SPOT_CHECK = "training.spotcheck"

DRAWS = (
    DrawKind(
        code=SPOT_CHECK,
        title=N_("学习培训抽查"),
        source="实施方案四(一)4",
        population=lambda session: units_of(session, STATIONS_AND_VILLAGES),
        duty="scheme.training.spotcheck",
        listing=Listing(may_check, put_drawn, "training_checks.index"),
    ),
)
