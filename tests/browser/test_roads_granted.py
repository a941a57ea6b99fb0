"""Roads that end with a grant, walked page by page by those whose they are: at night on the portal, over a holiday with
an expert's report, and by several units at once. The days are counted here by hand and by a walk of its own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import follow, new_page
from tests.browser.roads import (
    HOUSE,
    Town,
    act,
    begin,
    code_on,
    field,
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
)
from tests.browser.test_portal import begin as apply
from tests.browser.test_portal import fill_details, paper
from tests.sample import CLERK, HANDLER, HEAD, LEADER

__all__ = ["paper"]
pytestmark = [pytest.mark.browser, pytest.mark.deep]
DECIDE, DELIVER, JOINT = "许可决定", "颁发、送达证件", "统一、联合、集中办理"
ON_PAPER = "书面审查"
PLANNING = "yang.nuowu"


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A township that nobody else walks in."""
    with town_of(sample, tmp_path_factory.mktemp("granted")) as made:
        yield made


def walk_on(town: Town, browser: Browser, number: str) -> None:
    """Review on paper by the handler, proposal by the head of the station, decision by the leader; each slips once."""
    handler, head, leader = (town.desk(browser, login) for login in (HANDLER, HEAD, LEADER))
    open_case(handler, town, number)
    begin(handler, "审查")
    field(handler, ON_PAPER).check()
    field(handler, "审查意见").fill("建议准予。")
    send(handler, "审查")
    refused(handler, "请写明核查情况。")
    expect(field(handler, "审查意见")).to_have_value("建议准予。")
    field(handler, "核查情况").fill("材料与原件一致。")
    send(handler, "审查")

    open_case(head, town, number)
    begin(head, "提出拟办意见")
    send(head, "提出拟办意见")
    refused(head, "请选择准予或者不予。")
    field(head, "准予").check()
    send(head, "提出拟办意见")

    open_case(leader, town, number)
    begin(leader, "作出决定")
    field(leader, "准予").check()
    field(leader, "许可的有效期至").fill("2020-01-01")
    send(leader, "作出决定")
    refused(leader, "有效期应当晚于今天。")
    field(leader, "许可的有效期至").fill("")
    send(leader, "作出决定")
    expect(leader.locator("main")).to_contain_text("已决定待送达")


def deliver(town: Town, browser: Browser, number: str, too_early: str) -> None:
    """The window hands over what was granted; a day before the decision is refused."""
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    begin(clerk, "送达")
    field(clerk, "直接送达").check()
    field(clerk, "签收人").fill("排早戊")
    field(clerk, "送达日期").fill(too_early)
    send(clerk, "送达")
    refused(clerk, "送达日期应当在文书出具（2026-11-30）以后，不晚于今天。")
    field(clerk, "送达日期").fill(town.now.date().isoformat())
    send(clerk, "送达")


def test_a_plain_grant_from_the_portal_at_night_to_its_delivery(town: Town, browser: Browser, paper: Path) -> None:
    received = town.on("2026-11-24", 23)
    party = new_page(browser, phone=True)
    apply(party, town)
    fill_details(party)
    for box in party.locator("input[type=file]").all():
        box.set_input_files(paper)
    send(party, "保存并继续")
    send(party, "确认并提交")
    number, code = number_on(party), code_on(party)
    assert received == dt.date(2026, 11, 24)

    accepted = town.on("2026-11-26")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    # Received at eleven at night is received that day: Wednesday, Thursday, Friday, Monday, Tuesday.
    told_by = dt.date(2026, 12, 1)
    assert told_by == walked(received, 5)
    reads_receipt(clerk, "补正一次告知", told_by)
    act(clerk, "受理")
    town.on("2026-11-30")
    walk_on(town, browser, number)
    town.on("2026-12-02")
    decided = town.now.date()
    deliver(town, browser, number, "2026-11-27")

    track(party, town, number, code)
    expect(party.locator("main")).to_contain_text("已送达")
    # 27 November is the first day; four whole weeks of December bring 1 + 5 + 5 + 5, the Thursday after them the 20th.
    decide_by = dt.date(2026, 12, 24)
    assert decide_by == walked(accepted, 20)
    reads_receipt(party, DECIDE, decide_by, "第20天", "已于2026-11-30结束")
    # Decided on Monday 30 November: four days of that week, five of the next, and Monday 14 December.
    deliver_by = dt.date(2026, 12, 14)
    assert deliver_by == walked(dt.date(2026, 11, 30), 10)
    reads_receipt(party, DELIVER, deliver_by, f"已于{decided}结束")
    reads_paper(party, "准予行政许可决定书", "勐约乡人民政府")


