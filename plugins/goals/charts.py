"""The picture of a plan: a bar for each stage, with its table beside it."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext

from core import clock as time
from core.web import charts
from core.web.charts import Figure
from plugins.goals.queries import PlanRow


def chart(rows: Sequence[PlanRow]) -> Figure:
    """The stages of a plan as spans of days; those past their day stand out. `rows` holds at least one."""
    heads = (gettext("阶段目标"), gettext("开始"), gettext("完成"))
    spans = [
        (f"{row.stage.no}. {row.stage.name}", row.begins_on, row.stage.planned_on, row.standing == "done")
        for row in rows
    ]
    return charts.gantt("plan", heads, spans, time.today(), gettext("今天"))
