"""What becomes of the limits is read on the form before the act is done; and one's limits go to one's own calendar."""

from __future__ import annotations

import datetime as dt
import re
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PAGES, Site, follow, new_page
from tests.browser.test_desk import take_in
from tests.browser.test_road import activate, fill_required, open_case
from tests.sample import CLERK, HEAD, LEADER, MENGYUE

pytestmark = PAGES
MATERIALS = ("申请表", "户口簿", "集体讨论记录", "公示证明", "建房平面图")
LIMITS = "期限变化（尚未办理）"


def barriers(page: Page) -> list[str]:
    """What keeps some people from reading the page."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{page.url}: {one['id']}" for one in found if one["impact"] in {"serious", "critical"}]


def days_of(text: str) -> list[str]:
    return re.findall(r"\d{4}-\d{2}-\d{2}", text)


@pytest.fixture
def number(site: Site, browser: Browser) -> str:
    """A case that was accepted today."""
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    found = take_in(clerk, site, *MATERIALS)
    follow(clerk.get_by_role("link", name="受理", exact=True))
    follow(clerk.get_by_role("button", name="受理", exact=True))
    expect(clerk.locator("main")).to_contain_text("已受理")
    return found


def test_an_extension_is_read_first_and_then_done(site: Site, browser: Browser, number: str) -> None:
    leader = new_page(browser, phone=True)
    activate(leader, site, LEADER)
    open_case(leader, site, number)
    follow(leader.get_by_role("link", name="延长期限", exact=True))
    leader.get_by_label("延长的工作日数").fill("7")
    follow(leader.get_by_role("button", name="先看期限变化"))
    expect(leader.get_by_role("alert")).to_contain_text("请写明延长期限的理由")
    leader.get_by_label("延长期限的理由").fill("需要核实宅基地四至")
    follow(leader.get_by_role("button", name="先看期限变化"))
    limits = leader.get_by_role("region", name=LIMITS)
    due, extended = days_of(limits.locator("dd").first.inner_text())
    assert due < extended
    limits.get_by_text("逐日核对").click()
    expect(limits.locator(".xn-month .xn-mark-due")).to_have_count(1)
    assert barriers(leader) == []
    expect(leader.get_by_label("延长期限的理由")).to_have_value("需要核实宅基地四至")
    follow(leader.get_by_role("button", name="延长期限", exact=True))
    expect(leader.locator("main")).to_contain_text("“延长期限”已办理")
    expect(leader.get_by_role("region", name="时限", exact=True)).to_contain_text(extended)


def test_a_pause_is_read_with_the_day_on_which_it_may_end(site: Site, browser: Browser, number: str) -> None:
    head = new_page(browser)
    activate(head, site, HEAD)
    open_case(head, site, number)
    follow(head.get_by_role("link", name="进入特别程序", exact=True))
    head.get_by_label("书面告知文书名称或文号").fill("告知书1号")
    head.get_by_label("所需天数").fill("10")
    told = dt.date.fromisoformat(head.get_by_label("书面告知日期").input_value())
    resume = (told + dt.timedelta(days=14)).isoformat()
    head.get_by_label("假设恢复计算的日期").fill(resume)
    follow(head.get_by_role("button", name="先看期限变化"))
    limits = head.get_by_role("region", name=LIMITS)
    expect(limits).to_contain_text(f"如果于{resume}恢复")
    expect(limits).to_contain_text("停止计算期间没有到期日")
    follow(head.get_by_role("button", name="进入特别程序", exact=True))
    expect(head.locator("main")).to_contain_text("已暂停计时")


def test_limits_go_to_one_s_own_calendar(site: Site, browser: Browser, number: str) -> None:
    head = new_page(browser)
    activate(head, site, HEAD)
    open_case(head, site, number)
    follow(head.get_by_role("link", name="审查", exact=True))
    fill_required(head, "审查")
    head.get_by_label(re.compile("书面审查")).check()
    follow(head.get_by_role("button", name="审查", exact=True))
    expect(head.locator("main")).to_contain_text("“审查”已办理")
    head.locator(".xn-user > summary").click()
    follow(head.get_by_role("link", name="日历订阅"))
    follow(head.get_by_role("button", name="生成订阅地址"))
    address = head.locator(".xn-address .xn-number").inner_text()
    assert barriers(head) == []
    with urlopen(address) as answer:
        assert number in answer.read().decode().replace("\r\n ", "")
    head.goto(site.url(f"/w/{MENGYUE}/calendar"))
    expect(head.locator("main")).not_to_contain_text(address)
    follow(head.get_by_role("button", name="关闭订阅"))
    expect(head.locator("main")).to_contain_text("日历订阅已关闭")
