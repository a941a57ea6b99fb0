"""The public on the portal: slips on the way, an elder's letters, no JavaScript, a keyboard, and axe on every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.cases.models import Case
from core.commands import open_database
from core.db import Scope, crypto
from tests.browser.axe import faults
from tests.browser.conftest import PAGES, PATIENCE, Site, follow, new_page
from tests.core.files.test_kinds import PDF
from tests.sample import MENGYUE

pytestmark = PAGES
GOOD_ID = "990000198504121013"
HOMESTEAD = f"/t/{MENGYUE}/items/MY-XK-01"
PUBLIC = (
    "/",
    f"/t/{MENGYUE}/",
    f"/t/{MENGYUE}/items",
    HOMESTEAD,
    f"/t/{MENGYUE}/search",
    f"/t/{MENGYUE}/search?q=低保",
    f"/t/{MENGYUE}/search?q=zzzz",
    f"/t/{MENGYUE}/track",
    f"/t/{MENGYUE}/resume",
    f"/t/{MENGYUE}/nowhere",
    "/sign-in",
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF to hand in."""
    path = tmp_path / "户口簿.pdf"
    path.write_bytes(PDF)
    return path


@pytest.fixture
def disguised(tmp_path: Path) -> Path:
    """A program that calls itself a PDF."""
    path = tmp_path / "程序.pdf"
    path.write_bytes(b"MZ\x90\x00 not a pdf")
    return path


def case_in(site: Site, state: str) -> tuple[str, str]:
    """Number and code of a sample case in a state."""
    crypto.load_keys(site.config.keys)
    with open_database(site.config).read(Scope.one(MENGYUE)) as session:
        case = session.scalars(select(Case).where(Case.state == state).order_by(Case.id)).first()
        assert case is not None, state
        return case.number, case.code


def open_case(page: Page, site: Site, number: str, code: str) -> None:
    """Come in by number and code."""
    page.goto(site.url(f"/t/{MENGYUE}/track"))
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    follow(page.get_by_role("button", name="查询"))
    expect(page.get_by_role("heading", name="现在办到哪一步")).to_be_visible()


def begin(page: Page, site: Site) -> None:
    """An application as far as its second step."""
    page.goto(site.url(HOMESTEAD))
    follow(page.get_by_role("button", name="开始申请"))
    page.get_by_label("姓名").fill("排早戊")
    page.get_by_label("身份证号").fill(f"{GOOD_ID[:6]} {GOOD_ID[6:]}")
    page.get_by_label("手机号码").fill("199 0000 1111")
    save(page)


def fill_details(page: Page) -> None:
    """The second step, right."""
    page.get_by_label("户内人数").fill("3")
    page.get_by_label("拟用地位置").fill("样例村一组")
    page.get_by_label("申请面积").fill("100")
    page.get_by_label("原有宅基地").check()
    page.get_by_label("申请理由").fill("样例")
    save(page)


def save(page: Page) -> None:
    """To the next step."""
    follow(page.get_by_role("button", name="保存并继续"))


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_public_pages_have_no_serious_fault_on_a_phone(site: Site, browser: Browser, elder: bool) -> None:
    page = new_page(browser, phone=True)
    page.goto(site.url(f"/reader/elder/{'on' if elder else 'off'}?next=/"))
    found = []
    for path in PUBLIC:
        page.goto(site.url(path))
        found += faults(page)
    assert found == []


def test_the_party_s_pages_have_no_serious_fault_on_a_phone(site: Site, browser: Browser) -> None:
    page = new_page(browser, phone=True)
    open_case(page, site, *case_in(site, "delivered"))
    found = faults(page)
    home = page.url
    for link in (page.get_by_role("link", name=re.compile("逐日")), page.locator(".xn-papers a")):
        follow(link.first)
        found += faults(page)
        expect(page.locator("body")).not_to_contain_text(re.compile("[①②③④]"))
        page.goto(home)
    assert found == []


def test_who_rates_a_service_finds_no_serious_fault_and_loses_no_word(site: Site, browser: Browser) -> None:
    page = new_page(browser, phone=True)
    open_case(page, site, *case_in(site, "delivered"))
    found = faults(page)
    follow(page.get_by_role("link", name="评价", exact=True))
    found += faults(page)
    page.get_by_label("哪里不满意").fill("等了两个小时")
    follow(page.get_by_role("button", name="提交评价"))
    expect(page.get_by_role("alert").first).to_contain_text("请选择满意程度。")
    expect(page.get_by_label("哪里不满意")).to_have_value("等了两个小时")
    found += faults(page)
    page.get_by_label("不满意", exact=True).check()
    follow(page.get_by_role("button", name="提交评价"))
    expect(page.locator("main")).to_contain_text("正在核实，五个工作日内核实、整改并答复您。")
    page.goto(site.url(f"/t/{MENGYUE}/track"))
    page.get_by_label("编号").fill("勐约许〔2026〕9999号")
    page.get_by_label("查询码").fill("2222 3333")
    follow(page.get_by_role("button", name="查询"))
    assert found + faults(page) == []


def test_a_first_visit_weighs_less_than_150_kilobytes(site: Site, browser: Browser) -> None:
    page = new_page(browser, phone=True)
    weights: list[int] = []
    page.on("requestfinished", lambda request: weights.append(request.sizes()["responseBodySize"]))
    page.goto(site.url(f"/t/{MENGYUE}/"), wait_until="networkidle")
    assert 0 < sum(weights) < 150_000


