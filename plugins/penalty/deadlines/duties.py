"""Duties of the township's scheme (实施方案) about penalties: fixed dates of each year."""

from __future__ import annotations

from functools import partial

from core.deadlines.rules import W3, DeadlineRule, Fixed, dated
from core.i18n import N_

_duty = partial(dated, law="实施方案", day_zero=N_("该年度任何一日"), warn=W3)

RULES: tuple[DeadlineRule, ...] = (
    _duty(
        code="scheme.penalty.catalogue",
        name=N_("处罚依据目录"),
        article="四(二)2(1)",
        fixed=Fixed("year", 4, 30),
    ),
    _duty(
        code="scheme.penalty.discretion",
        name=N_("裁量标准及实施方案制定"),
        article="四(二)2(2)",
        fixed=Fixed("year", 4, 30),
    ),
    _duty(
        code="scheme.penalty.submit",
        name=N_("报送标准和方案"),
        article="四(二)2(2)",
        fixed=Fixed("year", 5, 31),
    ),
)
