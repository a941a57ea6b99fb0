"""The desk as its people use it all day: what came to the counter, what is due, whom to call, who may look."""

from __future__ import annotations

import re
from uuid import UUID

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from core.audit.models import Audit
from core.audit.services import REVEAL
from core.commands import open_database
from core.db import Scope
from core.notices.models import Notice
from tests.browser.conftest import PAGES, Site, every, follow, new_page
from tests.browser.test_road import GOOD_ID, activate, fill_required, open_case
from tests.processes import until
from tests.sample import CLERK, COUNTY_ADMIN, HANDLER, LEADER, MENGYUE

pytestmark = PAGES
CASE = re.compile(r"/cases/[0-9a-f-]{36}")
HOUSE = "农村村民住宅用地（宅基地）审批"


def take_in(page: Page, site: Site, *materials: str) -> str:
    """Take an application in at the window with the materials named; its number."""
    page.goto(site.url(f"/w/{MENGYUE}/approval/intake"))
    follow(page.get_by_role("link", name=HOUSE))
    page.get_by_label("姓名").fill("方样己")
    page.get_by_label("身份证号").fill(GOOD_ID)
    page.get_by_label("手机号码").fill("199 0000 2222")
    page.get_by_label("住址").fill("样例村9号")
    fill_required(page, "收件并出具凭证")
    for name in materials:
        page.get_by_label(re.compile(f"^{name}")).check()
    follow(page.get_by_role("button", name="收件并出具凭证"))
    if (another := page.get_by_label("是另一件，照常收件")).count():
        another.check()
        follow(page.get_by_role("button", name="收件并出具凭证"))
    expect(page.locator("main")).to_contain_text("已收件。收件凭证")
    found = re.search(r"勐约许〔\d{4}〕\d+号", page.locator("main").inner_text())
    assert found
    return found[0]


def test_what_is_brought_to_the_counter_completes_the_application(site: Site, browser: Browser) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    take_in(clerk, site, "申请表", "户口簿", "集体讨论记录", "建房平面图")
    expect(clerk.get_by_role("link", name="受理", exact=True)).to_have_count(0)
    expect(clerk.locator("main")).to_contain_text("材料收齐后才能受理")
    follow(clerk.get_by_role("link", name="收取补交的材料"))
    follow(clerk.get_by_role("button", name="收取补交的材料"))
    expect(clerk.get_by_role("alert")).to_contain_text("请勾选窗口收到的材料")
    clerk.get_by_label(re.compile("^公示证明")).check()
    follow(clerk.get_by_role("button", name="收取补交的材料"))
    expect(clerk).to_have_url(CASE)
    expect(clerk.locator(".xn-timeline")).to_contain_text("公示证明")
    follow(clerk.get_by_role("link", name="收件凭证", exact=True))
    expect(clerk.locator("main")).to_contain_text("尚未收到的必要材料")
    follow(clerk.get_by_role("link", name="返回办件"))
    follow(clerk.get_by_role("link", name="受理", exact=True))
    follow(clerk.get_by_role("button", name="受理", exact=True))
    expect(clerk.get_by_role("status").first).to_contain_text("“受理”已办理")


def test_every_slip_of_the_one_notice_stands_at_its_material(site: Site, browser: Browser) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    take_in(clerk, site, "申请表", "户口簿", "集体讨论记录", "建房平面图")
    follow(clerk.get_by_role("link", name="一次性告知补正"))
    expect(clerk.get_by_label(re.compile("^公示证明"))).to_be_checked()
    follow(clerk.get_by_role("button", name="一次性告知补正"))
    clerk.get_by_role("alert").get_by_role("link", name=re.compile("公示证明")).click()
    box = clerk.get_by_label("“公示证明”如何补正")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-invalid", "true")
    box.fill("补交村务公开栏的照片")
    follow(clerk.get_by_role("button", name="一次性告知补正"))
    expect(clerk.locator(".xn-papers")).to_contain_text("一次性补正告知书")
    follow(clerk.get_by_role("link", name="提交补正材料"))
    follow(clerk.get_by_role("button", name="提交补正材料"))
    expect(clerk.get_by_role("alert")).to_contain_text("请勾选在窗口收到的补正材料")


