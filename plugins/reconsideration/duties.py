"""The returns of reconsideration cases (实施方案四(二)3(3)): the county's bureau of justice owes them."""

from __future__ import annotations

from core.contracts import DutyRule
from core.duties.who import JUSTICE_BUREAU

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(code="scheme.reconsideration.return", owes=JUSTICE_BUREAU, tier="county", nil=True),
)
