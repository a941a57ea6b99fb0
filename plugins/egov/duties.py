"""What is owed by calendar dates: yearly reports of the township, quarterly and monthly lists of the villages."""

from __future__ import annotations

from core.contracts import DutyRule, Part
from core.duties.who import GENERAL_OFFICE, TO_GENERAL_OFFICE, VILLAGES
from core.i18n import N_
from plugins.egov import handing

_POSTED = Part("posted", N_("公布的时间和地点"), N_("一行写一处，例如：12月31日，村务公开栏。"))

_FIGURES = Part(
    "figures", N_("上年度数据"), N_("一行写一项，末尾写数字；已经填好的取自公开记录。"), needed=False, figures=True
)

DUTIES: tuple[DutyRule, ...] = (
    DutyRule(code="disclosure.annual_report", owes=GENERAL_OFFICE, parts=(_FIGURES,), prefill=handing.disclosure),
    DutyRule(code="publicity.annual_stats", owes=GENERAL_OFFICE, parts=(_FIGURES,), prefill=handing.published),
    # A village publishes, the township sees that it did (村民委员会组织法 35).
    DutyRule(code="village.publication", owes=VILLAGES, to=TO_GENERAL_OFFICE, parts=(_POSTED,), prefill=handing.posted),
    DutyRule(
        code="village.finance", owes=VILLAGES, to=TO_GENERAL_OFFICE, nil=True, parts=(_POSTED,), prefill=handing.posted
    ),
)
