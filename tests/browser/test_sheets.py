"""A clerk takes the list along; an administrator fills in the template, sees what is wrong, imports and undoes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect
from python_calamine import CalamineWorkbook

from tests.browser.axe import faults
from tests.browser.conftest import PAGES, Site, follow, new_page
from tests.browser.test_road import activate
from tests.sample import ADMIN, CLERK, MENGYUE

pytestmark = PAGES


def test_a_list_leaves_as_it_is_seen(site: Site, browser: Browser, tmp_path: Path) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    clerk.goto(site.url(f"/w/{MENGYUE}/cases?sort=received"))
    seen = clerk.locator("[data-rows] tbody th > a").all_inner_texts()
    follow(clerk.get_by_role("link", name="导出"))
    found = faults(clerk)
    clerk.get_by_label("包含当事人全名").check()
    follow(clerk.get_by_role("button", name="导出"))
    expect(clerk.get_by_role("alert")).to_contain_text("请写明用途")
    clerk.set_viewport_size({"width": 320, "height": 800})
    assert clerk.evaluate("document.documentElement.scrollWidth") <= 320
    found += faults(clerk)
    clerk.get_by_label("用途").fill("入户核查")
    with clerk.expect_download() as taken:
        clerk.get_by_role("button", name="导出").click()
    taken.value.save_as(tmp_path / "list.xlsx")
    rows = CalamineWorkbook.from_path(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == seen
    assert found == []


def test_a_staff_list_is_pasted_looked_at_imported_and_undone(site: Site, browser: Browser) -> None:
    admin = new_page(browser)
    activate(admin, site, ADMIN)
    admin.goto(site.url(f"/w/{MENGYUE}/admin/"))
    follow(admin.locator("main").get_by_role("link", name="用表格导入"))
    follow(admin.get_by_role("link", name="人员名单"))
    found = faults(admin)
    with admin.expect_download() as taken:
        admin.get_by_role("link", name="下载模板").click()
    assert taken.value.suggested_filename == "人员名单.xlsx"
    rows = ("姓名\t登录名\t单位", "样本甲\tyangben.jia\t财政所", "样本乙\t坏名\t财政局")
    admin.get_by_label("或者从表格里复制后粘贴").fill("\n".join(rows))
    follow(admin.get_by_role("button", name="检查"))
    expect(admin.get_by_text("是不是“财政所”")).to_be_visible()
    admin.set_viewport_size({"width": 320, "height": 800})
    assert admin.evaluate("document.documentElement.scrollWidth") <= 320
    found += faults(admin)
    follow(admin.get_by_role("button", name="只导入没有问题的1行"))
    expect(admin.get_by_text("新增1行")).to_be_visible()
    found += faults(admin)
    admin.get_by_text("撤销这次导入").click()
    follow(admin.get_by_role("button", name="撤销导入"))
    expect(admin.get_by_text("已撤销1行，0行没有撤销。")).to_be_visible()
    assert admin.evaluate("document.documentElement.scrollWidth") <= 320
    assert found + faults(admin) == []
