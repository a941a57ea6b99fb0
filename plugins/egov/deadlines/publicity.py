"""Limits of publishing: 行政执法公示 (国办发〔2018〕118号), 村务公开 and the hotline."""

from __future__ import annotations

import datetime as dt
from functools import partial

from core.deadlines.rules import W2, W3, W4, DeadlineRule, Fixed, Kind, Roll, Unit, dated
from core.i18n import N_

NOTICE = "国办发〔2018〕118号"
VILLAGE_LAW = "村民委员会组织法"

_publicity = partial(
    DeadlineRule,
    law="",
    article=NOTICE,
    count_article=NOTICE,
    unit=Unit.WORKING,
    since=dt.date(2018, 12, 5),
)
_village = partial(
    dated,
    law=VILLAGE_LAW,
    article="35",
    formerly="村民委员会组织法（旧法）30",
    on_expiry=N_("村民可以向乡镇反映"),
    since=dt.date(2010, 10, 28),
    warn=W2,
)

RULES: tuple[DeadlineRule, ...] = (
    _publicity(
        code="publicity.decision",
        name=N_("许可、处罚决定信息公示"),
        day_zero=N_("决定日"),
        length=7,
        on_expiry=N_("处罚决定有一定社会影响的才须公开"),
        warn=W2,
    ),
    _publicity(
        code="publicity.enforcement",
        name=N_("其他执法决定公示"),
        day_zero=N_("决定日"),
        length=20,
        warn=W3,
    ),
    dated(
        code="publicity.annual_stats",
        name=N_("上年度执法数据公开"),
        law="",
        article=NOTICE,
        day_zero=N_("报送之年"),
        fixed=Fixed("year", 1, 31),
        since=dt.date(2018, 12, 5),
        warn=W4,
    ),
    _village(
        code="village.publication",
        name=N_("村务公开（一般事项）"),
        day_zero=N_("该季度任何一日"),
        fixed=Fixed("quarter"),
    ),
    _village(
        code="village.finance",
        name=N_("财务收支公开（往来较多）"),
        day_zero=N_("该月任何一日"),
        fixed=Fixed("month"),
    ),
    DeadlineRule(
        code="village.posting",
        name=N_("公布时间下限"),
        law=VILLAGE_LAW,
        article="35",
        day_zero=N_("公布日"),
        length=15,
        unit=Unit.NATURAL,
        kind=Kind.WAIT,
        roll=Roll.NEVER,
        on_expiry=N_("自次日起可以撤下"),
        since=dt.date(2026, 1, 1),
        used_by="publication",
    ),
    # No number in the text: a default that a township may change.
    DeadlineRule(
        code="hotline.handle",
        name=N_("12345、96128工单办理"),
        law="",
        article="国办发〔2020〕53号",
        day_zero=N_("收到工单日"),
        length=5,
        unit=Unit.WORKING,
        on_expiry=N_("提醒"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
)
