"""Limits of 行政许可法, of the service promise and of the scheme about approval, as data.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
行政许可法 82: the organ's limits are working days.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

from core.deadlines.rules import (
    ACCEPTED_ON_RECEIPT,
    PROMISE_BROKEN,
    RENEWED,
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

LICENSING_LAW = "行政许可法"
SERVICE_LAW = "优化营商环境条例"
# 许可法 45: links whose time is not counted, when the applicant was told their length in writing.
SPECIAL = (
    N_("听证"),
    N_("招标"),
    N_("拍卖"),
    N_("检验"),
    N_("检测"),
    N_("检疫"),
    N_("鉴定"),
    N_("专家评审"),
)
SPECIAL_ARTICLE = "行政许可法45"
BY_LAW = (N_("法律"), N_("法规"))
DECIDE_DAYS = 20  # 许可法 42① and 43

_licensing = partial(
    DeadlineRule, law=LICENSING_LAW, count_article="行政许可法82", unit=Unit.WORKING, since=dt.date(2004, 7, 1)
)
_deciding = partial(
    _licensing, stops=SPECIAL, stop_article=SPECIAL_ARTICLE, warn=W4, override=BY_LAW, day_zero=N_("受理日")
)
_natural = partial(_licensing, count_article="", unit=Unit.NATURAL, roll=Roll.NEVER)
_ban = partial(
    _natural,
    unit=Unit.YEAR,
    kind=Kind.WAIT,
    bearer=Bearer.PARTY,
    on_expiry=N_("禁止申请的期间结束"),
)
_service = partial(
    DeadlineRule,
    law=SERVICE_LAW,
    article="36②",
    count_article="优化营商环境条例36②",
    unit=Unit.WORKING,
    length=None,
    day_zero=N_("受理日"),
    stops=SPECIAL,
    stop_article=SPECIAL_ARTICLE,
    since=dt.date(2020, 1, 1),
)
_local = partial(DeadlineRule, law="", article=N_("本级规定"), unit=Unit.WORKING, override=(N_("本级规定"),))
_duty = partial(dated, law="实施方案", day_zero=N_("该年度任何一日"), warn=W3)

RULES: tuple[DeadlineRule, ...] = (
    _licensing(
        code="licensing.correction_notice",
        name=N_("补正一次告知"),
        article="32①(四)",
        day_zero=N_("收到申请材料"),
        length=5,
        on_expiry=N_("自收到申请材料之日起视为受理"),
        effect=ACCEPTED_ON_RECEIPT,
        warn=W2,
    ),
    _deciding(
        code="licensing.decide",
        name=N_("许可决定"),
        article="42①",
        length=DECIDE_DAYS,
        extension=Extension(10, N_("本机关负责人"), N_("延长期限的理由告知申请人")),
        on_expiry=N_("逾期不视为准予；申请人可以申请复议或者提起诉讼"),
    ),
    _deciding(
        code="licensing.decide_joint",
        name=N_("统一、联合、集中办理"),
        article="42②,26",
        length=45,
        extension=Extension(15, N_("本级人民政府负责人"), N_("延长期限的理由告知申请人")),
        on_expiry=N_("逾期不视为准予；申请人可以申请复议或者提起诉讼"),
    ),
    _deciding(
        code="licensing.first_review",
        name=N_("下级机关初审"),
        article="43",
        day_zero=N_("下级受理日"),
        length=DECIDE_DAYS,
        on_expiry=N_("依照行政许可法第七十四条追究责任"),
    ),
    _licensing(
        code="licensing.deliver",
        name=N_("颁发、送达证件"),
        article="44",
        day_zero=N_("准予决定日"),
        length=10,
        on_expiry=N_("依照行政许可法第七十四条追究责任"),
        warn=W3,
    ),
    _licensing(
        code="licensing.hearing_request",
        name=N_("申请听证（申请人、利害关系人）"),
        article="47①",
        day_zero=N_("被告知听证权利日"),
        length=5,
        bearer=Bearer.PARTY,
        on_expiry=N_("就本次告知不再享有申请听证的权利"),
        warn=W2,
    ),
    _licensing(
        code="licensing.hearing_hold",
        name=N_("组织听证"),
        article="47①",
        day_zero=N_("收到听证申请日（最早一份）"),
        length=20,
        on_expiry=N_("程序违法"),
        warn=W4,
    ),
    _licensing(
        code="licensing.hearing_notice",
        name=N_("听证通知"),
        article="48①(一)",
        day_zero=N_("听证日"),
        length=7,
        kind=Kind.BEFORE,
        on_expiry=N_("应当另定听证日期"),
        warn=W2,
    ),
    _licensing(
        code="licensing.inspection_assign",
        name=N_("指派2人以上检验检测检疫"),
        article="55②",
        day_zero=N_("受理日"),
        length=5,
        on_expiry=N_("依照行政许可法第七十四条追究责任"),
        warn=W2,
    ),
    _natural(
        code="licensing.renewal_apply",
        name=N_("申请延续"),
        article="50①",
        day_zero=N_("有效期届满日"),
        length=30,
        kind=Kind.BEFORE,
        bearer=Bearer.PARTY,
        on_expiry=N_("提示逾期，但不因此拒绝接收申请"),
        warn=W3,
        override=(*BY_LAW, N_("规章")),
    ),
    _natural(
        code="licensing.renewal_decide",
        name=N_("延续决定"),
        article="50②",
        day_zero=N_("有效期届满日"),
        length=0,
        on_expiry=N_("已提出申请的，视为准予延续"),
        effect=RENEWED,
        warn=W4,
    ),
    _ban(
        code="licensing.reapply_ban",
        name=N_("隐瞒、虚假材料一年内不得再申请（公共安全事项）"),
        article="78",
        day_zero=N_("不予受理、不予许可决定日"),
        length=1,
    ),
    _ban(
        code="licensing.reapply_ban_fraud",
        name=N_("欺骗、贿赂取得，三年内不得再申请"),
        article="79",
        day_zero=N_("撤销决定日"),
        length=3,
    ),
    _service(
        code="service.promised",
        name=N_("承诺时限"),
        on_expiry=N_("应当公开说明超过办理时间的理由"),
        warn=W2,
    ),
    _service(
        code="service.statutory",
        name=N_("法定办理时限"),
        on_expiry=N_("逾期；办理单位应当公开说明理由"),
        warn=W4,
    ),
    _local(
        code="service.agent_submit",
        name=N_("代办件送交乡镇"),
        day_zero=N_("代办登记日"),
        length=3,
        on_expiry=N_("提醒经手的村级代办员"),
        warn=W1,
    ),
    _local(
        code="service.deferral",
        name=N_("容缺材料补交"),
        day_zero=N_("受理日"),
        length=None,
        bearer=Bearer.PARTY,
        on_expiry=N_("承诺没有兑现，按已有材料作出决定"),
        effect=PROMISE_BROKEN,
        warn=W2,
    ),
    _local(
        code="service.village_opinion",
        name=N_("村级意见"),
        day_zero=N_("征求意见之日"),
        length=None,
        on_expiry=N_("乡镇说明情况后可以继续办理"),
        warn=W2,
    ),
    DeadlineRule(
        code="service.bad_review",
        name=N_("差评核实整改反馈"),
        law="",
        article="国办发〔2019〕51号",
        day_zero=N_("差评日"),
        length=5,
        unit=Unit.WORKING,
        on_expiry=N_("提醒"),
        warn=W2,
        override=(N_("本级规定"),),
    ),
    _duty(
        code="scheme.approval.publish_items",
        name=N_("公布审批项目、程序、条件"),
        article="四(二)1(1)",
        fixed=Fixed("year", 5, 10),
    ),
    _duty(
        code="scheme.approval.cleanup",
        name=N_("专项整治吃拿卡要"),
        article="四(二)1(3)",
        fixed=Fixed("year", 9, 1),
    ),
    _duty(
        code="scheme.approval.centralise",
        name=N_("审批事项集中办理（力争）"),
        article="四(二)1(2)",
        fixed=Fixed("year", 6, 30, shift=1),
    ),
    _duty(
        code="scheme.approval.online_pilot",
        name=N_("网上行政审批试点前期准备（力争）"),
        article="四(五)2",
        fixed=Fixed("year", 12, 31),
    ),
)
