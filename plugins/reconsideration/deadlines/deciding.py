"""Limits of 行政复议法 and its 实施条例 from the hearing to what follows a decision, and the scheme's return."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from core.deadlines.rules import (
    UNDECIDED,
    W1,
    W2,
    W3,
    W4,
    Bearer,
    DeadlineRule,
    Extension,
    Fixed,
    Kind,
    Roll,
    Unit,
    dated,
)
from core.i18n import N_
from plugins.reconsideration.deadlines.applying import DETAILED, DETAILS, LAW, NEW, OLD, OLD_LAW, UNTIL

# 复议法 39, 条例 29, 30, 34 and 37: time that is not counted.
STOPS = (N_("中止"), N_("补正"), N_("协商、指定受理"), N_("勘验"), N_("鉴定"))

_law = partial(DeadlineRule, law=LAW, since=NEW, used_by="reconsideration case")
_working = partial(_law, count_article="行政复议法88②", unit=Unit.WORKING)
_natural = partial(_law, unit=Unit.NATURAL, roll=Roll.CERTAIN)
_deciding = partial(
    _natural,
    article="62①",
    day_zero=N_("受理日"),
    stops=STOPS,
    stop_article="行政复议法39；行政复议法实施条例29,30,34,37",
    on_expiry=N_("申请人可以在十五日内起诉，也可以向上级行政机关反映"),
    effect=UNDECIDED,
)
_of_rules = partial(
    _law, article="56,57", formerly="行政复议法（旧法）26,27", day_zero=N_("提出附带审查、发现之日"), since=OLD
)

_decide = _deciding(
    code="reconsideration.decide",
    used_by="",
    name=N_("复议决定（普通）"),
    length=60,
    extension=Extension(30, N_("行政复议机构负责人"), N_("书面告知当事人")),
    warn=W4,
    override=(N_("法律"),),
)

RULES: tuple[DeadlineRule, ...] = (
    _working(
        code="reconsideration.hearing_notice",
        name=N_("听证通知"),
        article="51①",
        day_zero=N_("听证日"),
        length=5,
        kind=Kind.BEFORE,
        on_expiry=N_("应当另定听证日期"),
        warn=W2,
    ),
    _decide,
    replace(
        _decide,
        law=OLD_LAW,
        article="31",
        extension=Extension(30, N_("行政复议机关负责人"), N_("告知申请人和被申请人")),
        stop_article="行政复议法实施条例29,30,34,37,41",
        on_expiry=N_("申请人可以起诉"),
        since=OLD,
        until=UNTIL,
    ),
    _deciding(
        code="reconsideration.decide_summary",
        used_by="",
        name=N_("复议决定（简易）"),
        article="62②",
        length=30,
        warn=W3,
    ),
    _of_rules(
        code="reconsideration.rule_review",
        used_by="",
        name=N_("规范性文件、依据自行处理"),
        length=30,
        unit=Unit.NATURAL,
        roll=Roll.CERTAIN,
        on_expiry=N_("违法"),
        warn=W3,
    ),
    _of_rules(
        code="reconsideration.rule_forward",
        used_by="",
        name=N_("无权处理转送"),
        length=7,
        unit=Unit.WORKING,
        count_article="行政复议法88②",
        on_expiry=N_("违法"),
        warn=W2,
    ),
    _working(
        code="reconsideration.rule_notify",
        used_by="",
        name=N_("通知制定机关答复"),
        article="58①",
        day_zero=N_("中止日"),
        length=3,
        on_expiry=N_("违法"),
        warn=W1,
    ),
    _working(
        code="reconsideration.rule_maker_reply",
        used_by="",
        name=N_("制定机关书面答复"),
        article="58①",
        day_zero=N_("收到通知日"),
        length=10,
        bearer=Bearer.OTHER,
        on_expiry=N_("不待答复，依法处理"),
        warn=W3,
    ),
    _natural(
        code="reconsideration.rule_transfer_reply",
        used_by="",
        name=N_("接受转送机关回复"),
        article="60",
        formerly="行政复议法（旧法）26",
        day_zero=N_("收到转送日"),
        length=60,
        bearer=Bearer.OTHER,
        on_expiry=N_("违法"),
        since=OLD,
        warn=W4,
    ),
    _natural(
        code="reconsideration.stay_terminate",
        used_by="",
        name=N_("中止满60日未消除"),
        article="41(五)；行政复议法实施条例42②",
        day_zero=N_("中止日"),
        length=60,
        kind=Kind.WAIT,
        roll=Roll.NEVER,
        on_expiry=N_("中止原因仍未消除的，终止行政复议"),
        since=DETAILED,
        warn=W2,
    ),
    _natural(
        code="reconsideration.opinion_report",
        used_by="",
        name=N_("复议意见书整改报告"),
        article="76；行政复议法实施条例57",
        day_zero=N_("收到意见书日"),
        length=60,
        on_expiry=N_("依法追究责任"),
        since=DETAILED,
        warn=W4,
    ),
    _natural(
        code="reconsideration.redo",
        used_by="",
        name=N_("责令重作（无其他期限）"),
        law=DETAILS,
        article="49",
        day_zero=N_("决定书收到日"),
        length=60,
        on_expiry=N_("依照行政复议法实施条例第六十二条追究责任"),
        since=DETAILED,
        warn=W4,
        override=(N_("法律"), N_("法规"), N_("规章"), N_("行政复议决定")),
    ),
    # No number in the law: a default that a township may change.
    DeadlineRule(
        code="reconsideration.filing",
        name=N_("复议决定备案"),
        law="实施方案",
        article="四(二)3(3)",
        day_zero=N_("决定送达日"),
        length=15,
        unit=Unit.WORKING,
        on_expiry=N_("提醒"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
    dated(
        code="scheme.reconsideration.return",
        name=N_("复议案件统计报表（半年、全年）"),
        law="实施方案",
        article="四(二)3(3)",
        day_zero=N_("该半年任何一日"),
        fixed=Fixed("half", 7, 10),  # 10 July for the first half, 10 January for the second
        warn=W3,
    ),
)
