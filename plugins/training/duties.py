"""Duties of the township's scheme (实施方案) about training: who owes them to whom, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import GENERAL_OFFICE, STATIONS_AND_VILLAGES, TO_GENERAL_OFFICE
from core.i18n import N_
from plugins.training import returns
from plugins.training.rules import QUOTA, QUOTAS, quota

_TOPICS = Part("topics", N_("培训专题和学时"), N_("一行写一个专题，末尾写学时，例如：职业道德 3。"), figures=True)

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.training.plan",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(
            _TOPICS,
            Part("needs", N_("培训需求"), N_("一行写一项：谁缺什么，依据是什么。"), needed=False),
        ),
        measured=quota,
        measured_by=QUOTA,
        prefill=returns.plan,
    ),
    DutyRule(
        code=QUOTA,
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(_TOPICS,),
        quotas=QUOTAS,
        measured=quota,
        prefill=returns.quota,
    ),
    DutyRule(
        code="scheme.training.summary",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(
            Part("summary", N_("培训总结"), N_("写明材料名称；培训登记里的场次已经列出。")),
            Part("courseware", N_("培训课件"), N_("一行写一个课件的名称。")),
        ),
        prefill=returns.summary,
    ),
    DutyRule(
        code="scheme.training.spotcheck",
        owes=GENERAL_OFFICE,
        parts=(Part("checks", N_("抽查和考评情况"), N_("一行写一个单位；登记过的抽查已经列出。"), needed=False),),
        prefill=returns.spot_checks,
    ),
)
