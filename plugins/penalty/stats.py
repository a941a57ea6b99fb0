"""Figures of penalties 统计指标: registered, decided in time, fined, and ended without a penalty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, case, exists

from core.cases.lists import CaseFilter, ended_late
from core.cases.models import Case
from core.contracts import Stat
from core.i18n import N_
from plugins.penalty.ordinary.models import Inquiry
from plugins.penalty.ordinary.queries import KIND
from plugins.penalty.summary.services import KIND as ON_SPOT

CASES, SHARE = N_("件"), "%"


def _inquiry(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Inquiry.tenant_id == Case.tenant_id, Inquiry.case_id == Case.id, *where)


def _received(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, received=(since, until))


def _with(where: Callable[[dt.date, dt.date], ColumnElement[bool]]) -> Callable[[dt.date, dt.date], CaseFilter]:
    return lambda since, until: CaseFilter(open_only=False, also=(_inquiry(where(since, until)),))


def _decided(since: dt.date, until: dt.date) -> ColumnElement[bool]:
    return Inquiry.decided_on.between(since, until)


STATS = (
    Stat(
        "penalty.on_spot",
        N_("当场处罚登记"),
        N_("期间现场登记的简易程序案件，按登记日期计。"),
        CASES,
        ON_SPOT,
        _received,
    ),
    Stat("penalty.clues", N_("普通程序线索"), N_("期间登记的普通程序线索，按登记日期计。"), CASES, KIND, _received),
    Stat(
        "penalty.filed",
        N_("立案"),
        N_("期间立案的普通程序案件，按立案日期计。"),
        CASES,
        KIND,
        _with(lambda since, until: Inquiry.filed_on.between(since, until)),
    ),
    Stat(
        "penalty.decided",
        N_("作出处罚决定"),
        N_("期间作出处罚决定的普通程序案件，按决定日期计。"),
        CASES,
        KIND,
        _with(_decided),
    ),
    Stat(
        "penalty.in_time",
        N_("按期决定率"),
        N_("期间作出处罚决定的普通程序案件里，在办案期限内决定的所占比例。"),
        SHARE,
        KIND,
        _with(_decided),
        lambda: case((ended_late("penalty.decide"), 0), else_=1),
        "share",
    ),
    Stat(
        "penalty.heard",
        N_("举行听证"),
        N_("期间作出处罚决定的普通程序案件里，经过听证的。"),
        CASES,
        KIND,
        _with(lambda since, until: _decided(since, until) & Inquiry.hearing_on.is_not(None)),
    ),
    Stat(
        "penalty.overturned",
        N_("决定被变更、撤销或者确认违法、无效"),
        N_("期间作出处罚决定的普通程序案件里，后来被复议或者诉讼改变的。"),
        CASES,
        KIND,
        _with(lambda since, until: _decided(since, until) & Inquiry.overturned.is_(True)),
    ),
)
