"""Duties of the township's scheme (实施方案) about key work: dates of each year, and the limit of a stage.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
"""

from __future__ import annotations

from functools import partial

from core.deadlines.rules import W2, W3, DeadlineRule, Fixed, Unit, dated
from core.i18n import N_

_duty = partial(dated, law="实施方案", day_zero=N_("该年度任何一日"), warn=W3)

STAGE = "goals.stage"

RULES: tuple[DeadlineRule, ...] = (
    # As many working days as the backward plan gives the stage.
    DeadlineRule(
        code=STAGE,
        name=N_("重点工作阶段完成"),
        law="实施方案",
        article="四(三)2",
        day_zero=N_("阶段开始前一日"),
        length=None,
        unit=Unit.WORKING,
        on_expiry=N_("逾期；可以催办、督办"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
    _duty(
        code="scheme.goals.select",
        name=N_("重点工作选报"),
        article="四(三)1",
        fixed=Fixed("year", 3, 31),
    ),
    _duty(
        code="scheme.goals.publicity",
        name=N_("联席会议审定后媒体公示"),
        article="四(三)1",
        fixed=Fixed("year", 4, 30),
    ),
    _duty(
        code="scheme.goals.selfcheck.h1",
        name=N_("上半年自查报告"),
        article="四(三)3",
        fixed=Fixed("year", 6, 30),
    ),
    _duty(
        code="scheme.goals.selfcheck.annual",
        name=N_("年度自查报告"),
        article="四(三)3",
        fixed=Fixed("year", 12, 10),
    ),
    _duty(
        code="scheme.goals.inspection",
        name=N_("抽查、督查报告"),
        article="四(三)3",
        fixed=Fixed("year", 12, 20),
    ),
)
