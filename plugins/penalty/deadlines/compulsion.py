"""Limits of 行政强制法: those of up to ten days are working days (69). The courts' are for information."""

from __future__ import annotations

import datetime as dt
from functools import partial

from core.deadlines.rules import W1, W2, W3, W4, W5, Bearer, DeadlineRule, Extension, Kind, Roll, Unit
from core.i18n import N_

LAW = "行政强制法"

_law = partial(DeadlineRule, law=LAW, since=dt.date(2012, 1, 1), used_by="compulsion case")
_working = partial(_law, count_article="行政强制法69", unit=Unit.WORKING)
_natural = partial(_law, unit=Unit.NATURAL)
_court = partial(_law, bearer=Bearer.COURT, on_expiry=N_("跟踪法院办理情况"))

RULES: tuple[DeadlineRule, ...] = (
    _natural(
        code="compulsion.seizure",
        name=N_("查封、扣押期限"),
        article="25",
        day_zero=N_("实施日"),
        length=30,
        roll=Roll.NEVER,  # a burden on property is not lengthened
        extension=Extension(30, N_("机关负责人"), N_("延长的决定和理由书面告知当事人")),
        stops=(N_("检测"), N_("检验"), N_("检疫"), N_("技术鉴定")),
        stop_article="行政强制法25③",
        on_expiry=N_("应当立即解除查封、扣押，退还财物"),
        warn=W3,
    ),
    _natural(
        code="compulsion.abandon",
        used_by="",
        name=N_("中止执行满三年"),
        article="39②",
        day_zero=N_("中止执行日"),
        length=3,
        unit=Unit.YEAR,
        kind=Kind.WAIT,
        roll=Roll.NEVER,
        on_expiry=N_("不再执行"),
        warn=W5,
    ),
    _natural(
        code="compulsion.surcharge_wait",
        used_by="",
        name=N_("加处罚款、滞纳金超过三十日"),
        article="46",
        day_zero=N_("开始加处日"),
        length=30,
        kind=Kind.WAIT,
        roll=Roll.NEVER,
        on_expiry=N_("法律授权的可以自行强制执行，否则申请法院强制执行"),
        warn=W1,
    ),
    _working(
        code="compulsion.substitute_urge",
        name=N_("代履行前催告"),
        article="51①(二)",
        day_zero=N_("代履行日"),
        length=3,
        kind=Kind.BEFORE,
        on_expiry=N_("应当另定代履行日期；立即清除的除外"),
        warn=W1,
    ),
    _working(
        code="compulsion.urge_wait",
        used_by="",
        name=N_("催告书送达满十日"),
        article="54",
        day_zero=N_("催告书送达日"),
        length=10,
        kind=Kind.WAIT,
        on_expiry=N_("自次日起可以申请法院强制执行"),
        warn=W1,
    ),
    _natural(
        code="compulsion.court_apply",
        used_by="",
        name=N_("申请法院强制执行"),
        article="53",
        day_zero=N_("法定复议、起诉期限届满日（取较晚者；分期的为分期期满日，处罚法72②）"),
        length=3,
        unit=Unit.MONTH,
        roll=Roll.CERTAIN,
        on_expiry=N_("没有正当理由的，法院不予受理"),
        warn=W4,
    ),
    _natural(
        code="compulsion.court_object",
        name=N_("对不予受理、不予执行裁定申请复议"),
        article="56②,58③",
        day_zero=N_("裁定收到日"),
        length=15,
        roll=Roll.CERTAIN,
        bearer=Bearer.PARTY,
        on_expiry=N_("裁定生效"),
        warn=W2,
    ),
    _court(
        code="compulsion.court_accept",
        used_by="",
        name=N_("（法院）受理"),
        article="56①",
        count_article="行政强制法69",
        day_zero=N_("法院接到申请日"),
        length=5,
        unit=Unit.WORKING,
    ),
    _court(
        code="compulsion.court_ruling",
        name=N_("（法院）书面审查裁定"),
        article="57",
        count_article="行政强制法69",
        day_zero=N_("法院受理日"),
        length=7,
        unit=Unit.WORKING,
    ),
    _court(
        code="compulsion.court_ruling_heard",
        name=N_("（法院）听取意见后裁定"),
        article="58②",
        day_zero=N_("法院受理日"),
        length=30,
        unit=Unit.NATURAL,
        roll=Roll.CERTAIN,
    ),
)
