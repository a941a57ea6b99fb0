"""Duties of the township's scheme (实施方案) about approval: who owes them, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import GOVERNMENT, GOVERNMENT_AND_SUPERVISION, STATIONS_AND_VILLAGES, TO_GENERAL_OFFICE
from core.i18n import N_
from plugins.approval.queries import published_by
from plugins.approval.returns import centralised, online

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.approval.publish_items",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        once=True,
        nil=True,
        parts=(Part("items", N_("已公布的审批事项"), N_("一行写一项；已经填好的取自事项清单。")),),
        prefill=published_by,
    ),
    DutyRule(
        code="scheme.approval.cleanup",
        owes=GOVERNMENT_AND_SUPERVISION,
        once=True,
        parts=(Part("campaigns", N_("专项整治"), N_("至少一次，一行写一次：时间和内容。")),),
    ),
    DutyRule(
        code="scheme.approval.centralise",
        owes=GOVERNMENT,
        once=True,
        target=True,
        parts=(Part("centre", N_("进驻情况"), N_("一行写一项；已经填好的取自事项清单和进驻登记。"), needed=False),),
        prefill=centralised,
    ),
    # The scheme gives no day for it: it is striven for, and never overdue.
    DutyRule(
        code="scheme.approval.online_pilot",
        owes=GOVERNMENT,
        once=True,
        target=True,
        parts=(
            Part("work", N_("项目规划等前期准备工作"), N_("一行写一项：做了什么、什么时候、配合谁。"), needed=False),
        ),
        prefill=online,
    ),
)
