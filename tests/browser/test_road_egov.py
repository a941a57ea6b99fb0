"""The office's roads: a document of the county through three townships to the archive, a request for information
through correction and extension over the National Day, and a petition that belongs into a reconsideration."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from core.db import Scope
from core.jobs.worker import Worker
from core.tenancy.services import put_switch
from tests.browser.conftest import follow, new_page
from tests.browser.roads import (
    Town,
    act,
    begin,
    field,
    open_case,
    reads_paper,
    refused,
    send,
    town_of,
    track,
    walked,
)
from tests.sample import COUNTY, COUNTY_ADMIN, HANDLER, HUSA, LEADER, MENGYUE, ZHANGFENG

pytestmark = [
    pytest.mark.browser,
    pytest.mark.deep,
    pytest.mark.only_on("sqlite", "a browser draws the same page from either database"),
]
# A handler of the general office, where documents and requests arrive.
OFFICE = "zuo.xiangbing"


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A township that nobody else walks in, with the measure on here and around it."""
    with town_of(sample, tmp_path_factory.mktemp("egov")) as made:
        for tenant in (COUNTY, MENGYUE, HUSA, ZHANGFENG):
            with made.site.database.write(Scope.one(tenant)) as session:
                put_switch(session, tenant, "egov", on=True, by="test")
        yield made


def shows(page: Page, day: dt.date) -> None:
    """The page of the case names the day."""
    expect(page.locator("main")).to_contain_text(day.isoformat())


def test_a_request_goes_through_correction_and_extension_over_the_national_day(town: Town, browser: Browser) -> None:
    received = town.on("2026-09-14")
    visitor = new_page(browser)
    visitor.goto(town.url(f"/t/{MENGYUE}/disclosure/new"))
    told = {
        "姓名或者名称": "样例申请人",
        "身份证明号码": "样例证件",
        "联系电话": "样例电话",
        "需要什么信息": "道路合同",
    }
    for label, words in told.items():
        field(visitor, label).fill(words)
    field(visitor, "纸质复印件").check()
    send(visitor, "提交申请")
    expect(visitor.locator("h1")).to_contain_text("已经收到")
    number, code = (visitor.locator("dd").nth(at).inner_text().split("\n")[0].strip() for at in (0, 1))

    office = town.desk(browser, OFFICE)
    open_case(office, town, number)
    act(office, "与申请人确认收到", {"双方确认的日期": received.isoformat()})
    shows(office, walked(received, 20))
    town.on("2026-09-15")
    office = town.desk(browser, OFFICE)
    open_case(office, town, number)
    act(office, "告知补正申请", {"需要补正的内容": "请写明是哪一个工程", "补正期限": "10"})

    corrected = town.on("2026-09-21")
    track(visitor, town, number, code)
    begin(visitor, "补正公开申请")
    field(visitor, "补正后的申请内容").fill("三组硬化路")
    send(visitor, "补正公开申请")
    office = town.desk(browser, OFFICE)
    open_case(office, town, number)
    expect(office.locator("main")).to_contain_text("三组硬化路")
    shows(office, walked(corrected, 20))
    leader = town.desk(browser, LEADER)
    open_case(leader, town, number)
    act(leader, "延长答复期限", {"延长的工作日": "20", "延长的理由": "资料多"})
    shows(leader, walked(corrected, 40))

    town.on("2026-10-12")
    office, leader = town.desk(browser, OFFICE), town.desk(browser, LEADER)
    open_case(office, town, number)
    begin(office, "拟写答复")
    field(office, "部分公开").check()
    field(office, "不予公开的理由").select_option("privacy")
    field(office, "答复的内容").fill("合同予以公开，隐去个人账号。")
    send(office, "拟写答复")
    open_case(leader, town, number)
    begin(leader, "签发公开答复")
    send(leader, "签发公开答复")
    track(visitor, town, number, code)
    expect(visitor.locator("main")).to_contain_text("部分公开")
    expect(visitor.locator("main")).to_contain_text("隐去个人账号")


