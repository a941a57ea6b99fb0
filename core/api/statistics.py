"""Public figures of a tenant, month by month. A month is counted once a day in a process: anybody may ask for it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask import current_app
from flask_babel import gettext
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from core import clock, plugins
from core.accounts.access import public
from core.api.schemas import Asked, short
from core.cases.statistics import Period
from core.errors import DomainError, Problem
from core.i18n import N_
from core.stats import queries
from core.web import request as web_request

bp = Blueprint("api_statistics", __name__, url_prefix="/api/v1/<int:code>/statistics", description=N_("统计指标"))
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)
KEPT = "xiaoneng.public_figures"
MOST = 1000
DAY = dt.timedelta(days=1)


class MonthSchema(Asked):
    """Which month."""

    lang = short()
    month = short(metadata={"example": "2026-10", "description": N_("例如 2026-10，不填就是上个月")})


class FigureSchema(Schema):
    """A figure with its definition; a share is from 0 to 1, and there is no value where nothing was to be counted."""

    code = fields.String(required=True)
    label = fields.String(required=True)
    definition = fields.String(required=True)
    unit = fields.String(required=True)
    value = fields.Float(allow_none=True, required=True)


class FiguresSchema(Schema):
    """The figures of a month, from its first day to its last, or to today."""

    since = fields.Date(required=True)
    until = fields.Date(required=True)
    figures = fields.List(fields.Nested(FigureSchema), required=True)


@bp.get("/")
@public
@bp.doc(summary=N_("公开的统计指标"), description=N_("按月统计，每天更新一次。比例是0到1之间的数。"))
@bp.arguments(MonthSchema, location="query")
@bp.response(200, FiguresSchema)
def index(asked: dict[str, str], code: int) -> Any:
    """The public figures of a month, of the measures that are on."""
    period = _period(asked.get("month", ""))
    values, registry = _values(code, period), plugins.registry()
    shown = [stat for stat in registry.stats.values() if stat.code in values]
    figures = [
        {
            "code": stat.code,
            "label": gettext(stat.label),
            "definition": gettext(stat.definition),
            "unit": gettext(stat.unit),
            "value": values[stat.code],
        }
        for stat in shown
    ]
    return {"since": period.since, "until": period.until, "figures": figures}


def _period(month: str) -> Period:
    today = clock.today()
    if not month:
        last = today.replace(day=1) - DAY
        return Period(last.replace(day=1), last)
    match = MONTH.fullmatch(month)
    first = dt.date(int(match[1]), int(match[2]), 1) if match else None
    if first is None or first > today:
        raise DomainError(Problem(N_("请填写已经开始的月份，例如 2026-10。"), "month"))
    return Period(first, min((first + 31 * DAY).replace(day=1) - DAY, today))


def _values(code: int, period: Period) -> dict[str, float | None]:
    """The figures of the measures that are on, kept for the day."""
    kept: dict[Any, dict[str, float | None]] = current_app.extensions.setdefault(KEPT, {})
    switches = web_request.switches()
    key = (code, period, clock.today(), switches.on, switches.shut)
    if key not in kept:
        if len(kept) >= MOST:
            kept.clear()
        found = queries.public(web_request.private_reading(), code, period)
        owner = plugins.registry().owner
        kept[key] = {name: value for name, value in found.items() if owner[name] in switches.on}
    return kept[key]