def test_the_county_leads_to_a_township_and_people_find_by_their_own_words(site: Site, browser: Browser) -> None:
    page = new_page(browser, phone=True)
    page.goto(site.url("/"))
    expect(page.locator("header")).to_contain_text("陇川县")
    follow(page.get_by_role("link", name="勐约乡", exact=True))
    expect(page.locator("main")).not_to_contain_text("MY-")
    page.locator("#lead-search").fill("低保")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page.get_by_role("link", name="最低生活保障"))
    expect(page.locator("main")).to_contain_text("不收费")
    expect(page.locator("main")).not_to_contain_text(re.compile("[①②③④]"))


def test_slips_are_told_at_their_field_and_nothing_is_lost(
    site: Site, browser: Browser, paper: Path, disguised: Path
) -> None:
    page = new_page(browser, phone=True)
    begin(page, site)
    page.get_by_label("户内人数").fill("-1")
    save(page)
    expect(page.locator("#household_size-error")).to_contain_text("“户内人数”应当是0至10亿之间的数字")
    expect(page.locator("#land-error, #land .xn-error")).to_contain_text("请选择“地类”")
    fill_details(page)

    page.locator("#file-household").set_input_files([paper, disguised])
    save(page)
    expect(page.locator("#file-household-error")).to_contain_text("“程序.pdf”没有收下")
    expect(page.get_by_role("alert").get_by_role("link")).to_have_attribute("href", "#file-household")
    expect(page.get_by_role("list", name="已上传：户口簿")).to_contain_text("户口簿.pdf")

    # Taking one file out sends along what was chosen in the meantime.
    page.locator("#file-application").set_input_files(paper)
    follow(page.get_by_role("button", name=re.compile("删除 *户口簿.pdf")))
    expect(page.get_by_role("list", name="已上传：户口簿")).to_have_count(0)
    expect(page.get_by_role("list", name="已上传：申请表")).to_contain_text("户口簿.pdf")
    code = page.locator("aside .xn-number").inner_text()

    other = new_page(browser)
    other.goto(site.url(f"/t/{MENGYUE}/resume"))
    other.get_by_label("续办码").fill("AAAA AAAA")
    follow(other.get_by_role("button", name="继续填写"))
    expect(other.get_by_role("alert")).to_contain_text("没有找到这份草稿")
    other.get_by_label("续办码").fill(code.lower())
    follow(other.get_by_role("button", name="继续填写"))
    expect(other.get_by_role("heading", level=1)).to_have_text("材料")
    save(other)
    expect(other.locator("main")).to_contain_text(GOOD_ID)
    follow(other.get_by_role("button", name="确认并提交"))
    follow(other.get_by_role("link", name="收件凭证", exact=True))
    received = other.get_by_role("heading", name="收到的材料").locator("xpath=following-sibling::ol[1]")
    expect(received).to_have_text("申请表")
    expect(other.locator("footer")).not_to_contain_text("排早戊")


def test_an_application_that_is_not_complete_says_where(site: Site, browser: Browser) -> None:
    page = new_page(browser)
    begin(page, site)
    page.goto(page.url.replace("/details", "/check"))
    follow(page.get_by_role("button", name="确认并提交"))
    expect(page.get_by_role("alert")).to_have_text(re.compile("“申请内容”还没有填好"))


def test_corrections_show_what_came_and_what_did_not(
    site: Site, browser: Browser, paper: Path, disguised: Path
) -> None:
    page = new_page(browser, phone=True)
    open_case(page, site, *case_in(site, "correcting"))
    follow(page.get_by_role("link", name="提交补正材料"))
    send = page.get_by_role("button", name="提交补正材料")
    follow(send)
    field = page.locator("input[type=file]").first
    name = field.get_attribute("id")
    expect(page.locator(f"#{name}-error")).to_contain_text("请上传要求补正的材料")
    field.set_input_files([paper, disguised])
    follow(send)
    expect(page.locator(f"#{name}-error")).to_contain_text("“程序.pdf”没有收下")
    expect(page.locator("main")).to_contain_text("户口簿.pdf")
    follow(send)
    expect(page.get_by_role("heading", name="现在办到哪一步")).to_be_visible()


def test_the_code_on_a_paper_shows_the_state_at_once_and_the_limit_as_data(site: Site, browser: Browser) -> None:
    number, code = case_in(site, "accepted")
    page = new_page(browser, phone=True)
    page.goto(site.url(f"/t/{MENGYUE}/track?number={number}"))
    expect(page.get_by_role("status")).to_contain_text("已受理")
    open_case(page, site, number.replace("〔", "[").replace("〕", "]"), code.lower())
    follow(page.get_by_role("link", name=re.compile("逐日")).first)
    data = page.request.get(f"{page.url}?format=json")
    assert data.json()["days"][0]["mark"] == "start"
    assert "行政许可法" in data.text()


def test_an_elder_withdraws_without_javascript(site: Site, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=False).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(site.url("/"))
    follow(page.get_by_role("link", name="勐约乡", exact=True))
    follow(page.get_by_role("link", name="长辈版"))
    expect(page.locator("html")).to_have_attribute("data-elder", "on")
    begin(page, site)
    fill_details(page)
    save(page)
    follow(page.get_by_role("button", name="确认并提交"))
    follow(page.get_by_role("link", name="查看办理进度"))
    follow(page.get_by_role("link", name="撤回申请"))
    follow(page.get_by_role("button", name="撤回申请"))
    expect(page.locator("main")).to_contain_text("已撤回")


def test_the_keyboard_reaches_the_content_first(site: Site, browser: Browser) -> None:
    page = new_page(browser)
    page.goto(site.url(HOMESTEAD))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到主要内容")
    page.keyboard.press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "开始申请":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("申请人")
