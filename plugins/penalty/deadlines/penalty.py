"""Limits of 行政处罚法: in the text of 2021 limits of 二、三、五、七日 are working days (85), before it none were."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from core.deadlines.chains import Link
from core.deadlines.rules import RELEASED, UNPAID, W1, W2, W4, W5, Bearer, DeadlineRule, Extension, Kind, Roll, Unit
from core.i18n import N_

LAW = "行政处罚法"
OLD_LAW = "行政处罚法（旧法）"
OLD, NEW = dt.date(1996, 10, 1), dt.date(2021, 7, 15)

_working = partial(
    DeadlineRule, law=LAW, count_article="行政处罚法85", unit=Unit.WORKING, since=NEW, used_by="penalty case"
)
_natural = partial(DeadlineRule, law=LAW, unit=Unit.NATURAL, used_by="penalty case")
_prescription = partial(
    _natural,
    article="36①",
    day_zero=N_("行为发生日；连续、继续的为终了日"),
    unit=Unit.YEAR,
    roll=Roll.NEVER,  # a bar on power is not lengthened
    on_expiry=N_("未被发现的，不再给予行政处罚"),
    warn=W5,
)
CURRENT: tuple[DeadlineRule, ...] = (
    _prescription(
        code="penalty.prescription",
        name=N_("追责时效"),
        formerly="行政处罚法（旧法）29",
        length=2,
        since=OLD,
    ),
    _prescription(
        code="penalty.prescription_serious",
        name=N_("追责时效（生命健康、金融安全且有危害后果）"),
        length=5,
        since=NEW,
    ),
    _natural(
        code="penalty.decide",
        used_by="",
        name=N_("处罚决定"),
        article="60",
        day_zero=N_("立案日"),
        length=90,
        roll=Roll.ANALOGY,
        on_expiry=N_("程序违法，依照行政处罚法第七十六条追究责任"),
        since=NEW,
        warn=W4,
        override=(N_("法律"), N_("法规"), N_("规章")),
    ),
    _working(
        code="penalty.retention_decide",
        used_by="",
        name=N_("先行登记保存后处理"),
        article="56",
        day_zero=N_("登记保存日"),
        length=7,
        on_expiry=N_("措施解除，应当返还物品"),
        effect=RELEASED,
        warn=W2,
    ),
    _working(
        code="penalty.hearing_request",
        used_by="",
        name=N_("要求听证"),
        article="64(一)",
        day_zero=N_("告知日"),
        length=5,
        bearer=Bearer.PARTY,
        on_expiry=N_("视为放弃要求听证的权利"),
        warn=W2,
    ),
    _working(
        code="penalty.hearing_notice",
        used_by="",
        name=N_("听证通知"),
        article="64(二)",
        day_zero=N_("听证日"),
        length=7,
        kind=Kind.BEFORE,
        on_expiry=N_("应当另定听证日期"),
        warn=W2,
    ),
    _working(
        code="penalty.deliver",
        used_by="",
        name=N_("决定书送达（当事人不在场）"),
        article="61",
        day_zero=N_("宣告、决定日"),
        length=7,
        on_expiry=N_("违法；依照民事诉讼法送达，当事人同意并签订确认书的可以电子送达"),
        warn=W2,
    ),
    _natural(
        code="penalty.pay",
        used_by="",
        name=N_("缴纳罚款"),
        article="67③",
        formerly="行政处罚法（旧法）46③",
        day_zero=N_("收到决定书日"),
        length=15,
        roll=Roll.ANALOGY,
        bearer=Bearer.PARTY,
        extension=Extension(None, N_("本机关"), N_("暂缓或者分期缴纳的期限告知当事人")),
        on_expiry=N_("自次日起可以每日加处罚款，并可以依法强制执行"),
        effect=UNPAID,
        since=OLD,
        warn=W2,
    ),
    _natural(
        code="penalty.surcharge_cap",
        used_by="",
        name=N_("加处罚款封顶日"),
        article="72①(一)；行政强制法45②",
        day_zero=N_("缴款到期日（顺延后）"),
        length=34,
        kind=Kind.INFO,
        roll=Roll.NEVER,
        bearer=Bearer.PARTY,
        stops=(N_("行政复议期间"), N_("行政诉讼期间")),
        stop_article="行政处罚法73③",
        on_expiry=N_("加处罚款达到罚款数额，停止加处"),
        since=NEW,
    ),
    _working(
        code="penalty.cash_to_agency",
        used_by="",
        name=N_("当场收缴交机关"),
        article="71",
        day_zero=N_("收缴日（水上为抵岸日）"),
        length=2,
        on_expiry=N_("依法给予处分"),
        warn=W1,
    ),
    _working(
        code="penalty.cash_to_bank",
        used_by="",
        name=N_("机关缴付银行"),
        article="71",
        day_zero=N_("机关收到日"),
        length=2,
        on_expiry=N_("依法给予处分"),
        warn=W1,
    ),
    _working(
        code="penalty.publication_withdraw",
        used_by="",
        name=N_("撤回已公开决定并说明理由"),
        article="48②",
        day_zero=N_("变更、撤销、确认违法、无效之日"),
        length=3,
        on_expiry=N_("违法"),
        warn=W1,
    ),
    # No number in the law: defaults that a township may change.
    _working(
        code="penalty.case_filing",
        used_by="",
        name=N_("立案"),
        article="54②",
        count_article="",
        day_zero=N_("发现线索日"),
        length=15,
        extension=Extension(15, N_("机关负责人")),
        on_expiry=N_("提醒"),
        since=None,
        warn=W2,
        override=(N_("本级规定"),),
    ),
    _working(
        code="penalty.summary_filing",
        used_by="",
        name=N_("当场处罚决定报备案"),
        article="52③",
        count_article="",
        day_zero=N_("决定日"),
        length=2,
        on_expiry=N_("提醒"),
        since=None,
        warn=W1,
        override=(N_("本级规定"),),
    ),
)

_now = {rule.code: rule for rule in CURRENT}


def _before(code: str, article: str, roll: Roll) -> DeadlineRule:
    """The limit as it was before 2021: the same number of natural days, under another article."""
    until = NEW - dt.timedelta(days=1)
    natural = replace(_now[code], unit=Unit.NATURAL, roll=roll, count_article="")
    return replace(natural, law=OLD_LAW, article=article, since=OLD, until=until)


OLD_TEXT: tuple[DeadlineRule, ...] = (
    _before("penalty.retention_decide", "37②", Roll.NEVER),  # a burden on the party is not lengthened
    replace(_before("penalty.hearing_request", "42(一)", Roll.ANALOGY), length=3, warn=W1),
    _before("penalty.hearing_notice", "42(二)", Roll.NEVER),
    replace(_before("penalty.deliver", "40", Roll.ANALOGY), on_expiry=N_("违法")),
    _before("penalty.cash_to_agency", "50", Roll.ANALOGY),
    _before("penalty.cash_to_bank", "50", Roll.ANALOGY),
)
RULES = (*CURRENT, *OLD_TEXT)

# The surcharge begins on the day after the fine was due (72①一) and stops growing at the cap.
LINKS = (Link("penalty.pay", "penalty.surcharge_cap", "行政处罚法72①(一)"),)
