"""What was compiled from the units, for the reports the general office itself owes (实施方案三·第三步, 四(二)3末)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import ScopedSession
from core.duties.models import DutyReport
from core.tenancy.models import Unit

SUMMARY, LAW_REPORT = "scheme.summary_report", "scheme.law_report.monthly"
Lines = Mapping[str, tuple[str, ...]]


def township_report(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """The year's figures as the units' analyses were compiled, and every report of the year with who owes."""
    rows = _newest(session, first, last)
    summary = next((row for row in rows if row.rule == SUMMARY), None)
    figures = [f"{name}：{total}" for _part, name, total, _units in summary.content["figures"]] if summary else []
    return {"figures": tuple(figures), "compiled": tuple(map(_said, rows))}


def law_report(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Lines:
    """What the month's report on law-based administration says, line by line."""
    row = next((row for row in _newest(session, first, last) if row.rule == LAW_REPORT), None)
    if row is None:
        return {}
    lines = [line.strip() for _label, text in row.content["sections"] for line in text.splitlines()]
    return {"law": (*filter(None, lines), _said(row))}


def _newest(session: ScopedSession, first: dt.date, last: dt.date) -> Sequence[DutyReport]:
    """The reports on periods within these days, of each duty and period the one made last."""
    query = select(DutyReport).where(DutyReport.period.startswith(str(first.year)))
    rows = session.scalars(query.order_by(DutyReport.period, DutyReport.made_at, DutyReport.id))
    whole = first.month != last.month
    month = f"{first:%Y-%m}"
    return list({(row.rule, row.period): row for row in rows if whole or row.period == month}.values())


def _said(row: DutyReport) -> str:
    handed, owing = len(row.content["handed"]), row.content["owing"]
    words = f"{row.title}：应报送{handed + len(owing)}个单位，已报送{handed}个"
    return f"{words}，未报送：{'、'.join(owing)}" if owing else words
