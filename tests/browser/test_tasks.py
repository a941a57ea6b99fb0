"""Ten everyday tasks, five of the public and five of the staff, with what each may cost in pages and steps.

A step is what a person does without looking up: a field filled, a box ticked, a button or a link pressed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import update

from core import clock
from core.accounts.models import Grant
from core.commands import open_database
from core.duties.models import Duty
from core.tenancy.models import Unit
from tests.browser.conftest import PAGES, Site, every, new_page, served
from tests.browser.test_desk import HOUSE
from tests.browser.test_portal import GOOD_ID, HOMESTEAD, case_in, paper
from tests.browser.test_road import FILLING, activate
from tests.core.duties.conftest import LONG_AGO, MONTHLY, NEW_YEAR, Scheme, on
from tests.sample import CLERK, HANDLER, LEADER, MENGYUE

__all__ = ["paper"]
pytestmark = PAGES
OTHER_ID = "990000199003070021"  # of somebody who has not applied yet
THIRD_ID = "990000198505050026"
HOME = f"/t/{MENGYUE}/"


class Person:
    """Somebody at a browser, whose pages and steps are counted from the page they begin on."""

    def __init__(self, browser: Browser, site: Site, begin: str, login: str = "", *, phone: bool = False) -> None:
        self.page = new_page(browser, phone=phone)
        if login:
            activate(self.page, site, login)
        self.page.goto(site.url(begin))
        self.pages, self.steps = 1, 0

    def go(self, to: Locator) -> None:
        """Press what leads to another page."""
        with self.page.expect_navigation():
            to.click()
        self.pages, self.steps = self.pages + 1, self.steps + 1

    def link(self, name: str | re.Pattern[str]) -> None:
        """Follow a link."""
        self.go(self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first)

    def button(self, name: str | re.Pattern[str]) -> None:
        """Press a button."""
        self.go(self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first)

    def type(self, label: str | re.Pattern[str], words: str) -> None:
        """Fill a field."""
        self.page.get_by_label(label).first.fill(words)
        self.steps += 1

    def tick(self, box: Locator) -> None:
        """Tick a box or choose one of several."""
        box.check()
        self.steps += 1

    def fill_rest(self, part: str) -> None:
        """Fill whatever is empty in a part of the page with something of its kind."""
        for fields, words in FILLING.items():
            for box in self.page.locator(part).locator(fields).all():
                if box.is_visible() and not box.input_value():
                    box.fill(words)
                    self.steps += 1
        for group in self.page.locator(part).locator("fieldset").all():
            radios = group.locator("input[type=radio]")
            if radios.count() and not group.locator("input[type=radio]:checked").count():
                self.tick(radios.first)

    def reads(self, words: str | re.Pattern[str]) -> None:
        """What they came for stands on the page."""
        expect(self.page.locator("main")).to_contain_text(words)

    def spent(self, *, pages: int, steps: int) -> None:
        """What the task may cost."""
        assert (self.pages <= pages, self.steps <= steps) == (True, True), f"{self.pages} pages, {self.steps} steps"


@pytest.fixture(scope="module")
def town(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A served county in which nobody else has done anything."""
    with served(sample, tmp_path_factory.mktemp("tasks")) as made:
        yield made


def test_somebody_finds_what_a_homestead_needs(town: Site, browser: Browser) -> None:
    reader = Person(browser, town, HOME, phone=True)
    reader.page.get_by_role("searchbox").first.fill("建房")
    reader.steps += 1
    reader.go(reader.page.get_by_role("search").first.get_by_role("button"))
    reader.link(re.compile("宅基地"))
    reader.reads("法定期限")
    reader.reads("申请")
    reader.spent(pages=3, steps=3)


