"""A village without a line: what was written down survives the browser's end, arrives once, and is asked about where
the same is known already."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from core.commands import open_database
from core.db import Scope
from core.tenancy.services import put_switch
from tests.browser.conftest import CHROMIUM, FLAGS, PATIENCE, follow, served
from tests.browser.test_road import activate
from tests.sample import ZHANGFENG

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.only_on("sqlite", "a browser keeps the page itself")]
AGENT = "zhang.yangyi"
OFFLINE, COLLECTED = f"/w/{ZHANGFENG}/offline/", f"/w/{ZHANGFENG}/issues/collected"


def write(page: Page, problem: str, place: str = "三组") -> None:
    """One entry on the kept page."""
    page.get_by_label("问题类别").select_option("road")
    page.get_by_label("在什么地方").fill(place)
    page.get_by_label("是什么问题").fill(problem)
    page.get_by_label("姓名", exact=False).first.fill("样例群众")
    page.get_by_role("button", name="保存", exact=True).click()


def test_an_entry_made_without_a_line_survives_the_browser_and_arrives_once(
    sample: Path, browser: Browser, tmp_path: Path
) -> None:
    def profile() -> BrowserContext:
        opened = browser.browser_type.launch_persistent_context(
            tmp_path / "profile", executable_path=CHROMIUM, args=list(FLAGS), locale="zh-CN"
        )
        opened.set_default_timeout(PATIENCE)
        return opened

    with served(sample, tmp_path / "served") as site:
        with open_database(site.config).write(Scope.one(ZHANGFENG)) as session:
            put_switch(session, ZHANGFENG, "frontline", on=True, by="test")
        first = profile()
        page = first.pages[0]
        activate(page, site, AGENT)
        page.goto(site.url(COLLECTED))
        follow(page.get_by_role("link", name="离线登记"))
        outbox = page.locator("[data-outbox]")
        expect(outbox).to_have_attribute("data-kept", "yes")
        first.set_offline(True)
        page.reload()
        write(page, "雨后塌方，过不了车")
        expect(outbox).to_contain_text("雨后塌方，过不了车")
        expect(outbox).to_contain_text("没有信号")
        first.close()

        second = profile()
        second.set_offline(True)
        page = second.pages[0]
        page.goto(site.url(OFFLINE))
        outbox = page.locator("[data-outbox]")
        expect(outbox).to_contain_text("雨后塌方，过不了车")
        second.set_offline(False)
        page.get_by_role("button", name="现在发送").click()
        expect(outbox).to_contain_text("请先登录")
        activate(page, site, AGENT)
        page.goto(site.url(OFFLINE))
        expect(outbox).to_contain_text("已登记")
        expect(outbox).not_to_contain_text("雨后塌方，过不了车")
        page.get_by_role("button", name="现在发送").click()
        page.reload()
        expect(outbox).to_contain_text("没有等待发送的内容")
        # The same once more is asked about, and given up.
        write(page, "路还是不通")
        expect(outbox).to_contain_text("好像是同一件事")
        outbox.get_by_role("button", name="删除").click()
        expect(outbox).to_contain_text("没有等待发送的内容")
        page.goto(site.url(COLLECTED))
        expect(page.locator(".xn-list > li")).to_have_count(1)
        second.close()
