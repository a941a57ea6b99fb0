"""The monthly report goes by the items of the unit's plan: done stays done, what is not done says why."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from core.contracts import Submission
from core.duties.lines import MONTHLY
from core.duties.models import Duty
from core.tenancy.models import Unit
from plugins.supervision import plan_items
from tests.plugins.supervision.desk import Desk, desk, monday
from tests.sample import MENGYUE

__all__ = ["desk", "monday"]


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        ("修路：已完成", 0),
        ("修路:已完成，验收合格", 0),
        ("修路：分两段：正在办理", 0),
        ("修路：未完成，雨季停工", 0),
        ("修路：未完成，原因：雨季停工", 0),
        ("修路：未完成", 1),
        ("修路：未完成。", 1),
        ("修路", 1),
    ],
)
def test_every_item_says_how_it_stands(line: str, problems: int) -> None:
    assert len(plan_items.check(Submission(parts={plan_items.PART: (line,)}))) == problems


def handed_in(unit: Unit, rule: str, start_on: dt.date, **parts: list[str]) -> Duty:
    """What a unit handed in for a duty."""
    day = dt.date(2026, 12, 31)
    counted = {"due_on": day, "safe_due_on": day, "provisional": False, "calendar_version": ""}
    content = {"text": "", "parts": parts}
    given = {
        "rule": rule,
        "period": f"{start_on:%Y-%m}",
        "start_on": start_on,
        "state": "submitted",
        "content": content,
    }
    return Duty(tenant_id=MENGYUE, unit_id=unit.id, **given, **counted)


@pytest.mark.only_on("sqlite", "rows read as everywhere")
def test_a_month_begins_with_the_plan_and_what_was_done(desk: Desk) -> None:
    october = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    with desk.writing() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "NYZ")).one()
        session.add(handed_in(unit, plan_items.PLAN, dt.date(2026, 1, 1), plan=["修路：村组道路", "绿化"]))
        session.flush()
        assert plan_items.of_month(session, unit, *october) == ("修路：村组道路：正在办理", "绿化：正在办理")
        session.add(
            handed_in(unit, MONTHLY, dt.date(2026, 9, 1), items=["修路：村组道路:已完成，验收：合格", "绿化：正在办理"])
        )
        session.flush()
        assert plan_items.of_month(session, unit, *october) == ("修路：村组道路:已完成，验收：合格", "绿化：正在办理")
        session.rollback()
