"""A penalty with a hearing, from the clue to the end, by the pages of those who do it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from core.tenancy.services import put_switch
from plugins.penalty.catalogue import services as catalogue
from tests.browser.conftest import follow
from tests.browser.roads import Town, act, begin, field, reads_paper, refused, send, town_of
from tests.plugins.penalty.conftest import FIRE, Penalties
from tests.sample import ADMIN, HANDLER, HEAD, LEADER, MENGYUE

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.only_on("sqlite", "the same pages over either")]
SECOND = "pai.nuoyi"


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A township with penalties on, two officers and one power."""
    with town_of(sample, tmp_path_factory.mktemp("penalty")) as made:
        found = Penalties(made.site)
        with found.writing() as session:
            put_switch(session, MENGYUE, "penalty", on=True, by="test")
            catalogue.take_in(session, found.actor(ADMIN))
        found.certify(HANDLER, "样-0001")
        found.certify(HEAD, "样-0002")
        found.confirm(FIRE)
        yield made


def test_a_penalty_with_a_hearing_is_decided_by_its_pages(town: Town, browser: Browser) -> None:
    day = town.on("2026-09-01")
    officer, leader = town.desk(browser, HANDLER), town.desk(browser, LEADER)
    officer.goto(town.url("penalty/clues"))
    officer.locator("[name=offence]").select_option(FIRE)
    for label, words in {
        "违法行为的日期": day.isoformat(),
        "发现线索的日期": day.isoformat(),
        "线索的来源": "护林员巡查发现",
        "地点": "营盘村后山",
        "查明的违法事实": "在林区内野外用火。",
        "姓名或者名称": "思样甲",
        "地址": "营盘村一组",
    }.items():
        field(officer, label).fill(words)
    officer.locator("[name=subject][value=person]").check()
    officer.locator("[name=second]").select_option(index=1)
    send(officer, "登记")
    case = officer.url.split("?")[0]
    leader.goto(case)
    act(leader, "立案")
    officer.goto(case)
    shown = {"内容和证明的事实": "现场照片两张。", "来源": "现场拍摄", "取证日期": day.isoformat()}
    act(officer, "登记证据", shown, ["两名执法人员已经出示执法证件"])
    begin(officer, "事先告知")
    field(officer, "拟罚款").fill("1200")
    field(officer, "理由").fill("火势蔓延。")
    for label in ("给予警告", "已经告知当事人"):
        field(officer, label).check()
    send(officer, "事先告知")
    reads_paper(officer, "行政处罚事先告知书", "1200", "五日内")
    begin(officer, "登记告知书送达")
    officer.locator("[name=way]").select_option("direct")
    field(officer, "签收人").fill("思样甲")
    send(officer, "登记告知书送达")
    asked = town.on("2026-09-08")
    officer = town.desk(browser, HANDLER)
    officer.goto(case)
    act(officer, "登记听证要求", {"当事人提出的日期": asked.isoformat()})
    leader = town.desk(browser, LEADER)
    leader.goto(case)
    begin(leader, "通知听证")
    for label, words in {"听证日期": "2026-09-14", "时间": "上午9时", "地点": "乡政府二楼"}.items():
        field(leader, label).fill(words)
    second = Penalties(town.site).actor(SECOND)
    leader.locator("[name=host]").select_option(str(second.account_id))
    send(leader, "通知听证")
    refused(leader, "七日前通知当事人")
    field(leader, "听证日期").fill("2026-09-21")
    send(leader, "通知听证")
    heard = town.on("2026-09-21")
    host = town.desk(browser, SECOND)
    host.goto(town.url("penalty/hearings"))
    expect(host.locator("main")).to_contain_text("乡政府二楼")
    follow(host.locator("main li a").first)
    told = {"听证的情况": "双方陈述、质证。", "主持人的意见": "事实清楚。"}
    act(host, "登记听证笔录", told, ["笔录已经当事人核对"])
    leader = town.desk(browser, LEADER)
    leader.goto(case)
    expect(leader.locator("main")).to_contain_text("未经法制审核")
    reviewer = town.desk(browser, ADMIN)
    reviewer.goto(case)
    act(reviewer, "法制审核", {"审核意见": "同意。"}, ["通过", "我从事过法制审核"])
    leader.goto(case)
    begin(leader, "作出处罚决定")
    field(leader, "罚款").fill("1000")
    field(leader, "已经改正").check()
    send(leader, "作出处罚决定")
    reads_paper(leader, "行政处罚决定书", "思样甲", "营盘村一组", "1000", "六十日内", "六个月内")
    officer = town.desk(browser, HANDLER)
    officer.goto(case)
    act(officer, "登记送达", {"送达日期": heard.isoformat(), "签收人": "思样甲"})
    payer = town.desk(browser, ADMIN)
    payer.goto(case)
    paid = {"缴纳日期": heard.isoformat(), "金额": "1000", "银行或者电子票据的号码": "样21"}
    act(payer, "登记缴款", paid, ["银行"])
    leader = town.desk(browser, LEADER)
    leader.goto(case)
    act(leader, "结案")
    expect(leader.locator("main")).to_contain_text("已结案")
    for width, height in ((1280, 900), (320, 700)):
        leader.set_viewport_size({"width": width, "height": height})
        wide = leader.evaluate("document.documentElement.scrollWidth")
        assert wide <= width
