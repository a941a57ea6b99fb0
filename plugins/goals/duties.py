"""Duties of the township's scheme (实施方案) about key work: who owes them to whom, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import GENERAL_OFFICE, GOVERNMENT_AND_SUPERVISION, STATIONS_AND_VILLAGES, TO_GENERAL_OFFICE
from core.i18n import N_
from plugins.goals import handing
from plugins.goals.rules import SHARE, enough_inspected, one_or_two

_CHECKS = Part("checks", N_("自查情况"), N_("一行写一次自查：日期和结果。"))

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.goals.select",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(Part("goals", N_("重点工作"), N_("选报一至两项，一行写一项。")),),
        check=one_or_two,
        prefill=handing.selected,
    ),
    DutyRule(
        code="scheme.goals.publicity",
        owes=GENERAL_OFFICE,
        parts=(Part("media", N_("公示的媒体"), N_("写明媒体名称、日期和链接。")),),
        prefill=handing.told,
    ),
    DutyRule(
        code="scheme.goals.selfcheck.h1",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(_CHECKS,),
        prefill=handing.checked,
    ),
    DutyRule(
        code="scheme.goals.selfcheck.annual",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(_CHECKS,),
        prefill=handing.checked,
    ),
    DutyRule(
        code="scheme.goals.inspection",
        owes=GOVERNMENT_AND_SUPERVISION,
        to=TO_GENERAL_OFFICE,
        parts=(
            Part("organs", N_("应查单位总数"), N_("写一个数字。")),
            Part("inspected", N_("抽查的单位"), N_("一行写一个单位，不少于总数的一半。")),
        ),
        quotas=(SHARE,),
        measured=enough_inspected,
        prefill=handing.inspected,
    ),
)
