"""The form of an act while somebody types: it keeps itself, says so honestly, and comes back; what intake costs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Site, every, follow, new_page, whole
from tests.browser.test_desk import HOUSE
from tests.browser.test_road import GOOD_ID, activate
from tests.sample import CLERK, HANDLER, HEAD, MENGYUE

pytestmark = pytest.mark.browser
# What a person does without looking up: a field filled, a box ticked, a button.
INTAKE_GROUPS = 25


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


def test_intake_at_the_window_takes_few_keystroke_groups(site: Site, browser: Browser) -> None:
    clerk, groups = new_page(browser), 0
    activate(clerk, site, CLERK)
    follow(clerk.get_by_role("link", name="窗口收件").first)
    follow(clerk.get_by_role("link", name=HOUSE))
    groups += 2
    typed = {"姓名": "方样辛", "身份证号": GOOD_ID, "手机号码": "199 0000 3333"}
    for label, words in typed.items():
        clerk.get_by_label(label).fill(words)
        groups += 1
    for box in every(clerk.locator("section[aria-labelledby=details] :is(input:not([type=radio]), textarea)")):
        box.fill("今天" if box.get_attribute("data-day") else "3")
        groups += 1
    for group in clerk.locator("section[aria-labelledby=details] fieldset").all():
        group.locator("input[type=radio]").first.check()
        groups += 1
    for box in every(clerk.locator("[name=on_paper]")):
        box.check()
        groups += 1
    follow(clerk.get_by_role("button", name="收件并出具凭证"))
    groups += 1
    expect(clerk.locator("main")).to_contain_text("已收件。收件凭证")
    assert groups <= INTAKE_GROUPS