def test_a_document_of_the_county_reaches_three_townships_and_ends_in_the_archive(town: Town, browser: Browser) -> None:
    town.on("2026-11-24")
    county = town.desk(browser, COUNTY_ADMIN)
    county.goto(town.url(f"/w/{COUNTY}/dispatches/new"))
    field(county, "公文").select_option(index=1)
    for place in ("章凤镇", "户撒", "勐约乡"):
        field(county, place).check()
    field(county, "需要答复").check()
    send(county, "发送")
    _carry(town)

    office = town.desk(browser, OFFICE)
    office.goto(town.url("incoming/"))
    follow(office.locator("table a").first)
    begin(office, "签收登记")
    send(office, "签收登记")
    act(office, "拟办", {"拟办意见": "拟请农业综合服务中心阅办。"})
    begin(office, "传阅")
    office.get_by_role("checkbox", name=re.compile("金相丙")).check()
    send(office, "传阅")
    reader = town.desk(browser, HANDLER)
    reader.goto(town.url("incoming/reading"))
    follow(reader.locator("main li a").first)
    field(reader, "传阅意见").fill("已经开始排查。")
    send(reader, "已阅")
    leader = town.desk(browser, LEADER)
    case = office.url
    leader.goto(case)
    begin(leader, "批办")
    field(leader, "主办单位").select_option(label="农业综合服务中心")
    field(leader, "批示").fill("请按期办理。")
    send(leader, "批办")
    reader.goto(case)
    act(reader, "办结答复", {"办理结果": "已排查完毕，没有隐患。"})
    office.goto(case)
    expect(office.locator("main")).to_contain_text("已经开始排查。")
    begin(office, "归档")
    field(office, "永久").check()
    send(office, "归档")
    expect(office.locator("main")).to_contain_text("已归档")
    _carry(town)
    county = town.desk(browser, COUNTY_ADMIN)
    county.goto(town.url(f"/w/{COUNTY}/dispatches/"))
    follow(county.locator("main li a, main table a").first)
    expect(county.locator("main")).to_contain_text("已排查完毕")
    expect(county.locator("main")).to_contain_text("户撒")


def test_a_petition_against_a_decision_is_shown_the_road_of_reconsideration(town: Town, browser: Browser) -> None:
    received = town.on("2026-11-23")
    visitor = new_page(browser)
    visitor.goto(town.url(f"/t/{MENGYUE}/voices/new"))
    field(visitor, "信访").check()
    field(visitor, "想说的事").fill("对占道经营的处罚决定不服")
    field(visitor, "姓名").fill("样例信访人")
    send(visitor, "提交")
    expect(visitor.locator("h1")).to_contain_text("已经收到")
    number, code = (visitor.locator("dd").nth(at).inner_text().split("\n")[0].strip() for at in (0, 1))

    office = town.desk(browser, OFFICE)
    open_case(office, town, number)
    begin(office, "定性分办")
    field(office, "办理单位").select_option(label="农业综合服务中心")
    send(office, "定性分办")
    handler = town.desk(browser, HANDLER)
    open_case(handler, town, number)
    shows(handler, received + dt.timedelta(days=15))
    begin(handler, "引导到法定途径")
    field(handler, "行政复议").check()
    send(handler, "引导到法定途径")
    refused(handler, "应当向哪个机关提出")
    expect(field(handler, "行政复议")).to_be_checked()
    field(handler, "向哪个机关提出").fill("陇川县人民政府")
    field(handler, "告知的理由和办法").fill("对处罚决定不服的，自知道之日起六十日内申请行政复议。")
    send(handler, "引导到法定途径")

    track(visitor, town, number, code)
    for words in ("行政复议", "陇川县人民政府", "六十日内申请行政复议"):
        expect(visitor.locator("main")).to_contain_text(words)
    reads_paper(visitor, "信访事项办理途径告知书", "信访工作条例第三十一条", "陇川县人民政府", "占道经营")


def _carry(town: Town) -> None:
    """Whatever is owed between the tenants."""
    worker = Worker(town.site.config)
    with clock.moved(town.now):
        while worker.drain():
            pass
    worker.database.dispose()
