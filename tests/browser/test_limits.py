"""Anybody counts a legal limit, on a phone and at a desk, without JavaScript too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import faults
from tests.browser.conftest import PAGES, Site, follow, new_page

pytestmark = PAGES
STOPPED = "&extended=y&from1=2026-11-03&to1=2026-11-04"
PATHS = (
    "/deadlines/",
    "/deadlines/?q=复议",
    "/deadlines/?rule=&start=",
    "/deadlines/?rule=licensing.decide&start=1999-01-01",
    f"/deadlines/?rule=licensing.decide&start=2026-10-29{STOPPED}",
    "/deadlines/?rule=penalty.pay&start=2026-09-18",
)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_answer_reads_well(site: Site, browser: Browser, phone: bool, elder: bool) -> None:
    page = new_page(browser, phone=phone)
    page.goto(site.url(f"/reader/elder/{'on' if elder else 'off'}?next=/"))
    found = []
    for path in PATHS:
        page.goto(site.url(path))
        found += faults(page)
    assert found == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_citizen_counts_a_limit_and_sends_it_on(site: Site, browser: Browser, script: bool) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, locale="zh-CN", java_script_enabled=script, accept_downloads=True
    )
    page = context.new_page()
    page.goto(site.url("/"))
    follow(page.get_by_role("link", name="期限计算").first)
    page.get_by_label("先按名称、法律或者条文查找").fill("行政许可 决定")
    follow(page.get_by_role("button", name="查找"))
    page.get_by_label("法定期限", exact=False).last.select_option("licensing.decide")
    page.get_by_label("起算日").fill("2026-10-29")
    page.get_by_text("长度、延长、中止").click()
    page.get_by_label("第一段：首日").fill("2026-11-03")
    page.get_by_label("第一段：末日").fill("2026-11-04")
    follow(page.get_by_role("button", name="计算", exact=True))
    expect(page.locator("dd strong")).to_contain_text("2026-11-30")
    expect(page.locator(".xn-month .xn-mark-suspended")).to_have_count(2)
    expect(page.locator(".xn-month .xn-mark-due")).to_have_text("30★届满")
    assert page.url.endswith("?rule=licensing.decide&start=2026-10-29&from1=2026-11-03&to1=2026-11-04")
    with page.expect_download() as given:
        page.get_by_role("link", name="加入日历").click()
    assert given.value.suggested_filename == "2026-11-30.ics"
