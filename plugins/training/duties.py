"""Duties of the township's scheme (实施方案) about training: who owes them to whom, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import GENERAL_OFFICE, STATIONS_AND_VILLAGES, TO_GENERAL_OFFICE
from core.i18n import N_
from plugins.training.rules import QUOTAS, quota

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(code="scheme.training.plan", owes=STATIONS_AND_VILLAGES, to=TO_GENERAL_OFFICE),
    DutyRule(
        code="scheme.training.quota",
        owes=STATIONS_AND_VILLAGES,
        parts=(
            Part("topics", N_("培训专题和学时"), N_("一行写一个专题，末尾写学时，例如：职业道德 3。"), figures=True),
        ),
        quotas=QUOTAS,
        measured=quota,
    ),
    DutyRule(
        code="scheme.training.summary",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(
            Part("summary", N_("培训总结"), N_("写明材料名称。")),
            Part("courseware", N_("培训课件"), N_("一行写一个课件的名称。")),
        ),
    ),
    DutyRule(code="scheme.training.spotcheck", owes=GENERAL_OFFICE),
)
