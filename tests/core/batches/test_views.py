"""The road of a batch in the workspace: choose, look, do, and read what could not be done."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from core.accounts.queries import actor_of
from core.batches import rules
from core.cases import lists
from core.cases.lists import CaseFilter
from core.db import Scope
from core.jobs.worker import Worker
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, NO_ROLE, account
from tests.site import Page, Site

ACCEPT = "approval.application:accept"


@pytest.fixture
def own(app: Flask) -> Site:
    """A site of one's own, since these tests act."""
    return Site(app)


def received(site: Site) -> list[UUID]:
    """The clerk's list of what was received and waits, in its order."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        return [case.id for case in lists.page(session, actor, CaseFilter(states=("received",))).rows]


def new_url(site: Site, *numbers: str, act: str = ACCEPT, more: str = "") -> str:
    chosen = "".join(f"&chosen={site.case(number).id}" for number in numbers)
    return f"/w/{MENGYUE}/batches/new?act={act}{chosen}{more}"


def test_a_list_offers_what_its_reader_may_do_on_several(own: Site) -> None:
    offered = {}
    for login in (CLERK, HANDLER, HEAD, LEADER):
        page = own.sign_in(login).get(f"/w/{MENGYUE}/cases").get_data(as_text=True)
        offered[login] = set(re.findall(r'name="act" value="approval.application:(\w+)"', page))
    assert offered == {
        CLERK: {"accept"},
        HANDLER: {"accept", "explain_overrun"},
        HEAD: {"accept", "explain_overrun", "hand_over"},
        LEADER: {"send_back", "hand_over"},
    }


def test_the_preview_counts_those_that_can_and_names_the_others_with_the_reason(own: Site) -> None:
    browser = own.sign_in(CLERK)
    url = new_url(own, "勐约办2", "勐约许1")
    answer = own.fill(browser, url, {"accepted_on": "2026-11-24", "look": "1"})
    said = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "2件中有1件可以办理" in said
    assert "勐约许〔2026〕1号 案件现在是“已审查”，不能再办理这一步。" in said
    assert own.case("勐约办2").state == "received"


def test_what_can_be_done_is_done_and_the_page_that_follows_lists_the_rest(own: Site) -> None:
    browser = own.sign_in(CLERK)
    answer = own.fill(browser, new_url(own, "勐约办2", "勐约许1", more="&due=soon"), {"accepted_on": "2026-11-24"})
    assert answer.status_code == 303
    page = browser.get(answer.location).get_data(as_text=True)
    assert own.case("勐约办2").state == "accepted"
    assert "2件中已办理1件，1件不能办理" in page
    assert "勐约许〔2026〕1号" in page
    assert "due=soon" in page
    assert browser.get(answer.location.replace(str(MENGYUE), "533124201")).status_code == 404


def test_a_batch_is_its_own_persons(own: Site) -> None:
    answer = own.fill(own.sign_in(CLERK), new_url(own, "勐约办2"), {"accepted_on": "2026-11-24"})
    for login, status in ((HANDLER, 404), (NO_ROLE, 404), (CLERK, 200)):
        assert own.sign_in(login).get(answer.location).status_code == status


def test_bad_input_is_told_at_the_field_and_loses_nothing(own: Site) -> None:
    browser = own.sign_in(CLERK)
    answer = own.fill(browser, new_url(own, "勐约办2"), {"accepted_on": "昨天的前天"})
    page = Page(answer)
    assert answer.status_code == 422
    assert "accepted_on" in page.told
    assert page.posted().held["accepted_on"] == "昨天的前天"
    assert page.posted().held["rows"]


@pytest.mark.parametrize("rows", ["x", "1:2", "00000000000000000000000000000000", ":", "0" * 32 + ":x"])
def test_a_broken_form_does_nothing(own: Site, rows: str) -> None:
    browser = own.sign_in(CLERK)
    answer = own.fill(browser, new_url(own, "勐约办2"), {"accepted_on": "2026-11-24", "rows": rows})
    assert answer.status_code in {303, 422}
    assert own.case("勐约办2").state == "received"


def test_nothing_chosen_leads_back_to_the_list(own: Site) -> None:
    browser = own.sign_in(CLERK)
    answer = browser.get(new_url(own, more="&due=soon"))
    assert answer.status_code == 303
    assert answer.location.endswith("due=soon")


def test_all_of_the_filter_can_be_chosen(own: Site) -> None:
    page = Page(own.sign_in(CLERK).get(new_url(own, more="&whole=1&state=received")))
    pairs = rules.pairs_of(page.posted().held["rows"])
    assert [case_id for case_id, _ in pairs] == received(own)


def test_cases_one_may_not_see_are_not_chosen(own: Site) -> None:
    page = Page(own.sign_in(HANDLER).get(new_url(own, "勐约许3", "勐约许1")))
    assert [case_id for case_id, _ in rules.pairs_of(page.posted().held["rows"])] == [own.case("勐约许1").id]


def test_a_long_batch_is_watched_and_found_again_from_the_list(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "AT_ONCE", 0)
    browser = own.sign_in(CLERK)
    answer = own.fill(browser, new_url(own, "勐约办2", "勐约许1"), {"accepted_on": "2026-11-24"})
    batch_id = answer.location.rpartition("/")[2]
    bar = browser.get(f"{answer.location}/progress").get_json()
    assert [(row["done"], row["total"], row["running"]) for row in bar] == [(0, 2, True)]
    assert batch_id in browser.get(f"/w/{MENGYUE}/cases").get_data(as_text=True)
    worker = Worker(own.config)
    worker.run_dry()
    worker.database.dispose()
    bar = browser.get(f"{answer.location}/progress").get_json()
    assert [(row["done"], row["total"], row["running"]) for row in bar] == [(2, 2, False)]
    assert batch_id not in browser.get(f"/w/{MENGYUE}/cases").get_data(as_text=True)
    assert "1件不能办理" in browser.get(answer.location).get_data(as_text=True)


def test_a_case_shows_its_place_in_the_list_it_was_opened_from(own: Site) -> None:
    browser = own.sign_in(CLERK)
    listed = received(own)
    page = browser.get(f"/w/{MENGYUE}/cases/{listed[0]}?state=received").get_data(as_text=True)
    assert f"第1件，共{len(listed)}件" in page
    elsewhere = browser.get(f"/w/{MENGYUE}/cases/{own.case('勐约许1').id}?state=received").get_data(as_text=True)
    assert "第1件" not in elsewhere
    assert f"共{len(listed)}件" in elsewhere
