"""容缺: promised, on a clock of its own that stops no other; a broken promise leads to a decision on the papers."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from sqlalchemy import select

from core.cases.sweep import sweep
from core.db import Scope
from core.db.ids import new_id
from core.errors import DomainError
from core.notices.models import Notice
from plugins.approval.deferral import BringLater, Confirm, Promise, Supply
from plugins.approval.limits import DEFERRAL as RULE
from tests.plugins.approval.road import APPLICANT, HOUSE, Road, day
from tests.sample import CLERK, HANDLER, MENGYUE
from tests.site import Site

D = dt.date
START, ACCEPTED = D(2026, 11, 2), D(2026, 11, 3)
DECIDE = "licensing.decide"


def waiting(site: Site, days: int = 10) -> Road:
    """Accepted without the plan, which was promised."""
    road = Road(site.database, HOUSE, lacking=("plan",), on=START)
    return road.act(CLERK, Promise, days=days, signed=True).accept(ACCEPTED)


def test_what_may_come_later_is_missing_until_it_is_promised(site: Site) -> None:
    road = Road(site.database, HOUSE, lacking=("plan",), on=START)
    with pytest.raises(DomainError, match="还缺少材料：建房平面图"):
        road.accept(ACCEPTED)
    with pytest.raises(DomainError, match="在承诺书上签名"):
        road.act(CLERK, Promise, days=10, signed=False)
    road.act(CLERK, Promise, days=10, signed=True)
    code, paper = road.papers()[-1]
    assert (code, paper["deferred"], paper["promise_days"]) == ("promise", ["建房平面图"], 10)
    assert road.accept(ACCEPTED).case.state == "accepted"


def test_what_is_needed_at_once_can_not_be_promised_away(site: Site) -> None:
    road = Road(site.database, HOUSE, lacking=("plan", "household"), on=START)
    road.act(CLERK, Promise, days=10, signed=True)
    with pytest.raises(DomainError, match="还缺少材料：户口簿。"):
        road.accept(ACCEPTED)


def test_the_promise_has_its_own_clock_and_the_statutory_one_runs_as_without_it(site: Site) -> None:
    with_promise, without = waiting(site), Road(site.database, HOUSE, on=START).accept(ACCEPTED)
    clock = with_promise.clocks()[RULE]
    assert (clock.start_on, clock.length, clock.due_on, clock.bearer) == (ACCEPTED, 10, D(2026, 11, 17), "party")
    assert RULE not in without.clocks()
    assert with_promise.clocks()[DECIDE].due_on == without.clocks()[DECIDE].due_on == D(2026, 12, 1)
    assert with_promise.case.due_rule == without.case.due_rule, "the party's clock colours no list"


def test_what_came_ends_the_promise_and_the_day_of_acceptance_stays(site: Site) -> None:
    road = waiting(site).review(D(2026, 11, 5))
    with pytest.raises(DomainError, match="承诺期限到2026-11-17"):
        road.propose()
    with pytest.raises(DomainError, match="请勾选收到的容缺材料"):
        road.act(CLERK, Supply, on_paper=("household",))
    road.act(CLERK, Supply, D(2026, 11, 9), on_paper=("plan",))
    assert (road.clocks()[RULE].state, road.clocks()[RULE].ended_on) == ("satisfied", D(2026, 11, 9))
    assert road.application().accepted_on == ACCEPTED
    assert road.propose().case.state == "proposed"


def test_a_broken_promise_is_marked_for_the_handler_and_decided_on_the_papers(site: Site) -> None:
    road = waiting(site).review(D(2026, 11, 5))
    with day(D(2026, 11, 18), 1):
        sweep(site.database, MENGYUE)
    line = road.timeline()[-1]
    assert (line.code, line.label, line.on) == ("flag", "承诺没有兑现，按已有材料作出决定", D(2026, 11, 17))
    with site.database.read(Scope.one(MENGYUE)) as session:
        told = session.scalars(select(Notice.words).where(Notice.matter_id == road.case.id)).all()
    assert any("请依法审查" in words for words in told)
    assert road.propose(D(2026, 11, 18), "refuse").case.state == "proposed"


def test_a_promise_longer_than_the_law_gives_holds_nobody_up(site: Site) -> None:
    road = waiting(site, days=60).review(D(2026, 11, 5))
    assert road.clocks()[RULE].due_on is not None
    assert road.propose().case.state == "proposed"


PICTURE = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF"


def bring(site: Site, road: Road, on: dt.date, browser: Any = None) -> Any:
    """The party's browser after it sent a picture of the plan on a day, and the answer."""
    with day(on, minute=30):
        case, browser = road.now(), browser or site.visitor()
        site.let_in(browser, case)
        url = f"/t/{MENGYUE}/case/{case.id}/act/bring_later"
        answer = site.fill(browser, url, {"file-plan": (io.BytesIO(PICTURE), "plan.pdf")})
    return browser, answer


