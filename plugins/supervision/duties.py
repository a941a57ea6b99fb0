"""Duties of the township's scheme (实施方案) as a whole: who owes them to whom, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import (
    GENERAL_OFFICE,
    ORGANS_AND_VILLAGES,
    STATIONS_AND_VILLAGES,
    TO_GENERAL_OFFICE,
    TO_JOINT_MEETING,
    TO_PERSONNEL_BUREAU,
)
from core.i18n import N_

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.plan",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        once=True,
        parts=(
            Part("head", N_("第一责任人"), N_("写明姓名和职务。")),
            Part("body", N_("工作机构和工作班子")),
            Part("contact", N_("专人"), N_("写明姓名和办公电话。")),
        ),
    ),
    DutyRule(
        code="scheme.progress_report.monthly",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        nil=True,
    ),
    DutyRule(code="scheme.summary_report", owes=STATIONS_AND_VILLAGES, to=TO_GENERAL_OFFICE),
    DutyRule(code="scheme.township_report", owes=GENERAL_OFFICE, to=TO_JOINT_MEETING),
    DutyRule(code="scheme.law_report.monthly", owes=ORGANS_AND_VILLAGES, to=TO_GENERAL_OFFICE, nil=True),
    DutyRule(code="scheme.law_report.compile", owes=GENERAL_OFFICE, to=TO_PERSONNEL_BUREAU),
)