def test_a_villager_applies_and_types_nothing_twice(town: Site, browser: Browser, paper: Path) -> None:
    villager = Person(browser, town, HOMESTEAD, phone=True)
    villager.button("开始申请")
    typed = {"姓名": "排早戊", "身份证号": GOOD_ID, "手机号码": "199 0000 1111"}
    for label, words in typed.items():
        villager.type(label, words)
    villager.button("保存并继续")
    asked = villager.page.locator("main form label, main form legend").all_inner_texts()
    assert [label for label in asked for word in typed if label.strip().startswith(word)] == []
    villager.fill_rest("main form[method=post]")
    villager.button("保存并继续")
    for box in every(villager.page.locator("input[type=file]")):
        box.set_input_files(paper)
        villager.steps += 1
    villager.button("保存并继续")
    villager.button("确认并提交")
    villager.reads("已收到您的申请")
    villager.spent(pages=12, steps=25)


def test_the_party_learns_where_the_case_stands_and_who_is_to_act(town: Site, browser: Browser) -> None:
    number, code = case_in(town, "accepted")
    party = Person(browser, town, HOME, phone=True)
    party.type("编号", number)
    party.go(party.page.get_by_label("编号").locator("xpath=ancestor::form").get_by_role("button"))
    if not party.page.get_by_role("heading", name="现在办到哪一步").count():
        party.type("编号", number)
        party.type("查询码", code)
        party.button("查询")
    party.reads("现在办到哪一步")
    party.spent(pages=3, steps=5)


def test_the_party_sees_each_day_of_a_limit_counted(town: Site, browser: Browser) -> None:
    number, code = case_in(town, "accepted")
    party = Person(browser, town, f"{HOME}track", phone=True)
    party.type("编号", number)
    party.type("查询码", code)
    party.button("查询")
    party.link(re.compile("逐日"))
    party.reads("起算当日不计入")
    party.spent(pages=3, steps=4)


def test_a_reader_tells_of_a_mistake(town: Site, browser: Browser) -> None:
    reader = Person(browser, town, HOMESTEAD, phone=True)
    reader.link(re.compile("找错"))
    reader.type(re.compile("哪里有错"), "电话号码旧了")
    reader.go(reader.page.locator("main form[method=post] button[type=submit]").first)
    reader.reads(re.compile("已收到|收到"))
    reader.spent(pages=3, steps=3)


def test_a_simple_case_is_taken_in_and_accepted_at_the_window(town: Site, browser: Browser) -> None:
    clerk = Person(browser, town, f"/w/{MENGYUE}/", CLERK)
    clerk.link("窗口收件")
    clerk.go(clerk.page.get_by_role("link", name=HOUSE))
    for label, words in {"姓名": "方样辛", "身份证号": OTHER_ID, "手机号码": "199 0000 3333"}.items():
        clerk.type(label, words)
    clerk.fill_rest("section[aria-labelledby=details]")
    for box in every(clerk.page.locator("[name=on_paper]")):
        clerk.tick(box)
    clerk.button("收件并出具凭证")
    clerk.reads("已收件。收件凭证")
    clerk.spent(pages=4, steps=20)
    clerk.link("受理")
    clerk.button("受理")
    clerk.reads("受理通知书")
    clerk.spent(pages=6, steps=25)


class Keys:
    """Somebody who touches no mouse, whose strokes are counted in groups.

    A group is one thing typed with the Tab that leaves it, one box ticked with the Tab that leaves it, one Enter that
    sends, and each Tab by itself that only passes something by.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.groups = page, 0

    def at(self, name: str) -> str:
        """A property of what has the focus."""
        return str(self.page.evaluate(f"document.activeElement.{name} || ''"))

    def in_details(self) -> bool:
        """Whether it is one of the item's own fields."""
        return bool(self.page.evaluate("!!document.activeElement.closest('section[aria-labelledby=details]')"))

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)
        self.page.keyboard.press("Tab")
        self.groups += 1

    def tick(self) -> None:
        self.page.keyboard.press("Space")
        self.page.keyboard.press("Tab")
        self.groups += 1

    def pass_by(self) -> None:
        self.page.keyboard.press("Tab")
        self.groups += 1

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.groups += 1


