"""Limits of 政府信息公开条例; where it means working days, its text says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial

from core.deadlines.rules import (
    ABANDONED,
    CONSENT,
    PASSED,
    W1,
    W2,
    W3,
    W4,
    Bearer,
    DeadlineRule,
    Extension,
    Fixed,
    Unit,
    dated,
)
from core.i18n import N_

LAW, OLD_LAW = "政府信息公开条例", "政府信息公开条例（旧条例）"
OLD, NEW = dt.date(2008, 5, 1), dt.date(2019, 5, 15)
UNTIL = NEW - dt.timedelta(days=1)


def _working(article: str, since: dt.date | None = NEW, **given: object) -> DeadlineRule:
    """A limit whose own article says 工作日."""
    return DeadlineRule(
        law=LAW,
        article=article,
        count_article=f"{LAW}{article}" if since else "",
        unit=Unit.WORKING,
        since=since,
        **given,  # type: ignore[arg-type]
    )


_annual = partial(
    dated,
    code="disclosure.annual_report",
    name=N_("年度报告"),
    day_zero=N_("报送之年"),
    on_expiry=N_("条例只规定县级以上人民政府部门，乡镇从当地规定"),
    warn=W4,
)
_reply = _working(
    "33②",
    code="disclosure.reply",
    name=N_("依申请答复"),
    day_zero=N_("收到申请日"),
    length=20,
    extension=Extension(20, N_("政府信息公开工作机构负责人"), N_("告知申请人")),
    stops=(N_("征求第三方和其他机关意见"),),
    stop_article="政府信息公开条例33③",
    on_expiry=N_("申请人可以投诉、举报、申请复议或者提起诉讼；依照条例第五十三条追究责任"),
    warn=W4,
)

RULES: tuple[DeadlineRule, ...] = (
    _working(
        "26",
        code="disclosure.proactive",
        used_by="disclosure catalogue",
        name=N_("主动公开"),
        formerly="政府信息公开条例（旧条例）18",
        day_zero=N_("信息形成、变更日"),
        length=20,
        on_expiry=N_("依照条例第五十三条追究责任"),
        since=OLD,
        warn=W3,
        override=(N_("法律"), N_("法规")),
    ),
    _reply,
    replace(
        _reply,
        law=OLD_LAW,
        article="24",
        count_article="政府信息公开条例（旧条例）24",
        length=15,
        extension=Extension(15, N_("政府信息公开工作机构负责人"), N_("告知申请人")),
        stops=(N_("征求第三方意见"),),
        stop_article="政府信息公开条例（旧条例）24",
        since=OLD,
        until=UNTIL,
    ),
    _working(
        "30",
        code="disclosure.correction_notice",
        name=N_("一次性告知补正"),
        day_zero=N_("收到申请日"),
        length=7,
        on_expiry=N_("答复期限自最初收到申请之日起计算，不再重新起算"),
        effect=PASSED,
        warn=W2,
    ),
    _working(
        "32",
        code="disclosure.third_party",
        name=N_("第三方意见"),
        day_zero=N_("第三方收到征求意见书日"),
        length=15,
        bearer=Bearer.OTHER,
        on_expiry=N_("逾期未提出意见的，由行政机关依法决定是否公开"),
        effect=PASSED,
        warn=W2,
    ),
    _working(
        "34",
        code="disclosure.co_maker",
        name=N_("共同制作机关意见"),
        day_zero=N_("收到征求意见书日"),
        length=15,
        bearer=Bearer.OTHER,
        on_expiry=N_("逾期未提出意见的，视为同意公开"),
        effect=CONSENT,
        warn=W2,
    ),
    _annual(law=LAW, article="49①", fixed=Fixed("year", 1, 31), since=NEW),
    _annual(law=OLD_LAW, article="31", fixed=Fixed("year", 3, 31), since=OLD, until=UNTIL),
    # No number in the text: defaults that a township may change.
    _working(
        "31(三)",
        None,
        code="disclosure.online_confirm",
        name=N_("网络申请与申请人确认"),
        day_zero=N_("网上提交日"),
        length=1,
        on_expiry=N_("提醒主管人员：确认之日才是答复期限的起算日"),
        warn=W1,
        override=(N_("本级规定"),),
    ),
    _working(
        "30",
        None,
        code="disclosure.correction_submit",
        name=N_("申请人补正"),
        day_zero=N_("收到补正通知日"),
        length=10,
        bearer=Bearer.PARTY,
        extension=Extension(None, N_("本机关"), N_("另定合理的补正期限")),
        on_expiry=N_("无正当理由逾期不补正的，视为放弃申请"),
        effect=ABANDONED,
        warn=W2,
        override=(N_("本级规定"),),
    ),
)
