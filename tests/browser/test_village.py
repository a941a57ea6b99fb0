"""A village on a telephone: it records its discussion and answers what the township asks; the office reads both."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from core import clock
from plugins.approval.demo_road import blank_pdf
from tests.browser.conftest import Site, follow, new_page
from tests.browser.test_road import activate
from tests.sample import ZHANGFENG

pytestmark = [pytest.mark.browser, pytest.mark.deep]
VILLAGE_AGENT, STATION = "zhang.yangyi", "nang.yangbing"


def test_a_village_answers_on_a_telephone_and_the_office_reads_it(site: Site, browser: Browser, tmp_path: Path) -> None:
    agent, office = new_page(browser, phone=True), new_page(browser)
    sheet = tmp_path / "会议记录.pdf"
    sheet.write_bytes(blank_pdf())
    activate(agent, site, VILLAGE_AGENT)
    agent.goto(site.url(f"/w/{ZHANGFENG}/village/"))
    follow(agent.get_by_role("link", name=re.compile("答复 章凤村")).first)
    number = agent.locator("section[aria-labelledby=asked] dd").first.inner_text()
    agent.get_by_label("不同意", exact=True).check()
    agent.get_by_label("会议日期").fill(clock.today().isoformat())
    agent.get_by_label("会议主持人签名").fill("章样主任")
    follow(agent.get_by_role("button", name="答复村级意见"))
    expect(agent.get_by_role("alert").first).to_contain_text("不同意的，请写明理由。")
    expect(agent.get_by_role("alert").first).to_contain_text("请上传会议记录或者签字的照片。")
    expect(agent.get_by_label("会议主持人签名")).to_have_value("章样主任")
    agent.get_by_label("理由").fill("四至有争议，正在调解。")
    agent.locator("input[type=file][name=proof]").first.set_input_files(str(sheet))
    expect(agent.locator("[data-files]")).to_contain_text("会议记录.pdf")
    follow(agent.get_by_role("button", name="答复村级意见"))
    expect(agent.locator("section[aria-labelledby=asked]")).to_contain_text("现在没有等本村答复的意见")
    assert agent.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    activate(office, site, STATION)
    office.goto(site.url(f"/w/{ZHANGFENG}/cases?all=1"))
    follow(office.get_by_role("link", name=re.compile(re.escape(number))).first)
    said = office.locator("section[aria-labelledby=village]")
    for words in ("不同意", "四至有争议，正在调解。", "主持人章样主任", "会议记录.pdf"):
        expect(said).to_contain_text(words)
