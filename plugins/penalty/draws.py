"""双随机 inspections (优化营商环境条例54): whom to inspect, and which officers do, are drawn provably."""

from __future__ import annotations

from collections.abc import Sequence

from core import clock as time
from core.contracts import Candidate, DrawKind, Listing
from core.db import ScopedSession
from core.i18n import N_
from plugins.penalty.inspections import services
from plugins.penalty.officers.queries import valid_on

INSPECTED, INSPECTORS, LIST = "penalty.inspected", "penalty.inspectors", "penalty_inspections.index"


def officers(session: ScopedSession) -> Sequence[Candidate]:
    """Who may inspect: everybody with a certificate that counts today, once."""
    found = {row.account_id: Candidate(row.number, row.name) for row in valid_on(session, time.today())}
    return sorted(found.values(), key=lambda one: one.code)


DRAWS = (
    DrawKind(
        code=INSPECTED,
        title=N_("随机抽取行政检查对象"),
        source="优化营商环境条例54",
        population=lambda session: [],
        typed=True,
        listing=Listing(services.may_list, services.take_objects, LIST),
    ),
    DrawKind(
        code=INSPECTORS,
        title=N_("随机选派执法检查人员"),
        source="优化营商环境条例54",
        population=officers,
        listing=Listing(services.may_list, services.take_officers, LIST),
    ),
)
