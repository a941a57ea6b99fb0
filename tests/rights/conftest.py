"""A county in which every word tells whose it is, everybody's browser in it, and what each of them was led to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from core import clock, plugins
from core.jobs.worker import Worker
from core.search import service
from tests.core.web.conftest import browsers, ids
from tests.rights import planting
from tests.rights.crawling import Crawl, begin, crawl, few
from tests.rights.people import Browser, Person, guests, holders
from tests.rights.watch import Undone, Watch
from tests.sample import COUNTY, HANDLER, HEAD, HUSA, MENGYUE, NOON
from tests.site import Page, Site, installed

__all__ = ["browsers", "ids"]
# Who is led everywhere in the quick run: every role once, and the neighbours whose eyes differ.
QUICK = (MENGYUE, COUNTY, 0)
# How many addresses of one route the quick run reads; the long run reads all.
FEW = 2


@dataclass
class World:
    """The county, its people with their browsers, and the watch over all they are answered."""

    site: Site
    planting: planting.Planting
    watch: Watch
    browsers: dict[str, Browser]
    undone: Undone
    feeds: dict[str, str]
    led: dict[tuple[str, bool], Crawl]
    built: dt.datetime

    @contextmanager
    def awake(self) -> Iterator[World]:
        """A block on the county's own day, in which what is posted is undone and every line of the log is read."""
        with clock.moved(NOON + (clock.now() - self.built)), self.watch.logs(), self.undone.running():
            yield self

    def crawled(self, key: str, whole: bool = False) -> Crawl:
        """What a person was led to from where they begin: all, or a few addresses of each route."""
        if (key, whole) not in self.led:
            browser = self.browsers[key]
            starts, inside = begin(browser.person)
            feed = self.feeds.get(browser.person.login)
            starts, inside = ([*starts, feed], (*inside, feed)) if feed else (starts, inside)
            most = few(self.site.app, FEW) if not whole else lambda url: True
            self.led[key, whole] = crawl(browser, starts, inside, self._words(browser.person), most)
        return self.led[key, whole]

    def who(self, tenants: tuple[int, ...] = QUICK) -> list[str]:
        """The people of some places."""
        return [key for key, browser in self.browsers.items() if browser.person.tenant in tenants]

    def _words(self, person: Person) -> list[str]:
        """A word of many titles, one of the neighbour's, and the beginning of the neighbour's numbers."""
        other = HUSA if person.tenant != HUSA else MENGYUE
        return ["宅基地", self.planting.of(other, "core_case.title")[0], "户撒许"]


@pytest.fixture(scope="module")
def world(asleep: World) -> Iterator[World]:
    """The planted county; nothing that is posted in it stays."""
    with asleep.awake():
        yield asleep


@pytest.fixture(scope="session")
def asleep(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The planted county, made once a run: its day, its log and its undoing are not those of other tests."""
    with installed(sample, tmp_path_factory.mktemp("rights")) as site:
        yield _planted(site)


def _planted(site: Site) -> World:
    built = clock.now()
    with clock.moved(NOON):
        people = guests(site)
        feeds = {login: _feed(site, login) for login in (HANDLER, HEAD)}
        planted = planting.plant(site)
        watch = Watch(planted)
        with watch.logs():
            Worker(site.config).run_dry()
            service.rebuild(site.app.extensions["xiaoneng.search"], site.database, plugins.registry())
            people |= {person: site.sign_in(person.login) for person in holders(site)}
            made = {person.key: Browser(site, person, client, watch.look) for person, client in people.items()}
        return World(site, planted, watch, made, Undone(site.database), feeds, {}, built)


def _feed(site: Site, login: str) -> str:
    """The secret address of a new calendar feed of one's own, or of the unit one leads."""
    client, page = site.sign_in(login), f"/w/{MENGYUE}/calendar"
    units = [form.held["unit"] for form in Page(client.get(page)).forms if form.held.get("unit")]
    answer = site.post(client, page, {"unit": units[0] if units else ""})
    found = re.search(rf"/t/{MENGYUE}/calendar/[\w-]+\.ics", answer.text)
    assert found is not None
    return found[0]


@pytest.fixture
def quiet(world: World) -> Callable[[], list[tuple[str, str, str]]]:
    """What sang since the test began."""
    before = len(world.watch.leaks)
    return lambda: world.watch.leaks[before:]
