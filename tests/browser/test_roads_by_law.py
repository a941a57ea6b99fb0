"""Roads on which days pass and the law acts or waits: one notice and its correction, an organ that says nothing, an
elder whom an agent helps, a renewal that nobody decides. The days are counted here by hand and by a walk of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import follow, new_page
from tests.browser.roads import (
    BOOTH,
    HOUSE,
    MENGYUE,
    Town,
    act,
    begin,
    field,
    fill_details,
    intake,
    number_on,
    open_case,
    reads_paper,
    reads_receipt,
    refused,
    send,
    town_of,
    track,
    walked,
    who,
)
from tests.sample import AGENT, CLERK, LEADER

pytestmark = [pytest.mark.browser, pytest.mark.deep]
OFFICER, CAPTAIN = "wan.nuoyi", "xian.zaojia"  # of the enforcement team, which handles market stalls
NOTICE, DECIDE = "补正一次告知", "许可决定"


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A township that nobody else walks in."""
    with town_of(sample, tmp_path_factory.mktemp("by_law")) as made:
        yield made


def test_one_notice_and_what_was_lacking_begin_the_days_anew(town: Town, browser: Browser) -> None:
    received = town.on("2026-11-24")
    clerk = town.desk(browser, CLERK)
    number, code = intake(clerk, town, HOUSE, "样缺", "99000019600202104", lacking="application")
    reads_receipt(clerk, NOTICE, walked(received, 5))

    town.on("2026-11-27")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    expect(clerk.locator("main")).to_contain_text("还缺少材料")
    begin(clerk, "一次性告知补正")
    send(clerk, "一次性告知补正")
    refused(clerk, "请写明“申请表”如何补正。")
    clerk.locator("#asked-application").fill("请补交申请表原件")
    send(clerk, "一次性告知补正")

    corrected = town.on("2026-12-02")
    party = new_page(browser, phone=True)
    track(party, town, number, code)
    expect(party.locator("main")).to_contain_text("轮到您")
    reads_paper(party, "一次性补正告知书", "请补交申请表原件")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    begin(clerk, "提交补正材料")
    clerk.locator("#paper-application").check()
    send(clerk, "提交补正材料")
    # The old days are dropped, and five new ones run from 2 December: Thursday, Friday, Monday to Wednesday.
    told_by = dt.date(2026, 12, 9)
    assert told_by == walked(corrected, 5)
    reads_receipt(clerk, NOTICE, told_by)

    accepted = town.on("2026-12-03")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    begin(clerk, "受理")
    field(clerk, "受理日期").fill("2026-11-24")
    send(clerk, "受理")
    refused(clerk, "受理日期不能早于材料齐全之日（2026-12-02）。")
    field(clerk, "受理日期").fill("2026-12-03")
    send(clerk, "受理")
    # Friday the 4th, three whole weeks from the 7th, and Monday to Thursday, the last day of the year.
    due = dt.date(2026, 12, 31)
    assert due == walked(accepted, 20)
    track(party, town, number, code)
    reads_receipt(party, DECIDE, due, "第20天")
    reads_paper(party, "受理通知书", "最迟于2026年12月31日")


def test_an_organ_that_says_nothing_for_five_days_has_accepted(town: Town, browser: Browser) -> None:
    received = town.on("2026-11-24")
    clerk = town.desk(browser, CLERK)
    number, code = intake(clerk, town, HOUSE, "样默", "99000019610202102", lacking="application")
    party = new_page(browser, phone=True)
    track(party, town, number, code)
    last = dt.date(2026, 12, 1)
    assert last == walked(received, 5)
    reads_receipt(party, NOTICE, last)

    town.night("2026-12-01")
    track(party, town, number, code)
    expect(party.locator("main")).not_to_contain_text("视为受理")
    town.night("2026-12-02")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    expect(clerk.get_by_role("link", name="一次性告知补正", exact=True)).to_have_count(0)
    track(party, town, number, code)
    expect(party.locator("main")).to_contain_text("视为受理")
    reads_paper(party, "受理通知书", "2026年11月24日")
    # Accepted as of the day of receipt, so that 25 November is the first: three days, three weeks, Monday, Tuesday.
    due = dt.date(2026, 12, 22)
    assert due == walked(received, 20)
    reads_receipt(party, DECIDE, due, "2026-11-24")


