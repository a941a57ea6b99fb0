"""An elder's application with a village agent on a telephone, and the one notice with its correction: the dates on
their receipts are those of the rules."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.deadlines.calendar import standard
from plugins.approval.demo_road import id_number
from tests.browser.conftest import Site, follow, new_page
from tests.browser.test_road import activate, do, fill_required, open_case
from tests.sample import AGENT, CLERK, MENGYUE

pytestmark = [pytest.mark.browser, pytest.mark.deep]
HOUSE = "农村村民住宅用地（宅基地）审批"


def after(working_days: int) -> str:
    """The day so many working days from today, as a page writes it."""
    day = dt.date.fromordinal(standard().working_after(clock.today().toordinal(), working_days))
    return day.isoformat()


def written(day: str) -> str:
    """The same as a paper writes it."""
    year, month, of = map(int, day.split("-"))
    return f"{year}年{month}月{of}日"


def reads_on_paper(page: Page, name: str, *words: str) -> None:
    """Open a paper of the case's page, and find these words on it."""
    follow(page.get_by_role("link", name=re.compile(name)).first)
    for expected in words:
        expect(page.locator("body")).to_contain_text(expected)
    page.go_back()


def who(page: Page, name: str, first_17: str) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("身份证号").fill(id_number(first_17))
    page.get_by_label("手机号码").fill("199 0000 5555")


def fill_details(page: Page) -> None:
    """The item's own fields, whatever they are."""
    details = page.locator("section[aria-labelledby=details]")
    for box in details.locator("input[type=text], textarea").all():
        box.fill("样例内容")
    for box in details.locator("input[type=number]").all():
        box.fill("3")
    for group in details.locator("fieldset").all():
        group.locator("input[type=radio]").first.check()


def test_an_agent_registers_for_an_elder_and_the_township_receives_it(site: Site, browser: Browser) -> None:
    agent, clerk = new_page(browser, phone=True), new_page(browser)
    activate(agent, site, AGENT)
    activate(clerk, site, CLERK)
    agent.goto(site.url(f"/w/{MENGYUE}/agency/"))
    follow(agent.get_by_role("link", name=re.compile(re.escape(HOUSE))))
    who(agent, "样老", "99000019400101103")
    fill_details(agent)
    for box in agent.locator("[name=on_paper]").all():
        box.check()
    agent.get_by_label("申请人所在的村").select_option(label="广瓦村民委员会")
    agent.get_by_label("申请人当面说同意（记录原话）").check()
    send = agent.get_by_role("button", name="登记并出具登记单")
    follow(send)
    expect(agent.get_by_role("alert").first).to_contain_text("您是营盘村民委员会的代办员，只能为本村群众登记")
    agent.get_by_label("申请人所在的村").select_option(label="营盘村民委员会")
    agent.get_by_label("申请人的原话和在场的人").fill("请你帮我交上去。在场：其孙。")
    follow(send)
    number = re.search(r"勐约许〔\d{4}〕\d+号", agent.locator("main").inner_text())
    assert number
    due = written(after(3))
    reads_on_paper(agent, "代办登记单", "收件以乡镇收到为准", f"应当最迟于{due}把材料送到乡镇")

    open_case(clerk, site, number[0])
    do(clerk, "登记乡镇收到")
    today = written(clock.today().isoformat())
    told = (f"代办登记日期：{today}", f"乡镇收到日期：{today}", f"本件的告知期限至{written(after(5))}")
    reads_on_paper(clerk, "收件凭证", *told)
    agent.goto(site.url(f"/w/{MENGYUE}/agency/"))
    expect(agent.locator("main")).to_contain_text("乡镇收到日期")


def test_one_notice_and_the_correction_give_a_receipt_with_the_days_of_the_rule(site: Site, browser: Browser) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    clerk.goto(site.url(f"/w/{MENGYUE}/approval/intake/MY-XK-01"))
    who(clerk, "样缺", "99000019600202104")
    fill_details(clerk)
    boxes = clerk.locator("[name=on_paper]").all()
    for box in boxes[1:]:
        box.check()
    follow(clerk.get_by_role("button", name="收件并出具凭证"))
    reads_on_paper(clerk, "收件凭证", "尚未收到的必要材料", f"本件的告知期限至{written(after(5))}")
    follow(clerk.get_by_role("link", name="一次性告知补正", exact=True))
    clerk.locator("#asked-application").fill("请补交申请表原件")
    follow(clerk.get_by_role("button", name="一次性告知补正", exact=True))
    follow(clerk.get_by_role("link", name="提交补正材料", exact=True))
    clerk.locator("#paper-application").check()
    fill_required(clerk, "提交补正材料")
    follow(clerk.get_by_role("button", name="提交补正材料", exact=True))
    do(clerk, "受理")
    reads_on_paper(clerk, "受理通知书", f"即最迟于{written(after(20))}")
