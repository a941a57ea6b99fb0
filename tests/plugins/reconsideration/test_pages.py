"""The pages: a person applies at the county from a township's decision, staff take in and act, and each page opens."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core import clock
from plugins.reconsideration import words as law
from plugins.reconsideration.reply.road import ANSWER
from plugins.reconsideration.review.forms import FORMS
from plugins.reconsideration.review.road import REVIEW
from tests.plugins.reconsideration.conftest import BUREAU_HEAD, GATES, TODAY, Reviews
from tests.plugins.reconsideration.test_review import HEARD
from tests.sample import COUNTY, COUNTY_HANDLER, HANDLER, LEADER, MENGYUE
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "pages draw what the rows say, over either database")
TYPED: dict[str, Any] = {
    "forum": law.TOWNSHIP,
    "respondent": str(MENGYUE),
    "act": law.PENALTY,
    "first": [law.ON_SPOT],
    "document": "勐约罚〔2026〕9号",
    "made_on": "2026-11-02",
    "known_on": "2026-11-02",
    "amount": "200",
    "subject": "person",
    "name": "思样甲",
    "address": "营盘村一组",
    "about": "男，四十岁，务农",
    "claims": "撤销处罚决定",
    "reasons": "没有违法行为",
}


@pytest.fixture(autouse=True)
def _today() -> Any:
    with clock.moved(dt.datetime.combine(TODAY, dt.time(12), clock.SHANGHAI)):
        yield


def test_a_person_applies_from_a_decision_corrects_and_withdraws(reviews: Reviews) -> None:
    site, browser = reviews.site, reviews.site.visitor()
    index = browser.get(f"/t/{MENGYUE}/reconsideration/").get_data(as_text=True)
    assert "先复议，再诉讼的情形" in index
    led = browser.get(f"/t/{MENGYUE}/reconsideration/against?against=勐约罚〔2026〕9号")
    assert led.status_code == 302
    form = Page(browser.get(led.location)).posted()
    assert "first" not in form.held
    of_spot = "/reconsideration/against?against=勐约罚〔2026〕9号&maker=penalty&first=on_spot"
    known = Page(browser.get(browser.get(f"/t/{MENGYUE}{of_spot}").location)).posted()
    assert (known.held["first"], known.held["act"]) == ("on_spot", law.PENALTY)
    of_order = f"/t/{MENGYUE}/reconsideration/against?against=勐约责〔2026〕1号&maker=penalty&act=compulsion&first=x"
    known = Page(browser.get(browser.get(of_order).location)).posted()
    assert (known.held.get("first"), known.held["act"]) == (None, law.COMPULSION)
    assert (form.held["document"], form.held["respondent"]) == ("勐约罚〔2026〕9号", str(MENGYUE))
    address = f"/t/{COUNTY}/reconsideration/apply"
    bad = site.fill(browser, address, {**TYPED, "known_on": "2027-01-01", "claims": " "})
    assert bad.status_code == 422
    assert "请写明行政复议请求" in Page(bad).told["claims"]
    assert "没有违法行为" in Page(bad).source
    late = site.fill(browser, address, {**TYPED, "known_on": "2027-01-01"})
    assert "日期不能晚于今天" in Page(late).told["known_on"]
    done = site.fill(browser, address, TYPED)
    assert done.status_code == 303, Page(done).told
    assert "您的行政复议申请已经收到" in browser.get(done.location).get_data(as_text=True)

    case = reviews.of_kind(REVIEW.code, COUNTY)
    reviews.act(case, COUNTY_HANDLER, "ask_correction", words="请补交决定书")
    page = f"/t/{COUNTY}/reconsideration/{case.id}"
    assert "请补交决定书" in browser.get(f"{page}/correct").get_data(as_text=True)
    assert site.fill(browser, f"{page}/correct", {"words": "已补交"}).status_code == 303
    assert site.fill(browser, f"{page}/withdraw", {"words": "不告了"}).status_code == 422
    assert site.fill(browser, f"{page}/withdraw", {"words": "不告了", "own_will": "y"}).status_code == 303
    assert "行政复议请求" in browser.get(f"/t/{COUNTY}/case/{case.id}").get_data(as_text=True)
    assert site.visitor().get(f"{page}/withdraw").status_code == 404


def test_staff_take_in_act_and_read_every_page_in_both_languages(reviews: Reviews) -> None:
    site, bureau, head = reviews.site, reviews.site.sign_in(COUNTY_HANDLER), reviews.site.sign_in(BUREAU_HEAD)
    typed = {**TYPED, "way": law.ORAL, "applied_on": "2026-11-24"}
    assert site.fill(bureau, f"/w/{COUNTY}/reconsideration/new", typed).status_code == 303
    point = site.sign_in(HANDLER)
    desk = {**typed, "role": "agent", "uninvolved": "y"}
    assert site.fill(point, f"/w/{MENGYUE}/review-intake/new", {**desk, "uninvolved": ""}).status_code == 422
    taken = site.fill(point, f"/w/{MENGYUE}/review-intake/new", desk)
    assert taken.status_code == 303
    assert "已转交" in point.get(taken.location).get_data(as_text=True)

    case = reviews.accepted(document="页")
    base = f"/w/{COUNTY}/reconsideration/cases/{case.id}"
    reviews.carry()
    answer = reviews.of_kind(ANSWER.code)
    reviews.post(HANDLER, "handler", MENGYUE, answer.unit_id)
    replies = f"/w/{MENGYUE}/review-replies/{answer.id}"
    assert site.fill(point, f"{replies}/draft_reply", {"reply": "答复", "evidence": "照片"}).status_code == 303
    assert site.fill(site.sign_in(LEADER), f"{replies}/sign_reply", {}).status_code == 303
    reviews.carry()
    hearing = {**HEARD, "heard_on": "2026-11-24"}
    assert site.fill(bureau, f"{base}/hear", {**hearing, "reason": ""}).status_code == 422
    assert site.fill(bureau, f"{base}/hear", hearing).status_code == 303
    proposal = {**GATES, "outcome": law.REVOKE, "ground": "64①(二)", "redo_days": "20"}
    assert site.fill(bureau, f"{base}/propose", proposal).status_code == 303
    decision = site.fill(head, f"{base}/decide", {"how": "head", "agreed": "样县长"})
    assert decision.status_code == 303
    page = Page(head.get(decision.location))
    assert "思样甲" in page.source
    papers = [link for link in page.links if "/paper" in link]
    assert papers
    for link in dict.fromkeys(papers):
        assert head.get(link).status_code == 200, link
    for client in (bureau, point):
        client.get("/language/en")
    assert "Reconsideration" in bureau.get(f"/w/{COUNTY}/cases/{case.id}").get_data(as_text=True)
    for act in FORMS:
        assert head.get(f"{base}/{act}").status_code in {200, 302}, act
