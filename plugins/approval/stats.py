"""Figures of approval 统计指标: how much came and ended, how much of it in time, and how long it took against promise.

A promise is in working days; what it gave and what was used are both told in natural days from the day it began to
run, so that they can be compared.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.cases import clocks
from core.cases.lists import CaseFilter, ended_late
from core.cases.models import Case, Clock
from core.contracts import Stat
from core.db.functions import days_between
from core.i18n import N_
from plugins.approval.limits import PROMISED
from plugins.approval.models import Application, Item

KIND = "approval.application"
CASES, SHARE, DAYS = N_("件"), "%", N_("天")


def _promise() -> ColumnElement[bool]:
    """The case's promised limit, once it was met or missed."""
    return and_(
        Clock.tenant_id == Case.tenant_id,
        Clock.case_id == Case.id,
        Clock.rule == PROMISED,
        Clock.state.in_((clocks.SATISFIED, clocks.LAPSED)),
        Clock.due_on.is_not(None),
    )


def _received(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, received=(since, until))


def _closed(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, closed=(since, until))


def _late(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, closed=(since, until), late=True)


def _promised(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, closed=(since, until), also=(exists().where(_promise()),))


def _in_time(*rules: str) -> Callable[[], ColumnElement[int]]:
    return lambda: case((ended_late(*rules), 0), else_=1)


def _days(until: InstrumentedAttribute[dt.date | None]) -> Callable[[], ColumnElement[int]]:
    """Natural days from the day the promise began to run."""
    return lambda: (
        select(func.max(days_between(Clock.start_on, until))).where(_promise()).correlate(Case).scalar_subquery()
    )


def _instant() -> ColumnElement[int]:
    """Whether the case's item is one that is settled on the spot 即办件."""
    of_case = (Application.tenant_id == Case.tenant_id, Application.case_id == Case.id)
    item = and_(Item.tenant_id == Application.tenant_id, Item.id == Application.item_id)
    return case((exists().where(*of_case, item, Item.instant.is_(True)), 1), else_=0)


# Once, so that the mean and the median are read of one column.
USED = _days(Clock.ended_on)
STATS = (
    Stat("approval.received", N_("收件"), N_("期间收到的申请，按收件日期计。"), CASES, KIND, _received, public=True),
    Stat(
        "approval.instant",
        N_("即办件占比"),
        N_("期间收到的申请里，事项是即办件（当场办结）的所占比例。"),
        SHARE,
        KIND,
        _received,
        _instant,
        "share",
        public=True,
    ),
    Stat(
        "approval.online",
        N_("网上申请占比"),
        N_("期间收到的申请里，申请人自己在网上提交的所占比例。"),
        SHARE,
        KIND,
        _received,
        lambda: case((Case.channel == "online", 1), else_=0),
        "share",
        public=True,
    ),
    Stat(
        "approval.closed",
        N_("办结"),
        N_("期间办结的申请，按办结日期计，包括撤回和不予受理的。"),
        CASES,
        KIND,
        _closed,
        public=True,
    ),
    Stat(
        "approval.late",
        N_("超期办结"),
        N_("期间办结的申请里，行政机关负责的法定期限或者承诺期限有超过的件数。"),
        CASES,
        KIND,
        _late,
        public=True,
    ),
    Stat(
        "approval.on_time",
        N_("按时办结率"),
        N_("期间办结的申请里，行政机关负责的法定期限和承诺期限没有一项超过的所占比例。"),
        SHARE,
        KIND,
        _closed,
        _in_time(),
        "share",
        public=True,
    ),
    Stat(
        "approval.kept",
        N_("承诺兑现率"),
        N_("期间办结、有承诺期限的申请里，在承诺期限内办完的所占比例。"),
        SHARE,
        KIND,
        _promised,
        _in_time(PROMISED),
        "share",
        public=True,
    ),
    Stat(
        "approval.mean_days",
        N_("平均用时"),
        N_("期间办结、有承诺期限的申请，从承诺期限起算到办完的自然日，取平均数。"),
        DAYS,
        KIND,
        _promised,
        USED,
        "mean",
        public=True,
    ),
    Stat(
        "approval.median_days",
        N_("用时中位数"),
        N_("期间办结、有承诺期限的申请，从承诺期限起算到办完的自然日，取中位数。"),
        DAYS,
        KIND,
        _promised,
        USED,
        "median",
        public=True,
    ),
    Stat(
        "approval.promised_days",
        N_("平均承诺用时"),
        N_("同样这些申请，从承诺期限起算到届满的自然日，取平均数，与平均用时对照。"),
        DAYS,
        KIND,
        _promised,
        _days(Clock.due_on),
        "mean",
        public=True,
    ),
)
