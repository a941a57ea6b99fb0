"""双随机 (优化营商环境条例54): what is inspected and who inspects it are both drawn, from lists that may be changed."""

from __future__ import annotations

from core.contracts import DrawKind
from core.draws.services import units_of
from core.duties.who import ORGANS_AND_VILLAGES
from core.i18n import N_

INSPECTED, INSPECTORS = "supervision.inspected", "supervision.inspectors"

DRAWS = (
    DrawKind(
        code=INSPECTED,
        title=N_("随机抽取检查对象"),
        source="优化营商环境条例54",
        population=lambda session: units_of(session, ORGANS_AND_VILLAGES),
        typed=True,
    ),
    DrawKind(
        code=INSPECTORS,
        title=N_("随机抽取检查人员"),
        source="优化营商环境条例54",
        population=lambda session: [],
        typed=True,
    ),
)
