"""Duties of the township's scheme (实施方案) about training: fixed dates of each year, as data.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
"""

from __future__ import annotations

from functools import partial

from core.deadlines.rules import W3, DeadlineRule, Fixed, dated
from core.i18n import N_

_duty = partial(dated, law="实施方案", day_zero=N_("该年度任何一日"), warn=W3)

RULES: tuple[DeadlineRule, ...] = (
    _duty(
        code="scheme.training.plan",
        name=N_("年度培训专题备案"),
        article="四(一)1",
        fixed=Fixed("year", 3, 31),
    ),
    _duty(
        code="scheme.training.quota",
        name=N_("集中培训"),
        article="四(一)2",
        fixed=Fixed("year", 12, 31),
    ),
    _duty(
        code="scheme.training.summary",
        name=N_("培训总结及课件"),
        article="四(一)4",
        fixed=Fixed("year", 12, 5),
    ),
    _duty(
        code="scheme.training.spotcheck",
        name=N_("抽查和考评"),
        article="四(一)4",
        fixed=Fixed("year", 12, 31),
    ),
)
