"""One application on its whole road, walked as people walk it: citizen, clerk, handler, head, leader, admin, county."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Site, new_page
from tests.core.files.test_kinds import PDF
from tests.sample import ADMIN, CLERK, COUNTY_ADMIN, HANDLER, HEAD, LEADER, MENGYUE

pytestmark = pytest.mark.browser
GOOD_ID = "990000198504121013"


def fill_required(page: Page) -> None:
    """Fill every empty field of the form on the page with something of its kind."""
    for box in page.locator("main form[method=post] input[type=text], main form[method=post] textarea").all():
        if not box.input_value():
            box.fill("样例内容")
    for box in page.locator("main form[method=post] input[type=number]").all():
        if not box.input_value():
            box.fill("3")
    for box in page.locator("main form[method=post] input[type=date]").all():
        if not box.input_value():
            box.fill("2026-11-02")
    for group in page.locator("main form[method=post] fieldset").all():
        radios = group.locator("input[type=radio]")
        if radios.count() and not group.locator("input[type=radio]:checked").count():
            radios.first.check()


def activate(page: Page, site: Site, login: str) -> None:
    """Open an account by its link, as the person does on the first day."""
    page.goto(site.link(login))
    page.get_by_label("新密码", exact=False).first.fill(PASSWORD)
    page.get_by_label("再次输入新密码").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/w/\d+/$|/county/$"))


def open_case(page: Page, site: Site, number: str) -> None:
    """Find a case by its number in the list and open it."""
    page.goto(site.url(f"/w/{MENGYUE}/cases"))
    page.get_by_role("link", name=re.compile(re.escape(number))).first.click()
    expect(page.get_by_text(number).first).to_be_visible()


def do(page: Page, act: str) -> None:
    """Open the form of an act from the case's page, fill it and send it."""
    page.get_by_role("link", name=act, exact=True).click()
    fill_required(page)
    page.get_by_role("button", name=act, exact=True).click()
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}$"))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF to hand in."""
    path = tmp_path / "材料.pdf"
    path.write_bytes(PDF)
    return path


def apply(page: Page, site: Site, paper: Path, tmp_path: Path) -> tuple[str, str]:
    """The citizen applies on the portal without an account; every slip on the way is told and loses nothing."""
    page.goto(site.url(f"/t/{MENGYUE}/"))
    page.get_by_role("link", name="农村村民住宅用地（宅基地）审批").click()
    page.get_by_role("button", name="开始申请").click()
    page.get_by_label("姓名").fill("排早戊")
    page.get_by_label("身份证号").fill("990000198504121010")
    page.get_by_label("手机号码").fill("199 0000 1111")
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("alert")).to_contain_text("校验位不正确")
    expect(page.get_by_label("姓名")).to_have_value("排早戊")
    page.get_by_label("身份证号").fill(GOOD_ID)
    page.get_by_role("button", name="保存并继续").click()
    fill_required(page)
    page.get_by_role("button", name="保存并继续").click()
    disguised = tmp_path / "程序.pdf"
    disguised.write_bytes(b"MZ\x90\x00 not a pdf")
    page.locator("input[type=file]").first.set_input_files(disguised)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.get_by_role("alert")).to_contain_text("不是完好的")
    for box in page.locator("input[type=file]").all():
        box.set_input_files(paper)
    page.get_by_role("button", name="保存并继续").click()
    expect(page.locator("main")).to_contain_text("材料.pdf")
    page.get_by_role("button", name="确认并提交").click()
    expect(page.get_by_role("heading", name="已收到您的申请")).to_be_visible()
    text = page.locator("main").inner_text()
    number = re.search(r"勐约许〔\d{4}〕\d+号", text)
    code = re.search(r"\b([2-9A-Z]{4}) ([2-9A-Z]{4})\b", text)
    assert number
    assert code
    return number[0], code[0]


def test_a_permit_from_application_to_delivery(site: Site, browser: Browser, paper: Path, tmp_path: Path) -> None:
    citizen = new_page(browser, phone=True)
    number, code = apply(citizen, site, paper, tmp_path)

    clerk, handler, head, leader = (new_page(browser) for _ in range(4))
    for page, login in ((clerk, CLERK), (handler, HANDLER), (head, HEAD), (leader, LEADER)):
        activate(page, site, login)

    open_case(clerk, site, number)
    do(clerk, "受理")
    expect(clerk.locator("main")).to_contain_text("许可决定")

    open_case(handler, site, number)
    expect(handler.get_by_role("link", name="延长期限", exact=True)).to_have_count(0)
    handler.get_by_role("link", name="审查", exact=True).click()
    fill_required(handler)
    handler.get_by_label("核查人员").fill("金相丙")
    handler.get_by_role("button", name="审查", exact=True).click()
    expect(handler.get_by_role("alert")).to_contain_text("两个不同的姓名")
    handler.get_by_label("核查人员").fill("金相丙、何早乙")
    handler.get_by_role("button", name="审查", exact=True).click()

    open_case(leader, site, number)
    do(leader, "延长期限")
    expect(leader.locator("main")).to_contain_text("已延长10个工作日")

    open_case(head, site, number)
    do(head, "提出拟办意见")
    open_case(leader, site, number)
    do(leader, "作出决定")
    open_case(clerk, site, number)
    do(clerk, "送达")

    citizen.goto(site.url(f"/t/{MENGYUE}/track"))
    citizen.get_by_label("编号").fill(number)
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.locator("main")).to_contain_text("已送达")
    expect(citizen.locator("main")).not_to_contain_text("排早戊")
    citizen.get_by_label("编号").fill(number)
    citizen.get_by_label("查询码").fill(code.lower())
    citizen.get_by_role("button", name="查询").click()
    expect(citizen.locator("main")).to_contain_text("准予行政许可决定书")
    citizen.get_by_role("link", name=re.compile("准予行政许可决定书")).click()
    expect(citizen.locator("body")).to_contain_text("勐约乡人民政府")
    citizen.go_back()
    citizen.get_by_role("link", name=re.compile("逐日")).first.click()
    expect(citizen.locator("main")).to_contain_text("到期")


def test_the_admin_turns_the_measure_off_and_on_and_the_county_looks_on(site: Site, browser: Browser) -> None:
    admin, county, anybody = (new_page(browser) for _ in range(3))
    activate(admin, site, ADMIN)
    admin.get_by_role("link", name="功能开关").click()
    admin.get_by_role("button", name=re.compile("关闭")).click()
    expect(admin.get_by_role("alert")).to_contain_text("没有办结")
    admin.get_by_label(re.compile("我知道有未办结的案件")).check()
    admin.get_by_role("button", name=re.compile("关闭")).click()
    answer = anybody.goto(site.url(f"/t/{MENGYUE}/items"))
    assert answer is not None
    assert answer.status == 404
    admin.get_by_role("button", name=re.compile("开启")).click()
    answer = anybody.goto(site.url(f"/t/{MENGYUE}/items"))
    assert answer is not None
    assert answer.status == 200

    activate(county, site, COUNTY_ADMIN)
    expect(county.locator("main")).to_contain_text("勐约乡")
    expect(county.locator("main")).to_contain_text("章凤镇")


def test_the_public_reads_in_english(site: Site, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(site.url(f"/t/{MENGYUE}/"))
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
    for path in ("", "items", "track"):
        page.goto(site.url(f"/t/{MENGYUE}/{path}"))
        expect(page.get_by_role("navigation").first).not_to_contain_text(re.compile("[一-鿿]"))
        expect(page.get_by_role("button").last).not_to_contain_text(re.compile("[一-鿿]"))
