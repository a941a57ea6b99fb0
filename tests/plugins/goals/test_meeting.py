"""A reviewed key work waits for the joint meeting, and what the meeting resolved moves it."""

from __future__ import annotations

import pytest

from core.db import Scope
from plugins.goals import meeting
from tests.core.duties.conftest import Scheme, on
from tests.plugins.goals.road import APRIL, Road
from tests.sample import LEADER, MENGYUE
from tests.site import Site


@pytest.mark.parametrize(
    ("outcome", "words", "state"), [("agreed", "", "work_reviewed"), ("not_agreed", "目标不具体", "draft")]
)
def test_what_the_meeting_resolved_moves_the_work(
    site: Site, scheme: Scheme, outcome: str, words: str, state: str
) -> None:
    login = {"agreed": "yu.yangding", "not_agreed": "pai.yangjia"}[outcome]
    road = Road(site, login=login).reviewed()
    with site.database.read(Scope.one(MENGYUE)) as session:
        item = next(one for one in meeting.waiting(session) if str(road.id) in one.key)
    assert "灌溉水渠维修" in item.title
    told = {"key": item.key, "outcome": outcome, "words": words, "held_on": APRIL.isoformat(), "document": "样例纪要"}
    with on(APRIL, 15):
        for _ in range(2):  # told a second time, nothing happens
            with site.database.write(Scope.one(MENGYUE)) as session:
                meeting.resolved(session, told)
    assert road.case.state == state
    work = road.whole().work
    assert work.document == "样例纪要"
    assert work.resolved_on == APRIL
    if outcome == "agreed":  # the leader finds it filled in, and signs
        page = site.sign_in(LEADER).get(f"/w/{MENGYUE}/goals/cases/{road.id}/resolve").get_data(as_text=True)
        assert "样例纪要" in page
        assert APRIL.isoformat() in page
        road.act(LEADER, "resolve", APRIL, decision="approve", held_on=APRIL, document="样例纪要")
        assert road.case.state == "approved"
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert not [one for one in meeting.waiting(session) if str(road.id) in one.key]
