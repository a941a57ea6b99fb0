"""Every page there is, as its readers see it: nothing serious to axe in any look, nothing cut, valid HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from playwright.sync_api import Browser, Page

from core import clock
from core.app import create_app
from core.db import new_id
from tests.browser.conftest import new_page, served
from tests.browser.test_portal import faults
from tests.core.batches.test_views import new_url
from tests.core.holidays.test_views import FESTIVAL, LOCAL, brought
from tests.core.publishing.test_desk import COUNTY_DESK, write
from tests.rights import people
from tests.rights.crawling import Crawl, begin, crawl, each, few
from tests.rights.test_url_matrix import leave_exports
from tests.sample import ADMIN, CLERK, COUNTY_ADMIN, MENGYUE
from tests.site import Page as Answer
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.xdist_group("every page")]
WIDTHS = (320, 768, 1280)
# What is no page of its own, each with its reason: endpoint → why.
NO_PAGES = {
    "accounts.activate": "opened from a letter, once; the walks of test_road.py do",
    "api_approval.item": "JSON",
    "api_approval.items": "JSON",
    "api_cases.index": "JSON, for programs",
    "api_cases.show": "JSON, for programs",
    "api_deadlines.due": "JSON",
    "api_places.index": "JSON",
    "api_publications.index": "JSON",
    "api_publications.show": "JSON",
    "api_statistics.index": "JSON",
    "batches.progress": "a part of a page, asked by its script",
    "county_exports.progress": "a part of a page, asked by its script",
    "county_publications.file": "a file",
    "exports.progress": "a part of a page, asked by its script",
    "feeds.file": "a calendar",
    "imports.progress": "a part of a page, asked by its script",
    "jobs.county_progress": "a part of a page, asked by its script",
    "jobs.township_progress": "a part of a page, asked by its script",
    "publications.file": "a file",
    "published.file": "a file",
    "published.machine_map": "XML",
    "static": "files",
    "style.last": "leads to the style page",
    "web.day": "a part of a page, asked by its script",
    "web.healthz": "for machines",
    "web.readyz": "for machines",
}


@dataclass
class County:
    """A served county, and what each of its people is led to in it.

    Attributes:
        led: person → what they were led to.
    """

    address: str
    site: Site
    people: dict[str, people.Browser]
    led: dict[str, Crawl]

    def pages(self, key: str) -> dict[str, str]:
        """One address of each page a person is led to, by its endpoint."""
        return {self.endpoint(url): url for url in reversed(self.led[key].titles)}

    def endpoint(self, url: str) -> str:
        """The route of an address."""
        return str(self.site.app.url_map.bind("localhost").match(urlsplit(url).path, "GET")[0])

    def open(self, browser: Browser, key: str) -> Page:
        """A person's browser, signed in as they are."""
        page = new_page(browser)
        for cookie in self.people[key].client._cookies.values():  # type: ignore[attr-defined]
            page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.address}])
        return page


def begun(site: Site) -> list[tuple[str, str]]:
    """What the sample has nothing of: proposals, a draft of the county, a mistake that was told, a bulk act."""
    county, admin, clerk = site.sign_in(COUNTY_ADMIN), site.sign_in(ADMIN), site.sign_in(CLERK)
    local = next(form for form in Answer(admin.get(LOCAL)).forms if form.held.get("change") == "add")
    added = admin.post(LOCAL, data={**local.held, **FESTIVAL})
    told = site.fill(site.visitor(), f"/t/{MENGYUE}/correction/?page=/t/{MENGYUE}/", {"words": "电话号码旧了"})
    done = site.fill(clerk, new_url(site, "勐约办2", "勐约许1"), {"accepted_on": clock.today().isoformat()})
    draft = write(site, COUNTY_ADMIN, COUNTY_DESK)
    pasted = site.fill(admin, f"/w/{MENGYUE}/imports/new/core.people", {"text": "姓名,登录名,单位\n样,样,样"})
    leave_exports(site, export_id := new_id())
    return [
        (COUNTY_ADMIN, brought(site, county)),
        (COUNTY_ADMIN, f"{draft}/edit"),
        (COUNTY_ADMIN, f"{draft}/check"),
        (ADMIN, str(added.location)),
        (ADMIN, f"/w/{MENGYUE}/style"),
        (ADMIN, str(pasted.location)),
        (CLERK, f"/w/{MENGYUE}/exports/{export_id}"),
        (COUNTY_ADMIN, f"/county/exports/{export_id}"),
        (CLERK, str(done.location)),
        ("", str(told.location)),
    ]


@pytest.fixture(scope="module")
def county(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The sample county, served, with the same people signed in at the server and here."""
    with served(sample, tmp_path_factory.mktemp("every")) as served_site:
        site = Site(create_app(served_site.config))
        more = begun(site)
        clients = people.guests(site) | {person: site.sign_in(person.login) for person in people.holders(site)}
        made = {
            person.key: people.Browser(site, person, client, lambda *_answer: None)
            for person, client in clients.items()
        }
        led = {}
        for key, browser in made.items():
            starts, inside = begin(browser.person)
            starts = [*starts, *(url for login, url in more if login == browser.person.login)]
            led[key] = crawl(browser, starts, inside, ["宅基地"], few(site.app, 2))
        yield County(served_site.address, site, made, led)
        site.database.dispose()


def test_somebody_is_led_to_every_page_of_the_product(county: County) -> None:
    """What nobody is led to is looked at by no other test here."""
    there = {rule.endpoint for rule in county.site.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    seen = {county.endpoint(url) for made in county.led.values() for url in made.statuses}
    missed = sorted(there - seen - {*NO_PAGES})
    assert not missed, each(missed)
    assert sorted(seen & {*NO_PAGES}) == []


def test_no_two_pages_of_a_reader_bear_the_same_title(county: County) -> None:
    wrong = []
    for key, made in county.led.items():
        paths: dict[str, set[str]] = {}
        for url, title in made.titles.items():
            paths.setdefault(title, set()).add(urlsplit(url).path)
        wrong += [(key, title, *sorted(found)) for title, found in paths.items() if len(found) > 1 or not title]
    assert not wrong, each(wrong)


def test_every_page_is_valid_html(county: County) -> None:
    wrong, seen = [], set()
    for key, browser in county.people.items():
        for endpoint, url in county.pages(key).items():
            if endpoint in seen:
                continue
            seen.add(endpoint)
            source = browser.get(url).get_data(as_text=True)
            parser = html5lib.HTMLParser()
            tree = parser.parse(source)
            wrong += [(url, at, code) for at, code, _ in parser.errors]
            ids = [element.get("id") for element in tree.iter() if element.get("id")]
            wrong += [(url, "id", name) for name in {name for name in ids if ids.count(name) > 1}]
    assert not wrong, each(wrong)


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
def test_every_page_has_no_serious_fault_at_any_width(county: County, browser: Browser, elder: bool) -> None:
    """Each page of the product once, by the first who is led to it."""
    wrong, seen = [], set()
    for key in county.people:
        page = county.open(browser, key)
        page.goto(f"{county.address}/reader/elder/{'on' if elder else 'off'}?next=/")
        for endpoint, url in county.pages(key).items():
            if endpoint in seen:
                continue
            seen.add(endpoint)
            answer = page.goto(county.address + url)
            assert answer is not None
            assert answer.status == 200, url
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                wrong += [(width, fault) for fault in faults(page)]
        page.context.close()
    assert not wrong, each(wrong)
