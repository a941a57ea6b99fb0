"""A change of the calendar from its first person over its second to the handler and the party it concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.cases.models import Case, Clock
from core.commands import open_database
from core.db import Scope
from core.deadlines.calendar import standard
from core.holidays.recount import recount
from tests.browser.conftest import PAGES, Site, follow, new_page, served
from tests.browser.test_road import activate
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import COUNTY_ADMIN, COUNTY_SECOND, HANDLER, MENGYUE

pytestmark = PAGES
LIMIT, NUMBER = "licensing.decide", 8
DOCUMENT = "德政办发〔2026〕9号"


@pytest.fixture(scope="module")
def own(sample: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served county whose calendar may change without moving anybody else's days."""
    with served(sample, tmp_path_factory.mktemp("calendar")) as made:  # type: ignore[arg-type]
        yield made


def running(site: Site) -> tuple[Case, Clock]:
    """A case of the handler's and its limit."""
    with open_database(site.config).read(Scope.one(MENGYUE)) as session:
        joined = (Clock.tenant_id == Case.tenant_id) & (Clock.case_id == Case.id)
        found = session.execute(
            select(Case, Clock).join(Clock, joined).where(Case.no_seq == NUMBER, Clock.rule == LIMIT)
        ).one()
        session.expunge_all()
        return found[0], found[1]


def send(page: Page, name: str) -> None:
    follow(page.get_by_role("button", name=name, exact=True))


def confirm(page: Page, site: Site, link: str) -> None:
    """The second person opens what waits for them, looks and confirms."""
    page.goto(site.url("/county/calendar/"))
    follow(page.get_by_role("link", name=link, exact=True).first)
    assert Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []
    send(page, "与文件一致，确认")
    expect(page.locator("main")).to_contain_text("确认")


def test_what_two_people_change_reaches_the_handler_and_the_party(own: Site, browser: Browser) -> None:
    case, clock = running(own)
    assert clock.due_on is not None
    closed, moved = clock.due_on, dt.date.fromordinal(standard().working_after(clock.due_on.toordinal()))
    first, second, handler, party = (new_page(browser) for _ in range(4))
    activate(first, own, COUNTY_ADMIN)
    activate(second, own, COUNTY_SECOND)

    first.goto(own.url("/county/calendar/local-days"))
    form = first.locator("form", has=first.get_by_role("button", name="提出增加"))
    form.get_by_label("首日").fill(str(closed))
    form.get_by_label("末日").fill(str(closed))
    form.get_by_label("名称").fill("洪水停办")
    form.get_by_label("突发事件停止办公").check()
    form.get_by_label("文号").fill(DOCUMENT)
    send(first, "提出增加")
    expect(first.get_by_role("button", name="与文件一致，确认")).to_have_count(0)
    confirm(second, own, "增加地方放假")

    first.goto(own.url("/county/calendar/local-days"))
    form = first.locator("form", has=first.get_by_role("button", name="提出改为影响"))
    form.get_by_label("文号").fill("德政发〔2026〕3号")
    form.get_by_label("影响法定期限的依据").fill("自治条例")
    send(first, "提出改为影响")
    expect(first.locator("main")).to_contain_text(f"{closed} → {moved}")
    confirm(second, own, "地方放假是否影响期限")

    recount(open_database(own.config))  # what the worker does within two minutes
    activate(handler, own, HANDLER)
    told = handler.get_by_role("link").filter(has_text=case.number)
    expect(told.filter(has_text=f"由{closed}改为{moved}届满").first).to_be_visible()

    party.goto(own.url(f"/t/{MENGYUE}/track"))
    party.locator("#number").fill(case.number)
    party.locator("#code").fill(case.code)
    follow(party.locator("main button[type=submit]"))
    expect(party.locator("main")).to_contain_text(f"由{closed}改为{moved}届满")


def test_a_notice_is_previewed_and_waits_for_the_second_person(own: Site, browser: Browser) -> None:
    first, second = new_page(browser), new_page(browser)
    activate(first, own, COUNTY_ADMIN)
    activate(second, own, COUNTY_SECOND)
    first.goto(own.url("/county/calendar/import"))
    first.get_by_label("或者逐行粘贴").fill(f"{PASTED}2027-02-31 off 春节")
    first.get_by_label("文号").last.fill(SOURCE)
    send(first, "检查并预览")
    expect(first.get_by_role("alert")).to_contain_text("“2027-02-31”不是有效的日期")
    first.get_by_label("或者逐行粘贴").fill(PASTED)
    send(first, "检查并预览")
    expect(first.get_by_role("heading", level=1)).to_have_text("预览：2027年放假安排")
    send(first, "提出，等待另一人确认")
    confirm(second, own, "年度放假安排")
    second.goto(own.url("/county/calendar/2027"))
    expect(second.locator("main")).to_contain_text("已公布")
