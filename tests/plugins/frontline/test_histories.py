"""Random histories of issues: whatever the office, the leads and the people do, none ends without a reply to each."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import select

from core.cases.models import Case, Reply
from core.db import Scope
from core.errors import DomainError, Forbidden
from plugins.frontline.issues import queries
from plugins.frontline.issues.road import ISSUE
from tests.plugins.frontline.road import OFFICE, Road, unit
from tests.sample import AGENT, HANDLER, LEADER, MENGYUE
from tests.site import Site

pytestmark = [
    pytest.mark.usefixtures("township"),
    pytest.mark.deep,
    pytest.mark.only_on("sqlite", "rules of the road over random acts"),
]
FINAL = {state.code for state in ISSUE.states if state.final}
STEPS, PEOPLE = 60, ("", OFFICE, AGENT, HANDLER, LEADER)


def given(site: Site, code: str, chance: random.Random, numbers: list[str]) -> dict[str, Any]:
    """What an act is told: often right, sometimes not."""
    place = {"matter": "road", "place": "三组"}
    told: dict[str, dict[str, Any]] = {
        "sort": {**place, "lead": unit(site, "NYZ")},
        "redirect": {"lead": unit(site, "NYZ"), "reason": "由农业站牵头"},
        "join": {"number": chance.choice(numbers)},
        "share_out": {"units": (unit(site, "LYZ"),), "asked": "清理边坡", "days": 3},
        "pass_back": {"reason": "不属于本单位"},
        "answer": {"result": "solved", "measures": chance.choice(("", "已经修好"))},
        "on_spot": {"measures": chance.choice(("", "当场垫平"))},
        **{code: {"words": "样例"} for code in ("progress", "chase", "veto", "still_unsolved")},
    }
    return told.get(code, {})


@pytest.mark.parametrize("seed", [1, 2])
def test_no_issue_ends_without_a_reply_to_whoever_raised_it(site: Site, seed: int) -> None:
    chance, roads, done = random.Random(seed), [], 0
    acts = [act.code for act in ISSUE.transitions if not act.by_system]
    roads = [Road.collected(site, place=f"{seed}-{number}组") for number in range(5)]
    numbers = [road.case.number for road in roads]
    for _ in range(STEPS):
        road, code = chance.choice(roads), chance.choice(acts)
        fitting = [one.code for one in ISSUE.transitions if road.case.state in one.sources and not one.by_system]
        code = chance.choice(fitting or [code])
        for login in PEOPLE:
            try:
                road.act(login, code, **given(site, code, chance, numbers))
            except (DomainError, Forbidden):
                continue
            done += 1
            break
        answered(site)
    assert done >= STEPS // 6


def answered(site: Site) -> None:
    """Every issue that has ended was answered; one joined to another bears the same answer."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.execute(
            select(Case, Reply.words)
            .outerjoin(Reply, (Reply.tenant_id == Case.tenant_id) & (Reply.case_id == Case.id))
            .where(Case.kind == queries.KIND)
        ).all()
    for case, words in rows:
        assert case.is_open == (case.state not in FINAL), case.number
        assert case.is_open or (words and words.strip()), f"{case.number} ended {case.state} without a reply"
