"""A reviewed key work waits for the joint meeting, and what was resolved stands filled in for the leader."""

from __future__ import annotations

import re

import pytest

from core.db import Scope
from plugins.goals import meeting
from tests.core.duties.conftest import Scheme, on
from tests.plugins.goals.road import APRIL, Road
from tests.sample import LEADER, MENGYUE
from tests.site import Site


@pytest.mark.parametrize(
    ("outcome", "words", "decision", "state"),
    [("agreed", "", "approve", "approved"), ("not_agreed", "目标不具体", "return", "draft")],
)
def test_what_the_meeting_resolved_stands_filled_in_for_the_leader(
    site: Site, scheme: Scheme, outcome: str, words: str, decision: str, state: str
) -> None:
    login = {"agreed": "yu.yangding", "not_agreed": "pai.yangjia"}[outcome]
    road = Road(site, login=login).reviewed()
    with site.database.read(Scope.one(MENGYUE)) as session:
        item = next(one for one in meeting.waiting(session) if str(road.id) in one.key)
    assert "灌溉水渠维修" in item.title
    told = {"key": item.key, "outcome": outcome, "words": words, "held_on": APRIL.isoformat(), "document": "样例纪要"}
    with site.database.write(Scope.one(MENGYUE)) as session:
        meeting.resolved(session, told)
    assert road.case.state == "work_reviewed", "a leader enters it and signs the schedule"
    with on(APRIL, 15):
        page = site.sign_in(LEADER).get(f"/w/{MENGYUE}/goals/cases/{road.id}/resolve").get_data(as_text=True)
    assert "样例纪要" in page
    assert APRIL.isoformat() in page
    assert words in page
    assert re.search(f'checked[^>]*value="{decision}"', page)
    road.act(LEADER, "resolve", APRIL, decision=decision, held_on=APRIL, document="样例纪要", words=words)
    assert road.case.state == state
    with site.database.write(Scope.one(MENGYUE)) as session:
        assert not [one for one in meeting.waiting(session) if str(road.id) in one.key]
        meeting.resolved(session, told)  # too late: nothing happens
    assert road.case.state == state
