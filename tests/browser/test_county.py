"""First review in the browser: sent on by the township, decided in the county by two, served and told below."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from core.cases.models import Case
from core.commands import open_database
from core.db import Database, Scope
from plugins.approval.county.models import Review
from tests.browser.conftest import Site, follow, new_page
from tests.browser.test_road import activate, do
from tests.plugins.approval.county.above import ABOVE
from tests.plugins.approval.road import AID, Road
from tests.processes import until
from tests.sample import CLERK, COUNTY, MENGYUE

pytestmark = [pytest.mark.browser, pytest.mark.deep]


def reviews(database: Database) -> list[UUID]:
    """The county's cases of what was sent on, the newest first."""
    query = select(Case.id).join(Review, (Review.tenant_id == Case.tenant_id) & (Review.case_id == Case.id))
    with database.read(Scope.one(COUNTY)) as session:
        return list(session.scalars(query.order_by(Case.no_seq.desc())))


def test_what_is_sent_on_is_decided_above_and_served_below(site: Site, browser: Browser) -> None:
    database = open_database(site.config)
    road = Road(database, AID).accept().review()
    handler, head = ABOVE[AID]
    station, above, decides, clerk, citizen = (new_page(browser) for _ in range(5))
    for page, login in ((station, road.head), (above, handler), (decides, head), (clerk, CLERK)):
        activate(page, site, login)
    below = site.url(f"/w/{MENGYUE}/cases/{road.case.id}")

    known = len(reviews(database))
    station.goto(below)
    do(station, "初审转报")
    until(lambda: len(reviews(database)) > known, lambda: "the parcel did not arrive")
    case = site.url(f"/w/{COUNTY}/cases/{reviews(database)[0]}")
    above.goto(case)
    expect(above.locator("main")).to_contain_text(road.case.number)
    do(above, "提出拟办意见")
    above.goto(case)
    expect(above.get_by_role("link", name="作出决定", exact=True)).to_have_count(0)
    decides.goto(case)
    do(decides, "作出决定")
    expect(decides.locator("main")).to_contain_text("办理结果通知书")
    number = re.search(r"陇川报〔\d{4}〕\d+号", decides.locator("main").inner_text())
    above.goto(case)
    do(above, "送回乡镇")
    until(lambda: road.now().state == "decided", lambda: "the decision did not come back")
    clerk.goto(below)
    expect(clerk.locator("main")).to_contain_text("已经决定")
    do(clerk, "送达")
    expect(clerk.locator("main")).to_contain_text("已送达")

    citizen.goto(site.url(f"/t/{MENGYUE}/track"))
    citizen.get_by_label(re.compile("编号")).first.fill(road.case.number)
    citizen.get_by_label(re.compile("查询码")).first.fill(road.case.code)
    follow(citizen.locator("main form button[type=submit]").first)
    expect(citizen.locator("#onward ~ dl")).to_contain_text("县民政局")
    expect(citizen.locator("#onward ~ dl")).to_contain_text("已经决定")
    assert number
    expect(citizen.locator("#onward ~ dl")).to_contain_text(number[0])
