"""Limits of 行政诉讼法 and its judicial interpretation: natural days, months and years, carried past rest days."""

from __future__ import annotations

import datetime as dt
from functools import partial

from core.deadlines.rules import (
    NO_EVIDENCE,
    W2,
    W3,
    W4,
    W5,
    Bearer,
    DeadlineRule,
    Extension,
    Kind,
    Roll,
    Unit,
)
from core.i18n import N_

LAW = "行政诉讼法"
INTERPRETATION = "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释"
STOPS = (N_("不可抗力"), N_("其他不属于其自身的原因"))

_law = partial(
    DeadlineRule,
    law=LAW,
    roll=Roll.CERTAIN,
    bearer=Bearer.PARTY,
    on_expiry=N_("丧失起诉权"),
    since=dt.date(2015, 5, 1),
    used_by="reconsideration case",
)
_suing = partial(_law, stops=STOPS, stop_article="行政诉讼法48①")
_interpreted = partial(_suing, law=INTERPRETATION, since=dt.date(2018, 2, 8))
_bar = partial(
    _law,
    article="46②",
    day_zero=N_("行为作出日"),
    unit=Unit.YEAR,
    on_expiry=N_("不予受理"),
    by_filing=True,
)

RULES: tuple[DeadlineRule, ...] = (
    _suing(
        code="litigation.after_reconsideration",
        used_by="",
        name=N_("对复议决定、逾期不作决定起诉"),
        article="45；行政复议法34",
        day_zero=N_("收到决定书日或复议期满日（顺延后）"),
        length=15,
        unit=Unit.NATURAL,
        warn=W2,
    ),
    _suing(
        code="litigation.direct",
        name=N_("直接起诉"),
        article="46①",
        day_zero=N_("知道或应当知道之日"),
        length=6,
        unit=Unit.MONTH,
        extension=Extension(None, N_("人民法院")),
        on_expiry=N_("丧失起诉权；行政机关可以申请法院强制执行"),
        warn=W4,
        used_by="",
    ),
    _interpreted(
        code="litigation.untold",
        name=N_("未告知起诉期限的最长期限"),
        article="64",
        day_zero=N_("知道行为内容日"),
        length=1,
        unit=Unit.YEAR,
        warn=W5,
    ),
    _bar(code="litigation.bar", name=N_("最长起诉期限"), length=5),
    _bar(code="litigation.bar_realestate", name=N_("最长起诉期限（不动产）"), length=20),
    _law(
        code="litigation.inaction_wait",
        name=N_("申请履责满两个月"),
        article="47①",
        day_zero=N_("机关接到申请日"),
        length=2,
        unit=Unit.MONTH,
        kind=Kind.WAIT,
        roll=Roll.NEVER,
        on_expiry=N_("自次日起可以起诉"),
    ),
    _interpreted(
        code="litigation.inaction_sue",
        name=N_("诉不履责"),
        article="66",
        day_zero=N_("履责期限届满日"),
        length=6,
        unit=Unit.MONTH,
        warn=W4,
    ),
    _law(
        code="litigation.defence",
        used_by="",
        name=N_("被告举证、答辩"),
        article="67①",
        day_zero=N_("收到起诉状副本日"),
        length=15,
        unit=Unit.NATURAL,
        bearer=Bearer.ORGAN,
        extension=Extension(None, N_("人民法院"), N_("延期提供证据经人民法院准许")),
        on_expiry=N_("不提供或者无正当理由逾期提供证据，视为没有相应证据"),
        effect=NO_EVIDENCE,
        warn=W3,
    ),
)
