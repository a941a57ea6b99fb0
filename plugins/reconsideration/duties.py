"""The returns of reconsideration cases (实施方案四(二)3(3)): the county's bureau of justice owes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.contracts import DutyRule, Part
from core.db import ScopedSession
from core.duties.who import JUSTICE_BUREAU
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.reconsideration.registers import totals


def counted(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """The figures of the period, as the return asks for them; what did not happen has no line."""
    return {"figures": tuple(f"{label} {number}" for label, number in totals(session, first, last) if number)}


DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.reconsideration.return",
        owes=JUSTICE_BUREAU,
        tier="county",
        nil=True,
        parts=(Part("figures", N_("案件统计"), N_("已按案件逐件统计填好，请核对。"), needed=False, figures=True),),
        prefill=counted,
    ),
)
