"""The administrator watches long work move on an open page, and tries again what could not be done."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import update

from core.commands import open_database
from core.db import Scope
from core.jobs import progress as room
from core.jobs import services
from core.jobs.models import Outbox
from tests.browser.axe import faults
from tests.browser.conftest import Site, follow, new_page
from tests.browser.test_road import activate
from tests.sample import ADMIN, MENGYUE

pytestmark = pytest.mark.browser


def test_a_bar_moves_by_itself_and_a_retry_is_one_click(site: Site, browser: Browser) -> None:
    database = open_database(site.config)
    with database.write(Scope.one(MENGYUE)) as session:
        services.emit(session, "nobody", "case:0190a216-d44e-7d75-881a-d9c2476d0a1f", {})
        session.flush()
        session.execute(update(Outbox).where(Outbox.topic == "nobody").values(is_open=False, parked=True))
    room._begin(database, MENGYUE, "core.test", 8, "重建查询索引")
    admin = new_page(browser)
    activate(admin, site, ADMIN)
    follow(admin.get_by_role("link", name="后台任务").first)
    bar = admin.get_by_label("重建查询索引")
    expect(bar).to_have_attribute("value", "0")
    room._move(database, MENGYUE, "core.test", 5)
    expect(bar).to_have_js_property("value", 5)
    expect(admin.locator(".xn-progress span")).to_have_text("5 / 8，正在进行")
    found = faults(admin)
    admin.set_viewport_size({"width": 320, "height": 800})
    assert found + faults(admin) == []
    assert admin.evaluate("document.documentElement.scrollWidth") <= 320
    follow(admin.get_by_role("button", name="全部重试"))
    expect(admin.get_by_role("status")).to_have_text("已重新排队：1件。")
    expect(admin.get_by_role("button", name="全部重试")).to_have_count(0)
    database.dispose()
