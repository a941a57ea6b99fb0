"""The inspection of key work as a draw: half of the organs that select some (实施方案四(三)3)."""

from __future__ import annotations

from core.contracts import DrawKind, Listing
from core.draws.services import units_of
from core.duties.who import STATIONS_AND_VILLAGES
from core.i18n import N_
from plugins.goals.inspecting import DUTY, INSPECTION, put_drawn, share
from plugins.goals.permissions import Perm

DRAWS = (
    DrawKind(
        code=INSPECTION,
        title=N_("重点工作目标管理抽查"),
        source="实施方案四(三)3",
        population=lambda session: units_of(session, STATIONS_AND_VILLAGES),
        ratio=share,
        once=True,
        duty=DUTY,
        listing=Listing(lambda session, actor: actor.may(Perm.SUPERVISE), put_drawn, "goals_watch.inspection"),
    ),
)
