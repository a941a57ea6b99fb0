"""A period in the address: two legal days, both inclusive, and the usual periods a click away."""

from __future__ import annotations

import datetime as dt

from flask import request

from core.cases.statistics import Period
from core.clock import today
from core.i18n import N_

DAY = dt.timedelta(days=1)


def asked() -> tuple[Period, list[str]]:
    """The days in the address, this year up to today where they say nothing; and the names of what can't be read."""
    days, bad = {"since": today().replace(month=1, day=1), "until": today()}, []
    for name in days:
        try:
            if typed := request.args.get(name, "").strip():
                days[name] = dt.date.fromisoformat(typed)
        except ValueError:
            bad.append(name)
    return Period(days["since"], days["until"]), bad


def usual() -> dict[str, Period]:
    """This and the last month and year, by label."""
    now = today()
    month, year = now.replace(day=1), now.replace(month=1, day=1)
    return {
        N_("本月"): Period(month, now),
        N_("上月"): Period((month - DAY).replace(day=1), month - DAY),
        N_("今年"): Period(year, now),
        N_("去年"): Period(year.replace(year=year.year - 1), year - DAY),
    }
