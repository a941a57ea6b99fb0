"""Duties of the township's scheme (实施方案) about penalties: who owes them to whom, and what they hold."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import ENFORCEMENT, TO_GENERAL_OFFICE
from core.i18n import N_
from plugins.penalty import handing

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(
        code="scheme.penalty.catalogue",
        owes=ENFORCEMENT,
        to=TO_GENERAL_OFFICE,
        nil=True,
        parts=(Part("offences", N_("行政处罚事项"), N_("一行写一项；已经填好的取自处罚目录。"), needed=False),),
        prefill=handing.catalogue,
    ),
    DutyRule(
        code="scheme.penalty.discretion",
        owes=ENFORCEMENT,
        to=TO_GENERAL_OFFICE,
        nil=True,
        parts=(
            Part("standard", N_("裁量标准"), N_("写明文件名称；直接适用上级标准的，写明其出处。")),
            Part("plan", N_("实施方案"), N_("写明文件名称。")),
        ),
        prefill=handing.discretion,
    ),
    DutyRule(
        code="scheme.penalty.submit",
        owes=ENFORCEMENT,
        to=TO_GENERAL_OFFICE,
        nil=True,
        parts=(Part("booklets", N_("报送审核的材料"), N_("一行写一份；已经填好的取自手册。"), needed=False),),
        prefill=handing.handed_in,
    ),
)
