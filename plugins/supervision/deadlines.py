"""Duties of the township's scheme (实施方案) as a whole, fixed dates of each year, and the limit of an order, as data.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
"""

from __future__ import annotations

from functools import partial

from core.deadlines.rules import W1, W2, W3, Bearer, DeadlineRule, Fixed, Unit, dated
from core.i18n import N_

_duty = partial(dated, law="实施方案", day_zero=N_("该年度任何一日"), warn=W3)

RULES: tuple[DeadlineRule, ...] = (
    DeadlineRule(
        code="supervision.complaint",
        name=N_("作风投诉核查答复"),
        law="",
        article=N_("本级规定"),
        day_zero=N_("收到投诉日"),
        length=15,
        unit=Unit.WORKING,
        on_expiry=N_("提醒"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
    DeadlineRule(
        code="supervision.hearing",
        name=N_("当事人说明情况"),
        law="",
        article=N_("本级规定"),
        day_zero=N_("通知日"),
        length=5,
        unit=Unit.WORKING,
        bearer=Bearer.OTHER,
        on_expiry=N_("记为到期没有说明，可以作出结论"),
        warn=W1,
        override=(N_("本级规定"),),
    ),
    _duty(
        code="scheme.plan",
        name=N_("实施方案及配套措施备案"),
        article="三·第一步",
        fixed=Fixed("year", 3, 31),
    ),
    _duty(
        code="scheme.progress_report.monthly",
        name=N_("进展情况"),
        article="三·第二步",
        day_zero=N_("该月任何一日"),
        fixed=Fixed("month", day=25, within=(4, 11)),
    ),
    _duty(
        code="scheme.summary_report",
        name=N_("全面分析、客观考评书面材料"),
        article="三·第三步",
        fixed=Fixed("year", 12, 5),
    ),
    _duty(
        code="scheme.township_report",
        name=N_("全乡情况报告，通报"),
        article="三·第三步",
        fixed=Fixed("year", 12, 31),
    ),
    _duty(
        code="scheme.law_report.monthly",
        name=N_("依法行政能力书面材料"),
        article="四(二)3末",
        day_zero=N_("该月任何一日"),
        fixed=Fixed("month", within=(4, 12)),
    ),
    _duty(
        code="scheme.law_report.compile",
        name=N_("汇总上报"),
        article="四(二)3末",
        day_zero=N_("该月任何一日"),
        fixed=Fixed("month", day=5, shift=1),
    ),
    DeadlineRule(
        code="supervision.order",
        name=N_("督查单的办结期限"),
        law="",
        article=N_("本级规定"),
        day_zero=N_("发出之日"),
        length=None,
        unit=Unit.WORKING,
        on_expiry=N_("逾期；可以催办、督办"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
)
