"""Figures of penalties 统计指标: registered, decided in time, fined and paid, and ended without a penalty."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import ColumnElement, case, exists, func, select

from core.cases.lists import CaseFilter, ended_late
from core.cases.models import Case
from core.clock import SHANGHAI
from core.contracts import Stat
from core.i18n import N_
from plugins.penalty.fines.models import Payment, Refund
from plugins.penalty.ordinary.models import Inquiry
from plugins.penalty.ordinary.queries import KIND
from plugins.penalty.summary.models import Spot
from plugins.penalty.summary.services import KIND as ON_SPOT

CASES, SHARE, YUAN = N_("件"), "%", N_("元")


def _inquiry(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Inquiry.tenant_id == Case.tenant_id, Inquiry.case_id == Case.id, *where)


def _on_spot(since: dt.date, until: dt.date) -> CaseFilter:
    first, last = (dt.datetime.combine(day, dt.time(), SHANGHAI) for day in (since, until + dt.timedelta(days=1)))
    mine = (Spot.tenant_id == Case.tenant_id, Spot.case_id == Case.id)
    return CaseFilter(open_only=False, also=(exists().where(*mine, Spot.decided_at >= first, Spot.decided_at < last),))


def _ended(state: str) -> Callable[[dt.date, dt.date], CaseFilter]:
    return lambda since, until: CaseFilter(open_only=False, states=(state,), closed=(since, until))


def _fine(table: type[Inquiry | Spot]) -> Callable[[], ColumnElement[int]]:
    mine = (table.tenant_id == Case.tenant_id, table.case_id == Case.id)
    return lambda: func.coalesce(select(table.fine).where(*mine).scalar_subquery(), 0)


def _sum(table: type[Payment | Refund]) -> ColumnElement[int]:
    mine = (table.tenant_id == Case.tenant_id, table.case_id == Case.id)
    return func.coalesce(select(func.sum(table.amount)).where(*mine).scalar_subquery(), 0)


def _collected() -> ColumnElement[int]:
    return _sum(Payment) - _sum(Refund)


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
    Stat(
        "penalty.spot_decided",
        N_("当场作出处罚决定"),
        N_("期间当场作出处罚决定的案件，按决定日期计。"),
        CASES,
        ON_SPOT,
        _on_spot,
    ),
    *(
        Stat(f"penalty.{code}", label, definition, CASES, KIND, _ended(state))
        for code, label, definition, state in (
            ("waived", N_("不予行政处罚"), N_("期间决定不予行政处罚的普通程序案件，按办结日期计。"), "waived"),
            ("transferred", N_("移送"), N_("期间移送其他机关的普通程序案件，按办结日期计。"), "transferred"),
            ("dropped", N_("撤销案件"), N_("期间撤销的普通程序案件，按办结日期计。"), "case_dropped"),
        )
    ),
    *(
        Stat(f"penalty.{code}", label, definition, YUAN, kind, of, value, "yuan")
        for code, label, definition, kind, of, value in (
            (
                "fines",
                N_("罚款数额（普通程序）"),
                N_("期间作出处罚决定的普通程序案件现在的罚款，复议、诉讼变更的按变更以后的数额。"),
                KIND,
                _with(_decided),
                _fine(Inquiry),
            ),
            (
                "collected",
                N_("已缴罚款（普通程序）"),
                N_("期间作出处罚决定的普通程序案件已缴的罚款和加处罚款，减去已退还的。"),
                KIND,
                _with(_decided),
                _collected,
            ),
            (
                "spot_fines",
                N_("罚款数额（当场处罚）"),
                N_("期间当场作出处罚决定的案件现在的罚款，复议、诉讼变更的按变更以后的数额。"),
                ON_SPOT,
                _on_spot,
                _fine(Spot),
            ),
            (
                "spot_collected",
                N_("已缴罚款（当场处罚）"),
                N_("期间当场作出处罚决定的案件已缴的罚款和加处罚款，减去已退还的。"),
                ON_SPOT,
                _on_spot,
                _collected,
            ),
        )
    ),
)