def test_the_party_brings_it_online_and_the_handler_confirms_it(site: Site) -> None:
    road = waiting(site).review(D(2026, 11, 5))
    browser, answer = bring(site, road, D(2026, 11, 9))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    road.case = road.now()
    assert (road.clocks()[RULE].state, road.clocks()[RULE].ended_on) == ("satisfied", D(2026, 11, 9))
    code, paper = road.papers()[-1]
    assert (code, paper["way"], paper["materials"], paper["deferred"]) == (
        "materials_receipt",
        "online",
        [{"name": "建房平面图", "pieces": 1}],
        [],
    )
    with site.database.read(Scope.one(MENGYUE)) as session:
        told = session.scalars(select(Notice.words).where(Notice.matter_id == road.case.id)).all()
    assert any("已在网上补交容缺材料，请核对" in words for words in told)
    with day(D(2026, 11, 9), 10):
        page = browser.get(answer.location).get_data(as_text=True)
    assert "已补交，待核对" in page
    assert "/act/bring_later" not in page
    with pytest.raises(DomainError, match="请先核对"):
        road.propose(D(2026, 11, 10))
    handler, form = site.sign_in(HANDLER), f"/w/{MENGYUE}/approval/cases/{road.case.id}/confirm_later"
    with day(D(2026, 11, 10)):
        assert site.fill(handler, form, {"found": "no"}).status_code == 422
        assert site.fill(handler, form, {"found": "yes"}).status_code == 303
    road.case, road.on = road.now(), D(2026, 11, 10)
    assert road.facts().brought == ()
    assert road.propose().case.state == "proposed"


def test_what_does_not_fit_is_owed_again_until_the_same_day(site: Site) -> None:
    road = waiting(site)
    bring(site, road, D(2026, 11, 9))
    road.case = road.now()
    with pytest.raises(DomainError, match="请写明材料哪里不符合要求"):
        road.act(HANDLER, Confirm, D(2026, 11, 10), fits=False)
    road.act(HANDLER, Confirm, D(2026, 11, 10), fits=False, reason="图上没有尺寸")
    assert (road.clocks()[RULE].state, road.clocks()[RULE].due_on) == ("running", D(2026, 11, 17))
    assert road.facts().deferred == ["建房平面图"]
    assert road.replies()[-1].words == "图上没有尺寸"
    _, answer = bring(site, road, D(2026, 11, 17))
    assert answer.status_code == 303
    assert road.clocks()[RULE].state == "satisfied"


def test_too_late_or_nothing_that_was_promised_is_refused_with_words(site: Site) -> None:
    road = waiting(site)
    with day(D(2026, 11, 18), minute=30):
        browser = site.visitor()
        site.let_in(browser, road.now())
        url = f"/t/{MENGYUE}/case/{road.case.id}/act/bring_later"
        sent = site.post(browser, url, {"file-plan": (io.BytesIO(PICTURE), "plan.pdf"), "key": new_id().hex})
        for answer in (browser.get(url), sent):
            assert "承诺的补交期限已经过了" in answer.get_data(as_text=True)
    with pytest.raises(DomainError, match="承诺的补交期限已经过了"):
        road.act(APPLICANT, BringLater, D(2026, 11, 18), codes=("plan",))
    for codes in ((), ("household",), ("nothing",)):
        with pytest.raises(DomainError, match="请上传承诺补交的材料"):
            road.act(APPLICANT, BringLater, D(2026, 11, 9), codes=codes)
    with pytest.raises(DomainError, match="请上传承诺补交的材料"):
        road.act(APPLICANT, BringLater, D(2026, 11, 9), codes=("plan",))
    assert road.facts().deferred == ["建房平面图"]


def test_only_the_window_takes_in_what_comes(site: Site) -> None:
    from core.errors import Forbidden

    with pytest.raises(Forbidden):
        waiting(site).act(HANDLER, Supply, on_paper=("plan",))
