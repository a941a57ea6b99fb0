"""A served township on whatever day a test says, and a calendar that shares nothing with the product's counting."""

from __future__ import annotations

import csv
import datetime as dt
import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect
from werkzeug.serving import WSGIRequestHandler, make_server

import core.deadlines
from core import clock
from core.cases import sweep
from plugins.approval.demo_road import id_number
from tests.browser.conftest import every, follow, new_page
from tests.sample import MENGYUE
from tests.site import Site, installed

HOUSE, BOOTH = "MY-XK-01", "MY-XK-02"
PUBLISHED = Path(core.deadlines.__file__).parent / "data" / "holidays-cn.csv"
NUMBER = re.compile(r"勐约(?:许|证办|协)〔\d{4}〕\d+号")


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_request(self, *said: object) -> None:
        """Nothing."""


class Town:
    """The sample township, served, with a clock of its own for its pages and its worker.

    Attributes:
        now: the instant there: a second later at each request, and whatever it is moved to.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.now = clock.now()
        self._desks: dict[str, Page] = {}
        self.server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=Quiet)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def _answer(self, environ: Any, start: Any) -> Iterable[bytes]:
        self.now += dt.timedelta(seconds=1)
        with clock.moved(self.now), closing(self.site.app.wsgi_app(environ, start)) as parts:  # type: ignore[type-var]
            return list(parts)

    def on(self, day: str, hour: int = 10) -> dt.date:
        """Let it be this day; who was signed in before it came signs in anew."""
        found = dt.date.fromisoformat(day)
        self.now = dt.datetime.combine(found, dt.time(hour), clock.SHANGHAI)
        return found

    def night(self, day: str) -> None:
        """The worker's sweep in the first hour of a day."""
        self.on(day, 1)
        with clock.moved(self.now):
            sweep.sweep(self.site.database, MENGYUE)
        self.on(day)

    def url(self, path: str) -> str:
        """The address of a path of the workspace, or of any other where it begins with a slash."""
        return f"{self.address}{path}" if path.startswith("/") else f"{self.address}/w/{MENGYUE}/{path}"

    def desk(self, browser: Browser, login: str, *, phone: bool = False) -> Page:
        """The browser of somebody at their desk, signed in as of now; within a test it stays the same one."""
        page = self._desks.get(login)
        if page is None or page.is_closed():
            page = self._desks[login] = new_page(browser, phone=phone)
        with clock.moved(self.now):
            client = self.site.sign_in(login)
        for cookie in client._cookies.values():  # type: ignore[attr-defined]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return page


@contextmanager
def town_of(sample: Path, folder: Path) -> Iterator[Town]:
    """A served copy of the sample township."""
    with installed(sample, folder) as site:
        town = Town(site)
        thread = threading.Thread(target=town.server.serve_forever)
        thread.start()
        yield town
        town.server.shutdown()
        thread.join()
        town.server.server_close()


@cache
def _published() -> dict[dt.date, bool]:
    """Day → whether the yearly notices make it a working day."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        return {dt.date.fromisoformat(row["date"]): row["kind"] == "work" for row in csv.DictReader(file)}


def works(day: dt.date) -> bool:
    """Whether a day is a working day: as the notices say, else Monday to Friday."""
    return _published().get(day, day.weekday() < 5)


def walked(start: dt.date, working_days: int, out: tuple[dt.date, dt.date] | None = None) -> dt.date:
    """The last of so many working days, gone one by one from the day after `start`; those in `out` are not counted."""
    day = start
    while working_days:
        day += dt.timedelta(days=1)
        if works(day) and not (out and out[0] <= day <= out[1]):
            working_days -= 1
    return day


def rolled(day: dt.date) -> dt.date:
    """A day, or the first working day after it where it is none."""
    while not works(day):
        day += dt.timedelta(days=1)
    return day


def number_on(page: Page) -> str:
    """The number of the case that a page speaks of."""
    found = NUMBER.search(page.locator("main").inner_text())
    assert found, page.url
    return found[0]


def open_case(page: Page, town: Town, number: str) -> None:
    """A case of the township's list, by its number."""
    page.goto(town.url("cases"))
    follow(page.get_by_role("link", name=re.compile(re.escape(number))).first)


