"""The form of an act while somebody types: it keeps itself, says so honestly, and comes back."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PAGES, Site, follow, new_page, whole
from tests.browser.test_road import activate
from tests.sample import HANDLER, HEAD, MENGYUE

pytestmark = PAGES


def open_review(page: Page, site: Site) -> None:
    """The form of the review of the first case that was accepted."""
    page.goto(site.url(f"/w/{MENGYUE}/cases?state=accepted"))
    follow(page.locator("tbody th a").first)
    follow(page.get_by_role("link", name="审查", exact=True))
    whole(page.get_by_role("button", name="审查", exact=True))


def saved(page: Page) -> Locator:
    """How the last keeping went."""
    return page.locator("[data-saved]")


def test_what_is_typed_keeps_itself_and_comes_back(site: Site, browser: Browser) -> None:
    handler = new_page(browser)
    activate(handler, site, HANDLER)
    open_review(handler, site)
    handler.get_by_label(re.compile("核查情况")).fill("四至与图一致")
    handler.get_by_label(re.compile("审查意见")).focus()
    expect(saved(handler)).to_have_text(re.compile(r"已保存 \d\d:\d\d"))
    form = handler.url
    handler.goto(site.url(f"/w/{MENGYUE}/"))
    handler.goto(form)
    expect(handler.get_by_label(re.compile("核查情况"))).to_have_value("四至与图一致")
    expect(handler.get_by_role("status").first).to_contain_text("已恢复您于")
    follow(handler.get_by_role("button", name="删除草稿"))
    expect(handler.get_by_label(re.compile("核查情况"))).not_to_have_value("四至与图一致")


def test_without_a_line_it_says_so_and_keeps_it_when_the_line_is_back(site: Site, browser: Browser) -> None:
    head = new_page(browser)
    activate(head, site, HEAD)
    open_review(head, site)
    head.context.set_offline(True)
    head.get_by_label(re.compile("核查情况")).fill("断网时写下")
    head.get_by_label(re.compile("审查意见")).focus()
    expect(saved(head)).to_contain_text("没有网络，还没有保存")
    head.context.set_offline(False)
    expect(saved(head)).to_have_text(re.compile(r"已保存 \d\d:\d\d"))


def test_a_step_is_taken_back_and_what_was_typed_is_there_to_be_put_right(site: Site, browser: Browser) -> None:
    handler = new_page(browser)
    activate(handler, site, HANDLER)
    open_review(handler, site)
    for label, words in (("核查人员", "金相丙、何早乙"), ("核查情况", "四至与图一致"), ("审查意见", "建议准予")):
        handler.get_by_label(re.compile(label)).fill(words)
    follow(handler.get_by_role("button", name="审查", exact=True))
    expect(handler.locator("header .xn-state").first).to_contain_text("已审查")
    follow(handler.get_by_role("button", name="撤销这一步"))
    expect(handler.get_by_role("status").first).to_contain_text("已经撤销")
    expect(handler.locator("header .xn-state").first).to_contain_text("已受理")
    follow(handler.get_by_role("link", name="审查", exact=True))
    expect(handler.get_by_label(re.compile("核查情况"))).to_have_value("四至与图一致")
