"""Three chains of reconsideration in a browser: revoked, unanswered, mediated; the township only ever answers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.cases.models import Case
from core.commands import open_database
from core.exchange.delivery import carry
from core.tenancy.services import put_switch
from plugins.reconsideration import words as law
from plugins.reconsideration.reply.road import ANSWER
from plugins.reconsideration.review.road import REVIEW
from tests.browser.conftest import Site, follow, new_page, served
from tests.browser.test_road import activate
from tests.plugins.penalty.conftest import ready
from tests.plugins.reconsideration.conftest import BUREAU_HEAD, Reviews
from tests.sample import COUNTY, COUNTY_HANDLER, HANDLER, LEADER, MENGYUE

pytestmark = [pytest.mark.browser, pytest.mark.deep]


@pytest.fixture(scope="module")
def own(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served county of one's own, where the measure is on."""
    with served(sample, tmp_path_factory.mktemp("reviews")) as made:
        yield made


@pytest.fixture(scope="module")
def reviews(own: Site) -> Reviews:
    """The county's bureau with its head, and short ways to its services."""
    found = Reviews(SimpleNamespace(database=open_database(own.config)))  # type: ignore[arg-type]
    for tenant in (COUNTY, MENGYUE):
        with found.writing(clock.today(), tenant) as session:
            put_switch(session, tenant, "reconsideration", on=True, by="test")
    found.post(BUREAU_HEAD, "county_head")
    return found


def carried(reviews: Reviews) -> None:
    """Parcels and answers, without waiting for the worker, who finds them done."""
    for tenant in (COUNTY, MENGYUE, COUNTY):
        carry(reviews.site.database, tenant)


def act(page: Page, site: Site, case: Case, code: str, **typed: Any) -> None:
    """Fill in the form of an act as its own people do: words, days, ticks and choices."""
    room = {REVIEW.code: "reconsideration/cases", ANSWER.code: "review-replies"}[case.kind]
    page.goto(site.url(f"/w/{case.tenant_id}/{room}/{case.id}/{code}"))
    for name, value in typed.items():
        field = page.locator(f"main form.xn-card [name={name}]")
        if field.first.get_attribute("type") == "radio":
            page.locator(f"main form.xn-card [name={name}][value='{value}']").check()
        elif value is True:
            field.check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    follow(page.locator("main form.xn-card button[type=submit]"))
    expect(page).to_have_url(re.compile(rf"/w/{case.tenant_id}/cases/{case.id}"))


def signed_in(browser: Browser, site: Site, login: str) -> Page:
    """Somebody's page."""
    page = new_page(browser)
    activate(page, site, login)
    return page


GATES = {
    "findings": "没有证据证明违法",
    "grounds": "主要事实不清",
    "ruling": "撤销该处罚决定",
    "aftermath": "退还罚款",
    "legal_check": "尹相丙：同意",
}


