"""The limit of a key work's next stage: counted from the plan, moved with it, missed in the open."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from core.cases.models import Clock
from core.db import Scope
from plugins.goals.deadlines import STAGE
from plugins.supervision.chain.queries import case_missed
from tests.core.duties.conftest import Scheme, on
from tests.plugins.goals.road import Road
from tests.sample import LEADER, MENGYUE
from tests.site import Site


def clocks(site: Site, road: Road) -> list[tuple[str, date | None, date | None]]:
    """State, due day and end of each limit, in their order."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Clock).where(Clock.case_id == road.id, Clock.rule == STAGE).order_by(Clock.id))
        return [(row.state, row.due_on, row.ended_on) for row in rows]


def test_the_next_stage_has_a_limit_that_can_be_missed(site: Site, scheme: Scheme) -> None:
    road = Road(site, login="xian.zaojia").running()
    first = (date(2026, 4, 30), date(2026, 9, 30), date(2026, 11, 20))
    assert clocks(site, road) == [("running", first[0], None)]
    assert road.case.due_on == first[0], "it stands in the lists like every limit"
    # Done in time, and the next one is counted.
    road.act(road.login, "stage_done", date(2026, 4, 28), stage=1, done_on=date(2026, 4, 27), proof="设计图")
    assert clocks(site, road) == [("satisfied", first[0], date(2026, 4, 27)), ("running", first[1], None)]
    # Another day that was agreed to is another limit; the one before stays in the books.
    moved = date(2026, 10, 9)
    road.act(road.login, "ask_change", date(2026, 9, 1), stage=2, new_on=moved, why="雨季")
    assert road.case.due_on == first[1]
    road.act(LEADER, "decide_change", date(2026, 9, 2), approved=True, words="同意")
    assert clocks(site, road)[1:] == [("replaced", first[1], date(2026, 9, 2)), ("running", moved, None)]
    # Missed: accountability finds the number.
    with on(date(2026, 10, 20)), site.database.read(Scope.one(MENGYUE)) as session:
        missed = case_missed(session, road.case.number)
    assert (missed.rule, missed.due_on, missed.ended_on) == (STAGE, moved, None)
    assert "四(三)2" in missed.article
    road.act(road.login, "fail", date(2026, 10, 21), reasons="资金没有到位")
    assert clocks(site, road)[-1] == ("satisfied", moved, date(2026, 10, 21))
    assert road.case.due_on is None
