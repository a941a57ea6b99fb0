"""Figures of reviews 统计指标, over the county's cases: each is the filter of the list behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, case, exists

from core.cases.lists import CaseFilter, ended_late
from core.cases.models import Case
from core.contracts import Stat
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.review.models import Review
from plugins.reconsideration.review.queries import DECIDE, DECIDE_SUMMARY, KIND

CASES, SHARE = N_("件"), "%"


def _review(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Review.tenant_id == Case.tenant_id, Review.case_id == Case.id, *where)


def _received(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, received=(since, until))


def _of(
    make: Callable[[dt.date, dt.date], tuple[ColumnElement[bool], ...]],
) -> Callable[[dt.date, dt.date], CaseFilter]:
    return lambda since, until: CaseFilter(open_only=False, also=(_review(*make(since, until)),))


def _decided(*outcomes: str) -> Callable[[dt.date, dt.date], CaseFilter]:
    return _of(lambda since, until: (Review.decided_on.between(since, until), Review.outcome.in_(outcomes)))


STATS = (
    Stat(
        "reconsideration.received",
        N_("收到"),
        N_("期间收到的行政复议申请，按收到日期计。"),
        CASES,
        KIND,
        _received,
        public=True,
    ),
    Stat(
        "reconsideration.accepted",
        N_("受理"),
        N_("期间受理的行政复议案件，按受理日期计，包括视为受理的。"),
        CASES,
        KIND,
        _of(lambda since, until: (Review.accepted_on.between(since, until),)),
        public=True,
    ),
    Stat(
        "reconsideration.decided",
        N_("决定"),
        N_("期间作出行政复议决定的案件，按决定日期计；调解、终止的不算。"),
        CASES,
        KIND,
        _decided(*law.OUTCOMES),
        public=True,
    ),
    Stat(
        "reconsideration.corrected",
        N_("纠正"),
        N_("期间决定变更、撤销、确认违法、确认无效、责令履行的案件，按决定日期计。"),
        CASES,
        KIND,
        _decided(*sorted(law.CORRECTING)),
        public=True,
    ),
    Stat(
        "reconsideration.settled",
        N_("调解、终止"),
        N_("期间调解结案或者终止的案件，按结案决定日期计。"),
        CASES,
        KIND,
        _decided(law.MEDIATED, law.TERMINATED),
        public=True,
    ),
    Stat(
        "reconsideration.on_time",
        N_("按期决定率"),
        N_("期间作出决定的案件里，在审理期限内决定的所占比例。"),
        SHARE,
        KIND,
        _decided(*law.OUTCOMES),
        lambda: case((ended_late(DECIDE, DECIDE_SUMMARY), 0), else_=1),
        "share",
        public=True,
    ),
)