def test_a_decision_is_revoked_on_review_and_the_township_performs(
    own: Site, reviews: Reviews, browser: Browser
) -> None:
    person, today = new_page(browser, phone=True), clock.today().isoformat()
    punished = ready(reviews.site).decided(clock.today())
    person.goto(own.url(f"/t/{MENGYUE}/track"))
    for name, words in (("number", punished.number), ("code", punished.code)):
        person.locator(f"main form [name={name}]").fill(words)
    follow(person.locator("main form button[type=submit]").last)
    own_page = person.url
    follow(person.get_by_role("link", name="申请行政复议"))
    expect(person.locator("[name=document]")).to_have_value(punished.number)
    expect(person.locator("[name=act]")).to_have_value(law.PENALTY)
    person.locator("[name=first]").first.check()
    person.locator("[name=subject][value=person]").check()
    for name, words in (("known_on", today), ("name", "思样甲"), ("claims", "撤销"), ("reasons", "没有违法")):
        person.locator(f"main form [name={name}]").fill(words)
    follow(person.get_by_role("button", name="提交申请"))
    expect(person.locator("h1")).to_contain_text("您的行政复议申请已经收到")
    assert person.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    case = reviews.of_kind(REVIEW.code, COUNTY)
    bureau, head = signed_in(browser, own, COUNTY_HANDLER), signed_in(browser, own, BUREAU_HEAD)
    act(bureau, own, case, "accept", procedure=law.SUMMARY, procedure_ground="53①(一)", handlers="董早甲\n尹相丙")
    act(bureau, own, case, "send_copy")
    carried(reviews)
    answer = reviews.of_kind(ANSWER.code)
    reviews.post(HANDLER, "handler", MENGYUE, answer.unit_id)
    desk, leader = signed_in(browser, own, HANDLER), signed_in(browser, own, LEADER)
    desk.goto(own.url(f"/w/{COUNTY}/reconsideration/cases/{case.id}/decide"))
    expect(desk.locator("main")).not_to_contain_text("作出复议决定")  # no screen lets a township decide
    act(desk, own, answer, "draft_reply", reply="事实清楚", evidence="现场照片")
    act(leader, own, answer, "sign_reply")
    carried(reviews)
    act(bureau, own, case, "propose", outcome=law.REVOKE, ground="64①(一)", redo_days="20", **GATES)
    act(head, own, case, "decide", how="head", agreed="样县长")
    act(bureau, own, case, "serve")
    carried(reviews)
    act(desk, own, answer, "report_performance", words="已退还罚款")
    carried(reviews)
    bureau.reload()
    expect(bureau.locator("main")).to_contain_text("已退还罚款")
    # What was decided stands on the case of the penalty, for the office and for the person.
    desk.goto(own.url(f"/w/{MENGYUE}/cases/{punished.id}"))
    expect(desk.locator("main")).to_contain_text("决定已被撤销")
    expect(desk.locator("main")).to_contain_text(case.number)
    person.goto(own_page)
    expect(person.locator("main")).to_contain_text("已经结束，不用再办")


def test_a_respondent_that_misses_the_reply_has_no_evidence(own: Site, reviews: Reviews, browser: Browser) -> None:
    past = clock.today() - dt.timedelta(days=25)
    case = reviews.accepted(past, document="逾期", made_on=past, known_on=past)
    bureau, head = signed_in(browser, own, COUNTY_HANDLER), signed_in(browser, own, BUREAU_HEAD)
    act(bureau, own, case, "no_reply", words="电话催告两次，没有答复")
    hearing = {"people": "思样甲", "words": "没有违法", "reason": "路远"}
    act(bureau, own, case, "hear", mode=law.TELEPHONE, **hearing)
    bureau.goto(own.url(f"/w/{COUNTY}/reconsideration/cases/{case.id}/propose"))
    for name, words in GATES.items():
        bureau.locator(f"main form.xn-card [name={name}]").fill(words)
    bureau.locator("[name=outcome]").select_option(law.UPHOLD)
    bureau.locator("[name=ground]").select_option("68")
    follow(bureau.locator("main form.xn-card button[type=submit]"))
    expect(bureau.get_by_role("alert").first).to_contain_text("视为没有证据、依据")
    expect(bureau.locator("[name=findings]")).to_have_value(GATES["findings"])
    act(bureau, own, case, "propose", outcome=law.REVOKE, ground="70", **GATES)
    act(head, own, case, "decide", how="collective", agreed="集体讨论会议")
    expect(head.locator("main")).to_contain_text("没有答复、举证")


def test_a_mediated_review_ends_with_a_paper_that_all_signed(own: Site, reviews: Reviews, browser: Browser) -> None:
    case = reviews.accepted(clock.today(), document="调解", made_on=None, known_on=clock.today())
    head = signed_in(browser, own, BUREAU_HEAD)
    act(head, own, case, "mediate", findings="搭建一处", grounds="双方自愿", terms="罚款减为一百元", signed=True)
    follow(head.get_by_role("link", name="行政复议调解书").first)
    expect(head.locator("main")).to_contain_text("罚款减为一百元")