def test_an_elder_applies_with_the_agent_of_the_village_and_the_township_receives(town: Town, browser: Browser) -> None:
    registered = town.on("2026-11-27")
    agent = town.desk(browser, AGENT, phone=True)
    agent.goto(town.url("agency/"))
    follow(agent.get_by_role("link", name=re.compile("宅基地")))
    who(agent, "样老", "99000019400101103")
    fill_details(agent)
    for box in agent.locator("[name=on_paper]").all():
        box.check()
    agent.get_by_label("申请人所在的村").select_option(label="广瓦村民委员会")
    agent.get_by_label("申请人当面说同意（记录原话）").check()
    send(agent, "登记并出具登记单")
    refused(agent, "您是营盘村民委员会的代办员，只能为本村群众登记")
    expect(agent.get_by_label("姓名")).to_have_value("样老")
    agent.get_by_label("申请人所在的村").select_option(label="营盘村民委员会")
    agent.get_by_label("申请人的原话和在场的人").fill("请你帮我交上去。在场：其孙。")
    send(agent, "登记并出具登记单")
    number = number_on(agent)
    # Registered on a Friday: Monday, Tuesday, Wednesday.
    bring_by = dt.date(2026, 12, 2)
    assert bring_by == walked(registered, 3)
    reads_receipt(agent, "代办件送交乡镇", bring_by)
    reads_paper(agent, "代办登记单", "收件以乡镇收到为准", "应当最迟于2026年12月2日把材料送到乡镇")

    received = town.on("2026-12-01")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    act(clerk, "登记乡镇收到")
    # The organ's days begin with what it received: Wednesday to Friday, Monday, Tuesday.
    told_by = dt.date(2026, 12, 8)
    assert told_by == walked(received, 5)
    reads_receipt(clerk, NOTICE, told_by)
    reads_paper(
        clerk,
        "收件凭证",
        "代办登记日期：2026年11月27日",
        "乡镇收到日期：2026年12月1日",
        "本件的告知期限至2026年12月8日",
    )
    accepted = town.on("2026-12-02")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    act(clerk, "受理")
    # Thursday, Friday, three whole weeks, Monday to Wednesday.
    due = dt.date(2026, 12, 30)
    assert due == walked(accepted, 20)
    reads_receipt(clerk, DECIDE, due)
    agent = town.desk(browser, AGENT, phone=True)
    agent.goto(town.url("agency/"))
    expect(agent.locator("main")).to_contain_text("乡镇收到日期")


def test_a_renewal_that_nobody_decides_is_granted_by_the_law(town: Town, browser: Browser) -> None:
    granted = town.on("2026-09-08")
    clerk, handler, head, leader = (town.desk(browser, login) for login in (CLERK, OFFICER, CAPTAIN, LEADER))
    number, _ = intake(clerk, town, BOOTH, "样续", "99000019770707107")
    act(clerk, "受理")
    open_case(handler, town, number)
    act(handler, "审查", {"核查情况": "属实。", "审查意见": "建议准予。"}, ["书面审查"])
    open_case(head, town, number)
    act(head, "提出拟办意见", ticked=["准予"])
    open_case(leader, town, number)
    act(leader, "作出决定", {"许可的有效期至": "2026-11-07"}, ["准予"])

    town.on("2026-10-08")
    clerk = town.desk(browser, CLERK)
    clerk.goto(town.url("approval/grants/"))
    follow(clerk.get_by_role("link", name=re.compile(r"勐约证〔2026〕\d+号")).first)
    follow(clerk.get_by_role("link", name="延续"))
    send(clerk, "延续")
    refused(clerk, "请写明申请的内容")
    field(clerk, "申请的内容").fill("继续使用，位置和面积不变。")
    send(clerk, "延续")
    renewal = clerk.url
    # Thirty days back from Saturday 7 November: the last six of them in November, then 31 - 23, which is the 8th.
    apply_by = dt.date(2026, 10, 8)
    assert apply_by == dt.date(2026, 11, 7) - dt.timedelta(days=30)
    reads_receipt(clerk, "申请延续", apply_by)
    # The end of the grant is the end of the limit; it does not roll to Monday, for then the grant would be over.
    ends = dt.date(2026, 11, 7)
    assert ends.weekday() == 5
    reads_receipt(clerk, "延续决定", ends, "第五十条第二款")

    town.night("2026-11-07")
    clerk = town.desk(browser, CLERK)
    clerk.goto(renewal)
    expect(clerk.locator("main")).not_to_contain_text("视为准予延续")
    town.night("2026-11-08")
    clerk = town.desk(browser, CLERK)
    clerk.goto(renewal)
    expect(clerk.locator("main")).to_contain_text("视为准予延续")
    # As long again as the sixty days from 8 September to 7 November: 23 in November, 31 in December, 6 in January.
    until = dt.date(2027, 1, 6)
    assert until - ends == ends - granted
    reads_paper(clerk, "视为准予延续通知书", "2027年1月6日", "第五十条第二款")
    reads_receipt(clerk, "延续决定", ends, "期限届满")
    anybody = new_page(browser, phone=True)
    anybody.goto(town.url(f"/t/{MENGYUE}/grants/"))
    expect(anybody.locator("main")).to_contain_text("2027-01-06")
