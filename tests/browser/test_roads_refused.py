"""The road that ends with a refusal, and the ways that lead on from it, with their last days over rest days."""

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
    rolled,
    send,
    town_of,
    track,
)
from tests.sample import CLERK, HANDLER, HEAD, LEADER

pytestmark = [pytest.mark.browser, pytest.mark.deep]


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A township that nobody else walks in."""
    with town_of(sample, tmp_path_factory.mktemp("refused")) as made:
        yield made


def test_who_is_refused_reads_where_to_turn_and_until_which_day(town: Town, browser: Browser) -> None:
    town.on("2026-08-28")
    clerk, handler, head, leader = (town.desk(browser, login) for login in (CLERK, HANDLER, HEAD, LEADER))
    number, code = intake(clerk, town, HOUSE, "样拒", "99000019750505105")
    act(clerk, "受理")
    open_case(handler, town, number)
    act(handler, "审查", {"核查情况": "本户已有一处宅基地。", "审查意见": "建议不予。"}, ["书面审查"])
    open_case(head, town, number)
    act(head, "提出拟办意见", ticked=["不予"])
    open_case(leader, town, number)
    begin(leader, "作出决定")
    field(leader, "理由").fill("")
    field(leader, "不予").check()
    send(leader, "作出决定")
    refused(leader, "请写明理由。")
    field(leader, "理由").fill("本户在本集体已有一处宅基地，不符合一户一宅的规定。")
    send(leader, "作出决定")

    served = town.on("2026-08-31")
    clerk = town.desk(browser, CLERK)
    open_case(clerk, town, number)
    begin(clerk, "送达")
    field(clerk, "直接送达").check()
    field(clerk, "签收人").fill("样拒")
    field(clerk, "送达日期").fill("2026-09-01")
    send(clerk, "送达")
    refused(clerk, "送达日期应当在文书出具（2026-08-28）以后，不晚于今天。")
    field(clerk, "送达日期").fill("2026-08-31")
    send(clerk, "送达")

    party = new_page(browser, phone=True)
    track(party, town, number, code)
    told = ("六十日内向陇川县人民政府申请行政复议", "六个月内向陇川县人民法院提起行政诉讼", "第三十八条第二款")
    reads_paper(party, "不予行政许可决定书", "不符合一户一宅的规定", *told)
    # Sixty days from 31 August: the thirty of September and thirty of October, a Friday.
    review_by = dt.date(2026, 10, 30)
    assert review_by == rolled(served + dt.timedelta(days=60))
    reads_receipt(party, "申请复议", review_by, "第60天", "第二十条第一款")
    # Six months from 31 August: February has no 31st, its last day is a Sunday, and the Monday after it is 1 March.
    sue_by = dt.date(2027, 3, 1)
    assert sue_by == rolled(dt.date(2027, 2, 28)) != dt.date(2027, 2, 28)
    reads_receipt(party, "直接起诉", sue_by, "2027-02-28", "顺延", "第四十六条第一款")
    expect(party.locator("main")).to_contain_text("已送达")
