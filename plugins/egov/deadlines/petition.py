"""Limits of 信访工作条例: natural days, but for the five 工作日 of 23③. The text of 2005 had the same numbers."""

from __future__ import annotations

import datetime as dt
from functools import partial

from core.deadlines.rules import PASSED, W2, W3, W4, Bearer, DeadlineRule, Extension, Roll, Unit
from core.i18n import N_

LAW = "信访工作条例"
OLD, NEW = dt.date(2005, 5, 1), dt.date(2022, 5, 1)

_natural = partial(DeadlineRule, law=LAW, unit=Unit.NATURAL, roll=Roll.ANALOGY, since=OLD)
_registering = partial(
    _natural, day_zero=N_("收到日"), length=15, on_expiry=N_("依照信访工作条例第四十四条追究责任"), warn=W3
)
_handling = partial(_natural, on_expiry=N_("依照信访工作条例第四十五条追究责任"), warn=W4)
_asking = partial(_natural, length=30, bearer=Bearer.PARTY, on_expiry=N_("该信访事项终结"), warn=W3)

RULES: tuple[DeadlineRule, ...] = (
    _registering(
        code="petition.transfer",
        used_by="petition office",
        name=N_("信访部门登记转送交办"),
        article="22",
        formerly="信访条例21",
    ),
    _registering(code="petition.notice", name=N_("直接提出事项书面告知"), article="23②", formerly="信访条例22"),
    _registering(code="petition.receive_notice", name=N_("转送、交办事项书面告知"), article="23③"),
    DeadlineRule(
        code="petition.objection",
        name=N_("对转送、交办提异议退回"),
        law=LAW,
        article="23③",
        count_article="信访工作条例23③",
        day_zero=N_("收到日"),
        length=5,
        unit=Unit.WORKING,
        on_expiry=N_("应当办理"),
        effect=PASSED,
        since=NEW,
        warn=W2,
    ),
    _handling(
        code="petition.handle",
        name=N_("申诉求决办结"),
        article="34",
        formerly="信访条例33",
        day_zero=N_("受理日"),
        length=60,
        extension=Extension(30, N_("本机关单位负责人"), N_("告知信访人延期理由")),
    ),
    _asking(
        code="petition.review_request",
        name=N_("请求复查"),
        article="35",
        formerly="信访条例34",
        day_zero=N_("收到书面答复日"),
    ),
    _handling(
        code="petition.review",
        name=N_("复查意见"),
        article="35",
        formerly="信访条例34",
        day_zero=N_("收到复查请求日"),
        length=30,
    ),
    _asking(
        code="petition.recheck_request",
        name=N_("请求复核"),
        article="36①",
        formerly="信访条例35",
        day_zero=N_("收到复查意见日"),
    ),
    _handling(
        code="petition.recheck",
        name=N_("复核意见"),
        article="36",
        formerly="信访条例35",
        day_zero=N_("收到复核请求日"),
        length=30,
        stops=(N_("听证"),),
        stop_article="信访工作条例36②",
    ),
)
