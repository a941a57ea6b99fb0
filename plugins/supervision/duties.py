"""Duties of the township's scheme (实施方案) as a whole: who owes them to whom, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.lines import MONTHLY
from core.duties.who import (
    GENERAL_OFFICE,
    ORGANS_AND_VILLAGES,
    STATIONS_AND_VILLAGES,
    TO_GENERAL_OFFICE,
    TO_JOINT_MEETING,
    TO_PERSONNEL_BUREAU,
)
from core.i18n import N_
from plugins.supervision import plan_items
from plugins.supervision.compiled import law_report, township_report
from plugins.supervision.queries import figures_of_year, law_of_month, progress_of_month

_MAY_BE_EMPTY = N_("一行写一项，没有的不填。")
_FIGURES = Part(
    "figures",
    N_("办理数据"),
    N_("一行写一项，末尾写数字；已经填好的取自办理记录。"),
    needed=False,
    figures=True,
)

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.plan",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        once=True,
        series="效能备",
        parts=(
            Part("survey", N_("调研情况"), N_("写明本单位的问题、原因和群众反映。")),
            Part("plan", N_("实施方案"), N_("一行写一项：做什么、谁负责、什么时候完成。")),
            Part("measures", N_("配套措施"), N_("一行写一项制度或者措施。")),
            Part("body", N_("工作机构"), N_("写明负责本项工作的机构。")),
            Part("team", N_("工作班子"), N_("一行写一人：姓名和职务。")),
            Part("head", N_("第一责任人"), N_("写明姓名和职务。")),
            Part("department", N_("责任部门")),
            Part("contact", N_("专人"), N_("写明姓名和办公电话。")),
        ),
    ),
    DutyRule(
        code=MONTHLY,
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        nil=True,
        parts=(
            _FIGURES,
            Part(
                plan_items.PART,
                N_("实施方案各项进展"),
                N_("一行写一项，末尾写“：已完成”“：正在办理”或者“：未完成，原因”；已经填好的取自本单位的实施方案。"),
                needed=False,
            ),
            Part("study", N_("学习型机关"), _MAY_BE_EMPTY, needed=False),
            Part("law", N_("依法行政"), _MAY_BE_EMPTY, needed=False),
            Part("goals", N_("重点工作目标管理"), _MAY_BE_EMPTY, needed=False),
            Part("frontline", N_("一线工作法"), _MAY_BE_EMPTY, needed=False),
            Part("egov", N_("电子政务"), _MAY_BE_EMPTY, needed=False),
        ),
        check=plan_items.check,
        prefill=progress_of_month,
    ),
    DutyRule(
        code="scheme.summary_report",
        owes=STATIONS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        parts=(_FIGURES,),
        prefill=figures_of_year,
    ),
    DutyRule(
        code="scheme.township_report",
        owes=GENERAL_OFFICE,
        to=TO_JOINT_MEETING,
        parts=(
            _FIGURES,
            Part("compiled", N_("全年汇总材料"), N_("一行写一份；已经生成的汇总材料已经列出。"), needed=False),
        ),
        prefill=township_report,
    ),
    DutyRule(
        code="scheme.law_report.monthly",
        owes=ORGANS_AND_VILLAGES,
        to=TO_GENERAL_OFFICE,
        nil=True,
        parts=(Part("law", N_("依法行政"), N_("一行写一项；本月进展情况里写过的已经列出。"), needed=False),),
        prefill=law_of_month,
    ),
    DutyRule(
        code="scheme.law_report.compile",
        owes=GENERAL_OFFICE,
        to=TO_PERSONNEL_BUREAU,
        parts=(Part("law", N_("依法行政"), N_("取自本月的依法行政汇总材料，请核对。"), needed=False),),
        prefill=law_report,
    ),
)