def test_a_simple_case_is_taken_in_without_a_mouse(town: Site, browser: Browser) -> None:
    page = new_page(browser)
    activate(page, town, CLERK)
    page.goto(town.url(f"/w/{MENGYUE}/approval/intake"))
    clerk = Keys(page)
    expect(page.get_by_role("searchbox").last).to_be_focused()
    page.keyboard.type("建房")
    clerk.enter()
    typed = {"name": "方样壬", "id_number": THIRD_ID, "phone": "19900003333"}
    while clerk.groups < 40 and clerk.at("type") != "submit":
        if clerk.at("name") in typed:
            clerk.type(typed[clerk.at("name")])
        elif clerk.at("name") == "on_paper" or (clerk.in_details() and clerk.at("type") == "radio"):
            clerk.tick()
        elif clerk.in_details():
            clerk.type({"number": "3"}.get(clerk.at("type"), "2026-12-01" if clerk.at("dataset.day") else "样例内容"))
        else:
            clerk.pass_by()
    clerk.enter()
    expect(page.locator("main")).to_contain_text("已收件。收件凭证")
    assert clerk.groups <= 25, clerk.groups


def test_a_handler_reviews_a_simple_case(town: Site, browser: Browser) -> None:
    handler = Person(browser, town, f"/w/{MENGYUE}/", HANDLER)
    handler.link(re.compile("待审查"))
    handler.go(handler.page.locator("tbody th a").first)
    handler.link("审查")
    handler.fill_rest("main form[method=post]")
    handler.page.get_by_label(re.compile("书面审查")).check()
    handler.button("审查")
    handler.reads("已审查")
    handler.spent(pages=6, steps=12)


def test_a_leader_signs_what_waits(town: Site, browser: Browser) -> None:
    leader = Person(browser, town, f"/w/{MENGYUE}/", LEADER, phone=True)
    leader.link(re.compile("待签发"))
    leader.go(leader.page.locator("tbody th a").first)
    leader.link("作出决定")
    leader.fill_rest("main form[method=post]")
    leader.button("作出决定")
    leader.reads("已办理")
    leader.spent(pages=5, steps=10)


def test_several_cases_are_accepted_at_once(town: Site, browser: Browser) -> None:
    clerk = Person(browser, town, f"/w/{MENGYUE}/cases?state=received", CLERK)
    for box in every(clerk.page.locator("tbody input[name=chosen]"))[:2]:
        clerk.tick(box)
    clerk.go(clerk.page.get_by_role("button", name=re.compile("^受理")).first)
    clerk.fill_rest("main form[method=post]")
    clerk.button("先看哪些可以办理")
    clerk.button(re.compile("^办理可以办理的"))
    clerk.reads(re.compile(r"已办理\d件|全部办理"))
    clerk.spent(pages=4, steps=8)


def test_a_nil_return_is_one_press_and_a_prefilled_one_two(town: Site, browser: Browser) -> None:
    scheme = Scheme(open_database(town.config))
    with scheme.writing() as session:
        session.execute(update(Unit).values(since_on=LONG_AGO))
        session.execute(update(Grant).values(from_on=LONG_AGO))
    with on(NEW_YEAR):
        scheme.turn("supervision")
    assert scheme.make()
    with scheme.writing() as session:  # one that is late takes a reason more
        session.execute(update(Duty).values(due_on=clock.today() + dt.timedelta(days=5)))
    handler = Person(browser, town, f"/w/{MENGYUE}/", HANDLER)
    owed = handler.page.get_by_role("button", name=re.compile("零报告"))
    expect(owed.first).to_be_visible()
    handler.go(owed.first)
    handler.reads("“零报告”已办理")
    handler.spent(pages=2, steps=1)

    now = f"{clock.today():%Y-%m}"
    with scheme.writing() as session:  # the month's report comes first of all
        session.execute(update(Duty).where(Duty.rule == MONTHLY, Duty.period == now).values(due_on=clock.today()))
        session.execute(update(Duty).where(Duty.rule == MONTHLY, Duty.period == now).values(state="open", nil=False))
    handler.page.goto(town.url(f"/w/{MENGYUE}/"))
    handler.pages, handler.steps = 1, 0
    handler.link(re.compile("^进展情况"))
    expect(handler.page.get_by_label("办理数据")).to_have_value(re.compile(r"收件：\d+件"))
    handler.button("报送")
    handler.reads("“报送”已办理")
    handler.spent(pages=3, steps=2)
