"""A hearing on an application, walked by those whose parts it has: who handles, who asks, who hosts, who decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import new_page
from tests.browser.roads import (
    HOUSE,
    Town,
    act,
    begin,
    field,
    intake,
    open_case,
    reads_paper,
    reads_receipt,
    refused,
    send,
    town_of,
    track,
    walked,
)
from tests.sample import CLERK, HANDLER, HEAD, LEADER

pytestmark = [pytest.mark.browser, pytest.mark.deep]
HOST, HOST_NAME = "pai.nuoyi", "排诺乙"
APPLICANT = "样听"


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A township that nobody else walks in."""
    with town_of(sample, tmp_path_factory.mktemp("hearing")) as made:
        yield made


def test_a_hearing_is_asked_for_and_the_decision_follows_its_record(town: Town, browser: Browser) -> None:
    accepted = town.on("2026-11-03")
    clerk = town.desk(browser, CLERK)
    number, code = intake(clerk, town, HOUSE, APPLICANT, "99000019730503107")
    act(clerk, "受理")

    told = town.on("2026-11-04")
    handler, head, leader, host = (town.desk(browser, login) for login in (HANDLER, HEAD, LEADER, HOST))
    open_case(handler, town, number)
    act(handler, "告知听证权利", {"直接涉及申请人与他人之间的哪些重大利益关系": "相邻一户的通道。"})
    ask_by = dt.date(2026, 11, 11)
    assert ask_by == walked(told, 5)
    reads_receipt(handler, "申请听证", ask_by)
    reads_paper(handler, "听证权利告知书", "相邻一户的通道。")

    town.on("2026-11-06")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    begin(clerk, "申请听证")
    field(clerk, "申请听证的人").fill("别处的人")
    send(clerk, "申请听证")
    refused(clerk, "申请听证的应当是申请人或者已经告知的利害关系人。")
    field(clerk, "申请听证的人").fill(APPLICANT)
    send(clerk, "申请听证")

    notice = town.on("2026-11-09")
    handler = town.desk(browser, HANDLER)
    open_case(handler, town, number)
    begin(handler, "通知举行听证")
    field(handler, "举行听证的日期").fill("2026-11-16")
    field(handler, "听证的地点").fill("乡政府二楼会议室")
    field(handler, "听证主持人").select_option(label=HOST_NAME)
    send(handler, "通知举行听证")
    refused(handler, "七个工作日前通知")
    expect(field(handler, "听证的地点")).to_have_value("乡政府二楼会议室")
    field(handler, "举行听证的日期").fill("2026-11-20")
    send(handler, "通知举行听证")
    reads_paper(handler, "听证通知书", "乡政府二楼会议室", HOST_NAME)

    held = town.on("2026-11-20")
    handler, host = town.desk(browser, HANDLER), town.desk(browser, HOST)
    for page in (handler, host):
        open_case(page, town, number)
        begin(page, "登记听证笔录")
        expect(page.locator("main form").filter(has_text="听证笔录")).to_contain_text(f"由听证主持人{HOST_NAME}登记")
        field(page, "听证笔录").fill("双方各自陈述，同意留出通道。")
        field(page, "签字或者盖章的听证参加人").fill(f"{APPLICANT}、样邻")
        send(page, "登记听证笔录")
        if page is handler:
            refused(page, f"只有听证主持人{HOST_NAME}可以登记听证笔录。")
    reads_paper(host, "听证笔录", "同意留出通道", "样邻")

    town.on("2026-11-24")
    handler, head, leader = (town.desk(browser, login) for login in (HANDLER, HEAD, LEADER))
    open_case(handler, town, number)
    act(handler, "审查", {"核查情况": "与笔录一致。", "审查意见": "建议准予。"}, ["书面审查"])
    open_case(head, town, number)
    act(head, "提出拟办意见", ticked=["准予"])
    open_case(leader, town, number)
    begin(leader, "作出决定")
    field(leader, "准予").check()
    send(leader, "作出决定")
    refused(leader, "应当根据听证笔录作出决定")
    field(leader, "怎样根据听证笔录作出决定").fill("笔录载明已留出通道，不影响相邻一户。")
    send(leader, "作出决定")

    party = new_page(browser, phone=True)
    track(party, town, number, code)
    # Four days to Monday the 9th; out from the 10th to the 20th; then sixteen, to Monday 14 December.
    due = dt.date(2026, 12, 14)
    assert due == walked(accepted, 20, (notice + dt.timedelta(days=1), held))
    reads_receipt(party, "许可决定", due, "扣除", "听证通知书")
    reads_paper(party, "准予行政许可决定书", "不影响相邻一户")