def test_contact_details_are_shown_once_and_on_record(site: Site, browser: Browser) -> None:
    clerk, leader = new_page(browser), new_page(browser)
    activate(clerk, site, CLERK)
    number = take_in(clerk, site, "申请表")
    parties = clerk.get_by_role("region", name="当事人")
    expect(parties).not_to_contain_text("19900002222")
    follow(clerk.get_by_role("button", name="显示联系方式"))
    expect(parties).to_contain_text("19900002222")
    expect(parties).to_contain_text("样例村9号")
    expect(parties).not_to_contain_text(GOOD_ID)
    clerk.reload()
    expect(parties).not_to_contain_text("19900002222")
    with open_database(site.config).read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Audit.body).where(Audit.action == REVEAL)).all()
    assert number in [body["number"] for body in rows]
    activate(leader, site, LEADER)
    open_case(leader, site, number)
    expect(leader.get_by_role("button", name="显示联系方式")).to_be_visible()


def test_next_and_previous_keep_the_filter_through_an_act(site: Site, browser: Browser) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    first, second = (take_in(clerk, site, "申请表") for _ in range(2))
    clerk.goto(site.url(f"/w/{MENGYUE}/cases?state=received,corrected&sort=received&q=宅基地"))
    follow(clerk.get_by_role("link", name=first))
    follow(clerk.get_by_role("link", name="下一件"))
    expect(clerk.locator("header.xn-card")).to_contain_text(second)
    follow(clerk.get_by_role("link", name="上一件"))
    follow(clerk.get_by_role("link", name="当场更正"))
    clerk.get_by_label(re.compile("当场更正了什么")).fill("更正面积")
    follow(clerk.get_by_role("button", name="当场更正"))
    follow(clerk.get_by_role("link", name="下一件"))
    expect(clerk.locator("header.xn-card")).to_contain_text(second)
    follow(clerk.get_by_role("link", name="案件列表"))
    expect(clerk.get_by_label("编号、事项或者当事人")).to_have_value("宅基地")
    clerk.get_by_label("编号、事项或者当事人").fill(second.replace("〔", "(").replace("〕", ")"))
    follow(clerk.get_by_role("button", name="筛选"))
    expect(clerk.locator("tbody tr")).to_have_count(1)
    expect(clerk.get_by_role("search", name="筛选案件").get_by_label("状态")).to_have_value("received,corrected")


def test_a_notice_is_read_by_opening_its_case_and_the_rest_are_cleared_at_once(site: Site, browser: Browser) -> None:
    handler, leader = new_page(browser), new_page(browser)
    activate(handler, site, HANDLER)
    mine = handler.get_by_role("region", name="给您的提醒")
    expect(mine).to_contain_text("届满")
    follow(mine.get_by_role("listitem").filter(has_text="届满").get_by_role("link").first)
    expect(handler).to_have_url(CASE)
    number = handler.title().split()[0]
    about = (Notice.matter_id == UUID(handler.url[-36:]), Notice.read_at.is_not(None))

    def read() -> object:
        with open_database(site.config).read(Scope.one(MENGYUE)) as session:
            return session.scalars(select(Notice.id).where(*about)).first()

    until(read, lambda: "opening the case read nothing")
    handler.goto(site.url(f"/w/{MENGYUE}/"))
    expect(handler.get_by_role("region", name="最近14天的期限提醒")).to_contain_text("届满")
    expect(mine.filter(has_text=number)).to_have_count(0)
    activate(leader, site, LEADER)
    theirs = leader.get_by_role("region", name="给您的提醒")
    follow(theirs.get_by_role("button", name="知道了"))
    expect(leader.get_by_role("heading", name="工作台")).to_be_visible()
    expect(theirs).to_have_count(0)


