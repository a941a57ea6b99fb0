"""Figures of issues 统计指标: raised, answered, in time, and solved in the words of those who raised them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, case, exists

from core.cases.lists import CaseFilter, ended_late
from core.cases.models import Case
from core.contracts import Stat
from core.i18n import N_
from plugins.frontline.deadlines import REPLY
from plugins.frontline.issues.models import Issue
from plugins.frontline.issues.queries import KIND

CASES, SHARE = N_("件"), "%"


def _issue(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Issue.tenant_id == Case.tenant_id, Issue.case_id == Case.id, *where)


def _received(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, received=(since, until))


def _closed(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, closed=(since, until))


def _of_closed(*where: ColumnElement[bool]) -> Callable[[dt.date, dt.date], CaseFilter]:
    return lambda since, until: CaseFilter(open_only=False, closed=(since, until), also=(_issue(*where),))


STATS = (
    Stat(
        "frontline.received",
        N_("反映"),
        N_("期间登记的群众反映的问题，按登记日期计。"),
        CASES,
        KIND,
        _received,
        public=True,
    ),
    Stat(
        "frontline.closed",
        N_("答复"),
        N_("期间答复的问题，按答复日期计，包括并案答复的。"),
        CASES,
        KIND,
        _closed,
        public=True,
    ),
    Stat(
        "frontline.on_time",
        N_("按时答复率"),
        N_("期间答复的问题里，在答复期限内答复的所占比例。"),
        SHARE,
        KIND,
        _closed,
        lambda: case((ended_late(REPLY), 0), else_=1),
        "share",
        public=True,
    ),
    Stat(
        "frontline.on_spot",
        N_("当场办结"),
        N_("期间答复的问题里，由收集的单位当场解决的。"),
        CASES,
        KIND,
        _of_closed(Issue.on_spot.is_(True)),
        public=True,
    ),
    Stat(
        "frontline.solved",
        N_("群众评定解决率"),
        N_("期间答复、反映人作了评定的问题里，反映人说已经解决的所占比例；没有评定的不算。"),
        SHARE,
        KIND,
        _of_closed(Issue.solved.is_not(None)),
        lambda: case((_issue(Issue.solved.is_(True)), 1), else_=0),
        "share",
        public=True,
    ),
)
