"""Canaries of the measures beside approval: nobody reads a word of the station next door, nor of another township.

The walk of `test_canaries` stands on approval; here each measure has its rows, and only the neighbours' are planted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest
from werkzeug.routing import MapAdapter

from plugins.training import who
from tests.rights import measures
from tests.rights.crawling import Crawl, crawl, each, few
from tests.rights.measures import OTHERS, Twins
from tests.rights.people import NOBODY, Browser, Person, holders
from tests.rights.planting import UUIDS
from tests.rights.watch import Watch
from tests.sample import MENGYUE
from tests.site import Site, opened

pytestmark = pytest.mark.only_on("sqlite", "what a page shows is the same from either database")


# Who walks, and the measures in which they must have come to rows of their own.
REACHED: dict[str, set[str]] = {"handler": {*OTHERS}, "leader": {*OTHERS} - {"training"}, NOBODY: set()}
READERS = tuple(REACHED)
# What the whole township knows: any qualified officer may be the second one, wherever they work.
OF_ALL = ("penalty_officer.",)


@dataclass
class Station:
    """The township, its twins, and who reads there."""

    site: Site
    twins: Twins
    watch: Watch
    browsers: dict[str, Browser]

    def walked(self, role: str) -> Crawl:
        """What a reader is led to from where the measures begin: of each route one address, and one of each measure."""
        browser, some, read = self.browsers[role], few(self.site.app, 1), set[tuple[str, str]]()

        def most(url: str) -> bool:
            if not (measure := self.measure(url)):
                return some(url)
            route = self._adapter.match(url.partition("?")[0], "GET")[0]
            new = (route, measure) not in read
            read.add((route, measure))
            return new

        starts, inside = self._begin(browser.person)
        return crawl(browser, starts, inside, most=most)

    def measure(self, url: str) -> str:
        """The measure whose row of the station an address names; empty where it names none."""
        owners = [self.twins.owners.get(UUID(each), "") for each in UUIDS.findall(url)]
        return next((owner for owner in reversed(owners) if owner in OTHERS), "")

    @property
    def _adapter(self) -> MapAdapter:
        return self.site.app.url_map.bind("localhost")

    def leaks(self, role: str) -> set[tuple[str, str]]:
        """What sang to a reader, as (where, what)."""
        key = self.browsers[role].person.key
        return {
            (url, what) for who, url, what in self.watch.leaks if who in (key, "log") and not what.startswith(OF_ALL)
        }

    def _begin(self, person: Person) -> tuple[list[str], tuple[str, ...]]:
        side = "/t/" if person.role == NOBODY else "/w/"
        rules = [
            rule
            for rule in self.site.app.url_map.iter_rules()
            if rule.endpoint.partition(".")[0].partition("_")[0] in OTHERS
            and "GET" in (rule.methods or ())
            and rule.arguments == {"code"}
            and rule.rule.startswith(side)
        ]
        starts = sorted({self._adapter.build(rule.endpoint, {"code": MENGYUE}) for rule in rules})
        cases = ["cases", *(f"cases/{case_id}" for case_id in self.twins.cases)] if side == "/w/" else []
        more = [f"{side}{MENGYUE}/{page}" for page in ("", "search?q=样", *cases)]
        return [*more, *starts], (*starts, f"{side}{MENGYUE}/search", f"{side}{MENGYUE}/cases")


@pytest.fixture(scope="module")
def station(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    """A station with one of everything, and neighbours who have the same."""
    with opened(sample, tmp_path_factory.mktemp("station")) as site:
        measures.enter(site)
        twins = measures.twin(site)
        watch = Watch(twins.planting)
        people = {person.role: person for person in holders(site) if person.tenant == MENGYUE}
        people[NOBODY] = Person(NOBODY)
        clients = {role: site.sign_in(people[role].login) if role != NOBODY else site.visitor() for role in READERS}
        browsers = {role: Browser(site, people[role], clients[role], watch.look) for role in READERS}
        yield Station(site, twins, watch, browsers)


@pytest.mark.parametrize("role", ["handler", NOBODY, pytest.param("leader", marks=pytest.mark.deep)])
def test_nobody_reads_what_a_neighbour_has_in_any_measure(station: Station, role: str) -> None:
    """Neither where they are led, nor at an address of their own with the neighbour's ids in it."""
    statuses = station.walked(role).statuses
    own = [url for url, status in statuses.items() if status == 200 and station.measure(url)]
    assert set(map(station.measure, own)) >= REACHED[role]
    browser, answers = station.browsers[role], []
    for url, ids in product(own if role == "handler" else (), station.twins.ids.values()):
        asked = UUIDS.sub(lambda found, ids=ids: str(ids.get(UUID(found[0]), found[0])), url)
        with browser.get(asked) as answer:
            answers.append((answer.status_code, asked))
    assert [row for row in answers if row[0] < 400] == []
    assert not station.leaks(role), each(sorted(station.leaks(role)))


def test_a_measure_that_shows_a_neighbours_year_is_caught(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(who, "sight", lambda session, actor: who.Sight(None, False))
    (there, _far) = station.twins.ids
    before = len(station.watch.leaks)
    station.browsers["handler"].get(f"/w/{MENGYUE}/training/units/{there}/2026")
    caught, station.watch.leaks[before:] = {what for _, _, what in station.watch.leaks[before:]}, []
    assert f"training_session.lecturer of {MENGYUE}" in caught