def test_every_figure_opens_the_list_it_counts(site: Site, browser: Browser) -> None:
    leader, county = new_page(browser, phone=True), new_page(browser)
    activate(leader, site, LEADER)
    expect(leader.get_by_role("region", name="等待您办理")).to_contain_text("待签发")
    figures = [
        (str(link.get_attribute("href")), link.locator("strong").inner_text())
        for link in every(leader.locator(".xn-figure"))
    ]
    for address, number in figures:
        leader.goto(site.url(address))
        expect(leader.locator("[role=status]")).to_contain_text(f"共{number}件")
    activate(county, site, COUNTY_ADMIN)
    for address in [str(link.get_attribute("href")) for link in every(county.locator("td a[href*='/county/cases/']"))]:
        county.goto(site.url(address))
        total = re.search(r"共(\d+)件", county.locator("[role=status]").inner_text())
        assert total
        expect(county.locator(".xn-list > li")).to_have_count(int(total[1]))


def test_what_is_no_licence_never_cites_the_licensing_law(site: Site, browser: Browser) -> None:
    clerk = new_page(browser)
    activate(clerk, site, CLERK)
    clerk.goto(site.url(f"/w/{MENGYUE}/cases?closed=1&q=最低生活保障"))
    for address in [str(link.get_attribute("href")) for link in every(clerk.locator("tbody th a"))]:
        clerk.goto(site.url(address))
        expect(clerk.locator("main")).not_to_contain_text("行政许可法")
    follow(clerk.get_by_role("link", name="送达", exact=True))
    expect(clerk.locator("main")).not_to_contain_text("行政许可法")
    follow(clerk.get_by_role("button", name="送达", exact=True))
    follow(clerk.get_by_role("link", name="送达回证", exact=True))
    expect(clerk.locator("main")).to_contain_text(re.compile("陇川报〔\\d{4}〕\\d+号"))


def test_staff_pages_have_no_serious_barrier(site: Site, browser: Browser) -> None:
    clerk, county = new_page(browser), new_page(browser)
    activate(clerk, site, CLERK)
    number = take_in(clerk, site, "申请表")
    case = clerk.url
    pages = [
        (clerk, f"/w/{MENGYUE}/"),
        (clerk, f"/w/{MENGYUE}/cases"),
        (clerk, case),
        (clerk, case.replace("/cases/", "/approval/cases/") + "/ask_correction"),
        (clerk, f"/w/{MENGYUE}/approval/intake"),
        (clerk, f"/w/{MENGYUE}/approval/intake/MY-XK-01"),
        (clerk, f"/w/{MENGYUE}/search?q={number}"),
        (clerk, "/me"),
    ]
    activate(county, site, COUNTY_ADMIN)
    pages += [(county, "/county/"), (county, f"/county/cases/{MENGYUE}/open")]
    found = []
    for page, address in pages:
        page.goto(address if address.startswith("http") else site.url(address))
        answer = Axe().run(page).response["violations"]
        found += [
            f"{address}: {one['id']} {one['nodes'][0]['html'][:120]}"
            for one in answer
            if one["impact"] in {"serious", "critical"}
        ]
    assert found == []


def test_colleagues_write_notes_and_a_case_is_pinned_to_the_workbench(browser: Browser, site: Site) -> None:
    page = new_page(browser)
    activate(page, site, HANDLER)
    page.goto(site.url(f"/w/{MENGYUE}/cases"))
    follow(page.locator("tbody a").first)
    number = page.locator("h1 + div").inner_text().split()[0]
    follow(page.get_by_role("button", name="置顶"))
    expect(page.get_by_role("button", name="取消置顶")).to_be_visible()
    page.get_by_role("navigation", name="本件的页面").get_by_role("link", name="时限").click()
    expect(page).to_have_url(re.compile("#clocks$"))
    follow(page.get_by_role("navigation", name="本件的页面").get_by_role("link", name="批注"))
    page.get_by_label("写批注").fill("@没有这个人 请核对")
    follow(page.get_by_role("button", name="保存批注"))
    expect(page.get_by_role("alert")).to_contain_text("没有这个人")
    page.get_by_label("写批注").fill("请核对第3页")
    follow(page.get_by_role("button", name="保存批注"))
    expect(page.locator("main")).to_contain_text("批注已保存")
    page.goto(site.url(f"/w/{MENGYUE}/"))
    page.keyboard.press("/")
    expect(page.locator("#top-search")).to_be_focused()
    expect(page.locator("section", has=page.get_by_role("heading", name="我手边的案件"))).to_contain_text(number)