def act(page: Page, name: str, typed: dict[str, str] | None = None, ticked: Iterable[str] = ()) -> None:
    """Open the form of an act, fill it and send it; the case's page says that it was done."""
    begin(page, name)
    for label in ticked:
        field(page, label).check()
    for label, words in (typed or {}).items():
        field(page, label).fill(words)
    send(page, name)
    expect(page).to_have_url(re.compile(r"/cases/[0-9a-f-]{36}$"))


def begin(page: Page, name: str) -> None:
    """Open the form of an act from the case's page."""
    follow(page.get_by_role("link", name=name, exact=True))


def send(page: Page, name: str) -> None:
    """Send a form."""
    follow(page.get_by_role("button", name=name, exact=True))


def field(page: Page, label: str) -> Locator:
    """A field of the page's form by how its label begins."""
    return page.locator("main form").get_by_label(re.compile(f"^{re.escape(label)}")).first


def refused(page: Page, words: str) -> None:
    """What was typed wrong is told."""
    expect(page.get_by_role("alert").first).to_contain_text(words)


def intake(clerk: Page, town: Town, item: str, name: str, first_17: str, lacking: str = "") -> tuple[str, str]:
    """The window takes in an application, all of its papers or all but one; its number and code, from the receipt.

    Args:
        lacking: the code of the paper that was not brought.
    """
    clerk.goto(town.url(f"approval/intake/{item}"))
    who(clerk, name, first_17)
    fill_details(clerk)
    for box in every(clerk.locator("[name=on_paper]")):
        if box.get_attribute("value") != lacking:
            box.check()
    send(clerk, "收件并出具凭证")
    return number_on(clerk), code_on(clerk)


def who(page: Page, name: str, first_17: str) -> None:
    """Who applies, by name, ID number (its check digit is added) and telephone."""
    for label, words in {"姓名": name, "身份证号": id_number(first_17), "手机号码": "199 0000 5555"}.items():
        page.get_by_label(label).fill(words)


def fill_details(page: Page) -> None:
    """An item's own fields, whatever they are, at the window and at an agent's."""
    details = page.locator("section[aria-labelledby=details]")
    for box in details.locator("input[type=text]:not([data-day]), textarea").all():
        box.fill("样例内容")
    for box in details.locator("[data-day]").all():
        box.fill("2026-12-01")
    for box in details.locator("input[type=number]").all():
        box.fill("3")
    for group in details.locator("fieldset").all():
        group.locator("input[type=radio]").first.check()


def code_on(page: Page) -> str:
    """The code that opens the case, from its receipt."""
    follow(page.get_by_role("link", name=re.compile("收件凭证")).first)
    found = re.search(r"\b([2-9A-Z]{4}) ([2-9A-Z]{4})\b", page.locator("body").inner_text())
    assert found, page.url
    page.go_back()
    return found[0]


def track(party: Page, town: Town, number: str, code: str) -> None:
    """The party comes in by number and code."""
    party.goto(town.url(f"/t/{MENGYUE}/track"))
    party.get_by_label("编号").fill(number)
    party.get_by_label("查询码").fill(code)
    send(party, "查询")
    expect(party.get_by_role("heading", name="现在办到哪一步")).to_be_visible()


def reads_receipt(page: Page, limit: str, due: dt.date, *words: str) -> None:
    """Open the days of a limit from the page of its case: the day it ends is the one that was counted here."""
    case = page.url
    follow(page.locator("a[href*='/clocks/']").filter(has_text=limit).first)
    expect(page.locator("h1")).to_contain_text(limit)
    ends = page.locator("dt", has_text=re.compile("^到期日?$")).locator("xpath=following-sibling::dd[1]")
    expect(ends).to_contain_text(due.isoformat())
    for expected in words:
        expect(page.locator("main")).to_contain_text(expected)
    page.goto(case)


def reads_paper(page: Page, name: str, *words: str) -> None:
    """Open a paper from the page of its case, and find these words on it."""
    case = page.url
    follow(page.get_by_role("link", name=re.compile(name)).first)
    for expected in words:
        expect(page.locator("body")).to_contain_text(expected)
    page.goto(case)
