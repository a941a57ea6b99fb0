"""Limits of 行政复议法 up to the reply: applying, acceptance, correction and answer.

In the law of 2023 limits of 三、五、七、十日 are working days (88②), in the old one those of 五、七日 (old 40).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from core.deadlines.rules import (
    ABANDONED,
    ACCEPTED,
    ACCEPTED_ON_RECEIPT,
    NO_EVIDENCE,
    W1,
    W2,
    W3,
    W5,
    Bearer,
    DeadlineRule,
    Extension,
    Kind,
    Roll,
    Unit,
)
from core.i18n import N_

LAW, OLD_LAW, DETAILS = "行政复议法", "行政复议法（旧法）", "行政复议法实施条例"
OLD, DETAILED, NEW = dt.date(1999, 10, 1), dt.date(2007, 8, 1), dt.date(2024, 1, 1)
UNTIL = NEW - dt.timedelta(days=1)

_law = partial(DeadlineRule, law=LAW, since=NEW, used_by="reconsideration case")
_working = partial(_law, count_article="行政复议法88②", unit=Unit.WORKING)
_natural = partial(_law, unit=Unit.NATURAL, roll=Roll.CERTAIN)
_bar = partial(
    _law,
    article="21",
    day_zero=N_("行为作出日"),
    unit=Unit.YEAR,
    roll=Roll.CERTAIN,
    bearer=Bearer.PARTY,
    on_expiry=N_("不予受理"),
    by_filing=True,
)
_local = partial(_working, law="本级规定", article="", count_article="", since=None, override=(N_("本级规定"),))

CURRENT: tuple[DeadlineRule, ...] = (
    _natural(
        code="reconsideration.apply",
        name=N_("申请复议"),
        article="20①",
        formerly="行政复议法（旧法）9",
        day_zero=N_("知道或应当知道之日"),
        length=60,
        bearer=Bearer.PARTY,
        stops=(N_("不可抗力"), N_("其他正当理由")),
        stop_article="行政复议法20②",
        on_expiry=N_("不予受理"),
        since=OLD,
        warn=W3,
        override=(N_("法律"),),
        used_by="",
    ),
    _bar(
        code="reconsideration.apply_untold",
        name=N_("未告知权利的最长期限"),
        article="20③",
        day_zero=N_("知道行为内容日"),
        length=1,
        warn=W5,
    ),
    _bar(code="reconsideration.bar", name=N_("最长期限"), length=5),
    _bar(code="reconsideration.bar_realestate", name=N_("最长期限（不动产）"), length=20),
    _natural(
        code="reconsideration.nonaction_wait",
        name=N_("申请履责满60日（无履行期限）"),
        law=DETAILS,
        article="16①(二)",
        day_zero=N_("机关收到履责申请日"),
        length=60,
        kind=Kind.WAIT,
        roll=Roll.NEVER,
        bearer=Bearer.PARTY,
        on_expiry=N_("自届满日起计算申请复议的期限"),
        since=DETAILED,
    ),
    _working(
        code="reconsideration.forward_by_agency",
        used_by="",
        name=N_("原机关转送（当场、电子监控处罚）"),
        article="32②",
        day_zero=N_("收到复议申请日"),
        length=5,
        on_expiry=N_("违法；维持原处罚决定的才须转送"),
        warn=W2,
    ),
    _working(
        code="reconsideration.review",
        used_by="",
        name=N_("受理审查"),
        article="30",
        day_zero=N_("收到申请日"),
        length=5,
        on_expiry=N_("审查期限届满之日起视为受理"),
        effect=ACCEPTED,
        warn=W2,
    ),
    _working(
        code="reconsideration.correction_notice",
        used_by="",
        name=N_("一次性书面补正通知"),
        article="31①",
        day_zero=N_("收到申请日"),
        length=5,
        on_expiry=N_("按现有申请材料审查决定"),
        warn=W2,
    ),
    _working(
        code="reconsideration.correction_submit",
        used_by="",
        name=N_("申请人补正"),
        article="31②",
        day_zero=N_("收到补正通知日"),
        length=10,
        bearer=Bearer.PARTY,
        extension=Extension(None, N_("行政复议机关"), N_("有正当理由不能按期补正的，另定合理期限")),
        on_expiry=N_("无正当理由逾期不补正的，视为放弃申请，并记录在案"),
        effect=ABANDONED,
        warn=W2,
    ),
    _working(
        code="reconsideration.copy_send",
        used_by="",
        name=N_("发送申请书副本"),
        article="48",
        formerly="行政复议法（旧法）23",
        day_zero=N_("受理日"),
        length=7,
        on_expiry=N_("依法给予处分"),
        since=OLD,
        warn=W2,
    ),
    _working(
        code="reconsideration.copy_send_summary",
        used_by="",
        name=N_("发送申请书副本（简易）"),
        article="54①",
        day_zero=N_("受理日"),
        length=3,
        on_expiry=N_("依法给予处分"),
        warn=W1,
    ),
    _working(
        code="reconsideration.reply",
        used_by="",
        name=N_("被申请人答复、举证"),
        article="48",
        day_zero=N_("收到副本日"),
        length=10,
        on_expiry=N_("视为没有证据、依据，决定撤销等，第三人提供证据的除外；并追究责任"),
        effect=NO_EVIDENCE,
        warn=W3,
    ),
    _working(
        code="reconsideration.reply_summary",
        used_by="",
        name=N_("答复、举证（简易）"),
        article="54①",
        day_zero=N_("收到副本日"),
        length=5,
        on_expiry=N_("视为没有证据、依据，决定撤销等，第三人提供证据的除外；并追究责任"),
        effect=NO_EVIDENCE,
        warn=W2,
    ),
    # No number in the law: a default that a township may change.
    _local(
        code="reconsideration.agent_forward",
        used_by="",
        name=N_("代办点转交"),
        day_zero=N_("收到申请日"),
        length=0,
        on_expiry=N_("提醒；申请期限以代办点收到申请之日为准"),
    ),
)
_now = {rule.code: rule for rule in CURRENT}

OLD_TEXT: tuple[DeadlineRule, ...] = (
    replace(
        _now["reconsideration.review"],
        law=OLD_LAW,
        article="17",
        count_article="行政复议法（旧法）40",
        day_zero=N_("法制机构收到日"),
        on_expiry=N_("自收到申请之日起视为受理"),
        effect=ACCEPTED_ON_RECEIPT,
        since=OLD,
        until=UNTIL,
    ),
    replace(
        _now["reconsideration.correction_notice"],  # "可以", not yet "应当"
        law=DETAILS,
        article="29",
        count_article="行政复议法（旧法）40",
        since=DETAILED,
        until=UNTIL,
    ),
    replace(
        _now["reconsideration.reply"],
        law=OLD_LAW,
        article="23",
        count_article="",
        unit=Unit.NATURAL,
        roll=Roll.CERTAIN,
        on_expiry=N_("视为没有证据、依据，决定撤销"),
        effect=NO_EVIDENCE,
        since=OLD,
        until=UNTIL,
    ),
)
RULES = (*CURRENT, *OLD_TEXT)
