"""What approval fills in beforehand: the items a unit has published, and its lines of 依法行政 of a month."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update

from core.cases.models import Case
from core.clock import local_date
from core.db import Database, Scope
from core.tenancy.models import Unit
from plugins.approval.models import Application, Item
from plugins.approval.queries import published_by
from plugins.approval.returns import of_month
from tests.sample import MENGYUE

FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)


def test_a_unit_is_given_the_names_of_its_own_published_items(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.published.is_(True)).order_by(Item.code)).first()
        assert item is not None
        own = session.get_one(Unit, (MENGYUE, item.unit_id))
        other = session.scalars(select(Unit).where(Unit.kind == "village")).first()
        assert other is not None
        assert item.name in published_by(session, own, FIRST, LAST)["items"]
        assert published_by(session, other, FIRST, LAST)["items"] == ()
        session.execute(update(Item).where(Item.id == item.id).values(published_on=dt.date(2027, 1, 1)))
        assert item.name not in published_by(session, own, FIRST, LAST)["items"]
        session.execute(update(Item).where(Item.id == item.id).values(published=False, published_on=None))
        assert item.name not in published_by(session, own, FIRST, LAST)["items"]


def test_the_law_lines_of_a_report_equal_a_recount_of_the_rows(county: Database) -> None:
    with county.read(Scope.one(MENGYUE)) as session:
        cases = [case for case in session.scalars(select(Case)) if case.kind == "approval.application"]
        refused = {
            row.case_id
            for row in session.scalars(select(Application))
            if row.decision == "refuse" and row.decided_on is not None and FIRST <= row.decided_on <= LAST
        }
        told = 0
        for unit in session.scalars(select(Unit)):
            own = [case for case in cases if case.unit_id == unit.id]
            lines = of_month(session, unit, FIRST, LAST)["law"]
            closed = [case for case in own if case.closed_at and FIRST <= local_date(case.closed_at) <= LAST]
            numbers = [int("".join(filter(str.isdigit, line))) for line in lines if "办结" in line]
            assert sum(numbers) == len(closed), unit.name
            assert [line for line in lines if "不予" in line] == [
                f"不予许可并说明理由{len(number)}件" for number in [refused & {case.id for case in own}] if number
            ]
            told += len(lines)
    assert told
