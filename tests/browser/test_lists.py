"""A clerk works through the list by keys, chooses several cases, looks at what can be done, and does it."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.axe import faults
from tests.browser.conftest import PAGES, Site, follow, new_page
from tests.browser.test_road import activate
from tests.sample import CLERK, MENGYUE

pytestmark = PAGES


def test_several_cases_are_accepted_by_keys_and_what_can_not_be_done_is_listed(site: Site, browser: Browser) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    clerk.goto(site.url(f"/w/{MENGYUE}/cases?sort=received"))
    for key in ("j", "x", "j", "x", "j", "k", "j", "x"):
        clerk.keyboard.press(key)
    expect(clerk.locator("[data-choose]:checked")).to_have_count(3)
    expect(clerk.locator("[data-chosen]")).to_have_text("已选择：3")
    found = faults(clerk)
    # In a field the same keys are letters.
    clerk.keyboard.press("/")
    clerk.keyboard.type("jx?")
    expect(clerk.locator("#top-search")).to_have_value("jx?")
    expect(clerk.locator("[data-choose]:checked")).to_have_count(3)
    clerk.locator("h1").click()
    clerk.keyboard.press("?")
    expect(clerk.get_by_role("dialog")).to_be_visible()
    found += faults(clerk)
    clerk.get_by_label("使用快捷键").uncheck()
    clerk.get_by_role("button", name="关闭").click()
    clerk.keyboard.press("?")
    expect(clerk.get_by_role("dialog")).to_have_count(0)
    clerk.locator("[data-choose-all]").check()
    follow(clerk.get_by_role("button", name="受理", exact=True))
    found += faults(clerk)
    follow(clerk.get_by_role("button", name="先看哪些可以办理"))
    expect(clerk.get_by_text("不能办理，因为")).to_be_visible()
    clerk.set_viewport_size({"width": 320, "height": 800})
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 320
    found += faults(clerk)
    follow(clerk.get_by_role("button", name="办理可以办理的"))
    expect(clerk.get_by_role("heading", name="没有办理的")).to_be_visible()
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 320
    assert found + faults(clerk) == []
