"""Figures of key works 统计指标: how many were selected and ended, and how many of these were done."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, case

from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.contracts import Stat
from core.i18n import N_
from plugins.goals.queries import KIND

WORKS, SHARE = N_("件"), "%"
ENDED = ("finished", "unfinished")


def _selected(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, received=(since, until), also=(Case.state.not_in(("draft", "dropped")),))


def _ended(since: dt.date, until: dt.date) -> CaseFilter:
    return CaseFilter(open_only=False, closed=(since, until), states=ENDED)


def _done() -> ColumnElement[int]:
    return case((Case.state == "finished", 1), else_=0)


STATS = (
    Stat(
        "goals.selected",
        N_("选报的重点工作"),
        N_("期间选报的重点工作，按拟写日期计，不含草稿和未选入的。"),
        WORKS,
        KIND,
        _selected,
        public=True,
    ),
    Stat(
        "goals.ended",
        N_("结束的重点工作"),
        N_("期间登记完成或者未完成的重点工作。"),
        WORKS,
        KIND,
        _ended,
        public=True,
    ),
    Stat(
        "goals.finished",
        N_("重点工作完成率"),
        N_("期间结束的重点工作里，登记完成的所占比例。"),
        SHARE,
        KIND,
        _ended,
        _done,
        "share",
        public=True,
    ),
)
