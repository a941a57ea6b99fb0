"""Limits of consulting the people before a decision, and of answering them, as data.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from core.deadlines.rules import W1, W2, DeadlineRule, Kind, Roll, Unit
from core.i18n import N_

LAW = "重大行政决策程序暂行条例"  # a township takes it as its model (42)
REPLY, PARTNER, CIRCULAR = "frontline.reply", "frontline.partner", "frontline.circular"
DECISION = "consult.decision"

_consult = partial(
    DeadlineRule,
    law=LAW,
    day_zero=N_("公布日"),
    unit=Unit.NATURAL,
    kind=Kind.WAIT,
    roll=Roll.NEVER,
    since=dt.date(2019, 9, 1),
    used_by="consultation",
)

RULES: tuple[DeadlineRule, ...] = (
    _consult(
        code=DECISION,
        name=N_("重大决策公开征求意见"),
        article="15,42",
        length=30,
        on_expiry=N_("期满前不得结束征求意见"),
        override=(N_("公开说明缩短的理由"),),
    ),
    _consult(
        code="consult.legal_review",
        name=N_("合法性审查时间"),
        article="26",
        count_article="重大行政决策程序暂行条例26",
        day_zero=N_("送审日"),
        length=7,
        unit=Unit.WORKING,
        roll=Roll.NONE,
        on_expiry=N_("审查时间一般不少于七个工作日"),
    ),
    _consult(
        code="consult.hearing_papers",
        name=N_("听证材料送达"),
        article="16③",
        day_zero=N_("听证会日"),
        length=7,
        kind=Kind.BEFORE,
        on_expiry=N_("应当另定听证日期"),
        warn=W2,
    ),
    _consult(
        code="consult.business_rule",
        name=N_("涉企规范性文件征求意见"),
        law="优化营商环境条例",
        article="62②",
        length=30,
        on_expiry=N_("期满前不得结束征求意见"),
        since=dt.date(2020, 1, 1),
    ),
    # No number in the scheme: a default that a township may change.
    DeadlineRule(
        code=REPLY,
        name=N_("群众诉求答复（件件有答复）"),
        law="实施方案",
        article="四(四)2",
        day_zero=N_("登记日"),
        length=10,
        unit=Unit.WORKING,
        on_expiry=N_("督办"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
    DeadlineRule(
        code=PARTNER,
        name=N_("协办单位答复"),
        law="",
        article=N_("本级规定"),
        day_zero=N_("分发日"),
        length=None,
        unit=Unit.WORKING,
        on_expiry=N_("督办；牵头单位可以先行答复"),
        warn=W1,
        override=(N_("本级规定"),),
    ),
    DeadlineRule(
        code=CIRCULAR,
        name=N_("办理情况通报"),
        law="实施方案",
        article="四(四)3",
        day_zero=N_("办结或者阶段完成之日"),
        length=10,
        unit=Unit.WORKING,
        on_expiry=N_("提醒"),
        warn=W2,
        override=(N_("本级规定"),),
        used_by="frontline circular",
    ),
)
