"""One application on its whole road, walked as people walk it: citizen, clerk, handler, head, leader, admin, county."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PASSWORD, Say, Site, every, follow, new_page, whole
from tests.core.files.test_kinds import PDF
from tests.sample import ADMIN, CLERK, COUNTY_ADMIN, HANDLER, HEAD, LEADER, MENGYUE

pytestmark = pytest.mark.browser
GOOD_ID = "990000198504121013"
FILLING = {
    "input[type=text]:not([data-day]), textarea": "样例内容",
    "input[type=number]": "3",
    "input[type=date]": "2026-11-02",
}


def fill_required(page: Page, button: str) -> None:
    """Fill every empty field of the form that this button sends with something of its kind."""
    whole(page.get_by_role("button", name=button, exact=True))
    form = page.locator("main form[method=post]")
    for fields, typed in FILLING.items():
        for box in form.locator(fields).all():
            if box.is_visible() and not box.input_value():
                box.fill(typed)
    for group in form.locator("fieldset").all():
        radios = group.locator("input[type=radio]")
        if radios.count() and not group.locator("input[type=radio]:checked").count():
            radios.first.check()


def activate(page: Page, site: Site, login: str, say: Say | None = None) -> None:
    """Open an account by its link, as the person does on the first day, in their language (Chinese unless told)."""
    say = say or Say("zh_Hans_CN")
    page.goto(site.url(f"/language/{say.locale}"))
    page.goto(site.link(login))
    page.get_by_label(say("新密码"), exact=False).first.fill(PASSWORD)
    page.get_by_label(say("再次输入新密码")).fill(PASSWORD)
    follow(page.locator("main button[type=submit]"))
    expect(page).to_have_url(re.compile(r"/w/\d+/$|/county/$"))


def open_case(page: Page, site: Site, number: str) -> None:
    """Find a case by its number in the list and open it."""
    page.goto(site.url(f"/w/{MENGYUE}/cases"))
    follow(page.get_by_role("link", name=re.compile(re.escape(number))).first)
    expect(page.get_by_text(number).first).to_be_visible()


def do(page: Page, act: str) -> None:
    """Open the form of an act from the case's page, fill it and send it."""
    follow(page.get_by_role("link", name=act, exact=True))
    fill_required(page, act)
    follow(page.get_by_role("button", name=act, exact=True))
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}$"))


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A PDF to hand in."""
    path = tmp_path / "材料.pdf"
    path.write_bytes(PDF)
    return path


def apply(page: Page, site: Site, paper: Path, tmp_path: Path, say: Say) -> tuple[str, str]:
    """The citizen applies on the portal without an account; every slip on the way is told and loses nothing."""
    page.goto(site.url(f"/language/{say.locale}"))
    page.goto(site.url(f"/t/{MENGYUE}/"))
    follow(page.get_by_role("link", name="农村村民住宅用地（宅基地）审批"))
    follow(page.get_by_role("button", name=say("开始申请")))
    page.get_by_label(say("姓名")).fill("排早戊")
    page.get_by_label(say("身份证号")).fill(GOOD_ID[:-1] + "0")
    page.get_by_label(say("手机号码")).fill("199 0000 1111")
    further = say("保存并继续")
    go_on = page.get_by_role("button", name=further)
    follow(go_on)
    expect(page.get_by_role("alert")).to_contain_text(say("身份证号的校验位不正确，请核对每一位数字。"))
    expect(page.get_by_label(say("姓名"))).to_have_value("排早戊")
    page.get_by_label(say("身份证号")).fill(GOOD_ID)
    follow(go_on)
    fill_required(page, further)
    follow(go_on)
    disguised = tmp_path / "程序.pdf"
    disguised.write_bytes(b"MZ\x90\x00 not a pdf")
    page.locator("input[type=file]").first.set_input_files(disguised)
    follow(go_on)
    refused = say("文件内容不是完好的 %(ending)s 文件，可能改过扩展名或者已损坏。", ending="pdf")
    expect(page.get_by_role("alert").first).to_contain_text(refused)
    for box in every(page.locator("input[type=file]")):
        box.set_input_files(paper)
    follow(go_on)
    expect(page.locator("main")).to_contain_text("材料.pdf")
    follow(page.get_by_role("button", name=say("确认并提交")))
    expect(page.get_by_role("heading", name=say("已收到您的申请"))).to_be_visible()
    text = page.locator("main").inner_text()
    number = re.search(r"勐约许〔\d{4}〕\d+号", text)
    code = re.search(r"\b([2-9A-Z]{4}) ([2-9A-Z]{4})\b", text)
    assert number
    assert code
    return number[0], code[0]


ENGLISH = pytest.param("en", marks=pytest.mark.only_on("sqlite", "the words are the same from either database"))


@pytest.mark.parametrize("locale", ["zh_Hans_CN", ENGLISH])
def test_a_permit_from_application_to_delivery(
    site: Site, browser: Browser, paper: Path, tmp_path: Path, locale: str
) -> None:
    say = Say(locale)
    citizen = new_page(browser, phone=True)
    number, code = apply(citizen, site, paper, tmp_path, say)

    clerk, handler, head, leader = (new_page(browser) for _ in range(4))
    for page, login in ((clerk, CLERK), (handler, HANDLER), (head, HEAD), (leader, LEADER)):
        activate(page, site, login, say)

    open_case(clerk, site, number)
    do(clerk, say("受理"))
    expect(clerk.locator("main")).to_contain_text(say("许可决定"))

    open_case(handler, site, number)
    expect(handler.get_by_role("link", name=say("延长期限"), exact=True)).to_have_count(0)
    follow(handler.get_by_role("link", name=say("审查"), exact=True))
    fill_required(handler, say("审查"))
    handler.get_by_label(say("已由两名以上指派的工作人员核实实质内容")).check()
    follow(handler.get_by_role("button", name=say("审查"), exact=True))
    told = say("核实实质内容应当有两名以上工作人员。请先指派核查人员，由他们各自签署核查情况。")
    expect(handler.get_by_role("alert").first).to_contain_text(told)
    handler.get_by_label(say("书面审查：申请材料不需要核实实质内容")).check()
    follow(handler.get_by_role("button", name=say("审查"), exact=True))

    open_case(leader, site, number)
    do(leader, say("延长期限"))
    expect(leader.locator("main")).to_contain_text(say("已延长%(number)d个工作日", number=10))

    open_case(head, site, number)
    do(head, say("提出拟办意见"))
    open_case(leader, site, number)
    do(leader, say("作出决定"))
    open_case(clerk, site, number)
    do(clerk, say("送达"))

    citizen.goto(site.url(f"/t/{MENGYUE}/track"))
    citizen.get_by_label(say("编号")).fill(number)
    follow(citizen.get_by_role("button", name=say("查询"), exact=True))
    expect(citizen.locator("main")).to_contain_text(say("已送达"))
    expect(citizen.locator("main")).not_to_contain_text("排早戊")
    citizen.get_by_label(say("编号")).fill(number)
    citizen.get_by_label(say("查询码")).fill(code.lower())
    follow(citizen.get_by_role("button", name=say("查询"), exact=True))
    decision = citizen.get_by_role("link", name=re.compile(re.escape(say("准予行政许可决定书"))))
    follow(decision.first)
    expect(citizen.locator("body")).to_contain_text("勐约乡人民政府")
    citizen.go_back()
    follow(citizen.locator("a[href*='/clocks/']").first)
    expect(citizen.locator("main")).to_contain_text(say("起算当日不计入"))


@pytest.mark.parametrize("locale", ["zh_Hans_CN", ENGLISH])
def test_the_admin_turns_the_measure_off_and_on_and_the_county_looks_on(
    site: Site, browser: Browser, locale: str
) -> None:
    say = Say(locale)
    admin, county, anybody = (new_page(browser) for _ in range(3))
    activate(admin, site, ADMIN, say)
    measure = say("行政审批")
    follow(admin.get_by_role("link", name=say("功能开关")).first)
    look_first = admin.get_by_role("link", name=say("关闭“%(name)s”，先看会发生什么", name=measure))
    follow(look_first)
    turn_off = admin.get_by_role("button", name=say("关闭“%(name)s”", name=measure))
    follow(turn_off)
    expect(admin.get_by_role("alert")).to_contain_text(re.compile(r"\d"))
    follow(look_first)
    admin.get_by_label(say("我知道有未办结的案件，关闭后期限继续计算，重新打开后继续办理")).check()
    follow(turn_off)
    turn_on = admin.get_by_role("button", name=say("开启“%(name)s”", name=measure))
    expect(turn_on).to_be_visible()
    answer = anybody.goto(site.url(f"/t/{MENGYUE}/items"))
    assert answer is not None
    assert answer.status == 404
    follow(turn_on)
    expect(look_first).to_be_visible()
    answer = anybody.goto(site.url(f"/t/{MENGYUE}/items"))
    assert answer is not None
    assert answer.status == 200

    activate(county, site, COUNTY_ADMIN, say)
    expect(county.locator("main")).to_contain_text("勐约乡")
    expect(county.locator("main")).to_contain_text("章凤镇")