def test_an_expert_s_report_over_a_holiday_stops_the_days_and_no_more(town: Town, browser: Browser) -> None:
    accepted = town.on("2026-09-22")
    clerk = town.desk(browser, CLERK)
    number, code = intake(clerk, town, HOUSE, "样停", "99000019700303105")
    act(clerk, "受理")

    town.on("2026-09-28")
    handler = town.desk(browser, HANDLER)
    open_case(handler, town, number)
    begin(handler, "进入特别程序")
    field(handler, "法定情形").select_option(label="专家评审")
    field(handler, "所需天数").fill("12")
    field(handler, "书面告知日期").fill("2026-09-21")
    field(handler, "书面告知文书").fill("专家评审告知书")
    send(handler, "进入特别程序")
    refused(handler, "告知日期不能早于受理日期。")
    expect(field(handler, "书面告知文书")).to_have_value("专家评审告知书")
    field(handler, "书面告知日期").fill("2026-09-28")
    send(handler, "进入特别程序")
    expect(handler.locator("main")).to_contain_text("已暂停计时")
    reads_paper(handler, "特别程序告知书", "专家评审")

    town.on("2026-10-09")
    handler = town.desk(browser, HANDLER)
    open_case(handler, town, number)
    begin(handler, "特别程序结束")
    field(handler, "结果送达日期").fill("2026-09-27")
    handler.locator("[name=result]").fill("场地稳定，适宜建设。")
    send(handler, "特别程序结束")
    refused(handler, "结果送达日期不能早于特别程序告知日期。")
    field(handler, "结果送达日期").fill("2026-10-09")
    send(handler, "特别程序结束")

    # Two days before Mid-Autumn (25 to 27 September), Monday the 28th is the third. Out from the 29th to 9 October,
    # with the National Day in between; Saturday the 10th is worked and is the fourth; three weeks bring the 19th.
    due = dt.date(2026, 11, 2)
    assert due == walked(accepted, 20, (dt.date(2026, 9, 29), dt.date(2026, 10, 9)))
    party = new_page(browser, phone=True)
    track(party, town, number, code)
    reads_receipt(party, DECIDE, due, "扣除", "国庆节", "专家评审告知书")


def test_several_units_answer_at_their_own_desks_before_one_decides(town: Town, browser: Browser) -> None:
    shared = town.on("2026-10-08")
    clerk = town.desk(browser, CLERK)
    number, code = intake(clerk, town, HOUSE, "样联", "99000019710404106")
    begin(clerk, "确定统一、联合办理")
    field(clerk, "需要协办单位").fill("是否符合村庄规划？")
    send(clerk, "确定统一、联合办理")
    refused(clerk, "请至少选择一个协办单位。")
    expect(field(clerk, "需要协办单位")).to_have_value("是否符合村庄规划？")
    clerk.get_by_label("勐约自然资源所").check()
    send(clerk, "确定统一、联合办理")
    act(clerk, "受理")

    verify(town, browser, number)
    head, planning, leader = (town.desk(browser, login) for login in (HEAD, PLANNING, LEADER))
    open_case(head, town, number)
    expect(head.locator("main")).to_contain_text("还有1个协办单位没有答复")
    planning.goto(town.url("cases"))
    follow(planning.get_by_role("link", name=re.compile("勐约协")).first)
    # Friday and Saturday, which is worked, then Monday to Friday, and Monday to Wednesday.
    answer_by = dt.date(2026, 10, 21)
    assert answer_by == walked(shared, 10)
    reads_receipt(planning, JOINT, answer_by)
    begin(planning, "答复协办意见")
    field(planning, "意见和理由").fill("符合村庄规划。")
    send(planning, "答复协办意见")
    refused(planning, "请选择同意或者不同意。")
    expect(field(planning, "意见和理由")).to_have_value("符合村庄规划。")
    field(planning, "同意").check()
    send(planning, "答复协办意见")

    open_case(head, town, number)
    act(head, "提出拟办意见", ticked=["准予"])
    open_case(leader, town, number)
    act(leader, "作出决定", ticked=["准予"])
    party = new_page(browser, phone=True)
    track(party, town, number, code)
    # 9 and 10 October; eight weeks from the 12th bring 40 more, to 4 December; then Monday to Wednesday.
    due = dt.date(2026, 12, 9)
    assert due == walked(shared, 45)
    reads_receipt(party, JOINT, due, "第四十二条第二款", "第45天")


def verify(town: Town, browser: Browser, number: str) -> None:
    """Two who were named go and look, each signs alone; who was not named signs nothing."""
    handler, head, stranger = (town.desk(browser, login) for login in (HANDLER, HEAD, PLANNING))
    open_case(handler, town, number)
    case = handler.url
    begin(handler, "指派核查、检验人员")
    handler.get_by_label(re.compile("金相丙")).check()
    send(handler, "指派核查、检验人员")
    refused(handler, "应当指派两名以上工作人员。")
    handler.get_by_label(re.compile("何早乙")).check()
    send(handler, "指派核查、检验人员")
    for page in (handler, head):
        page.goto(town.url("approval/verifying/"))
        follow(page.get_by_role("link", name=re.compile(re.escape(number))))
        if page is handler:
            answer = stranger.goto(page.url)
            assert answer is not None
            assert answer.status == 403, "who was not named signs nothing"
            send(page, "签署")
            refused(page, "请写明核查情况。")
        field(page, "您核查到的情况").fill("四至与图一致。")
        send(page, "签署")
    handler.goto(case)
    act(handler, "审查", {"核查情况": "属实。", "审查意见": "建议准予。"}, ["已由两名以上指派的工作人员核实实质内容"])
