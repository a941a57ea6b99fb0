"""Every page there is, as its readers see it: nothing serious to axe in any look, nothing cut, valid HTML."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import html5lib
import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock
from core.app import create_app
from core.cases import papers
from core.db import Scope, new_id
from core.documents import verification
from core.documents.models import IssuedDocument
from core.files.models import StoredFile
from plugins.supervision.orders.queries import days_until
from tests.browser.axe import LAYOUT, ROOM, faults
from tests.browser.conftest import new_page, served
from tests.core.batches.test_views import new_url
from tests.core.documents.conftest import SECOND, desk_of
from tests.core.holidays.test_views import FESTIVAL, LOCAL, brought
from tests.core.publishing.test_desk import COUNTY_DESK, write
from tests.plugins.supervision.desk import Desk
from tests.rights import people
from tests.rights.crawling import Crawl, begin, crawl, each, few
from tests.rights.test_url_matrix import (
    leave_exports,
    leave_item,
    leave_office,
    leave_pad,
    leave_received,
    leave_report,
    leave_schemes,
    leave_seal,
    leave_service,
    leave_supervision,
    leave_webhook,
    turn_on_scheme,
)
from tests.sample import (
    ADMIN,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    COUNTY_HANDLER,
    COUNTY_SECOND,
    HANDLER,
    HEAD,
    LEADER,
    MENGYUE,
)
from tests.site import Page as Answer
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.deep]
# Elder mode or not, width, and the rules to try; where only the sheet differs, those that depend on it.
LOOKS: tuple[tuple[bool, int, tuple[str, ...]], ...] = (
    *((True, width, LAYOUT) for width in (1280, 320)),
    (True, 768, ROOM),
    (False, 1280, ()),
    (False, 768, ROOM),
    (False, 320, ()),
)
LIBRARY = f"/w/{MENGYUE}/approval/library"
EDITING = ("samples", "edit", "fields", "materials", "steps", "against/1")
ELEMENT = re.compile(r"<([a-z][a-z0-9]*)(\s[^<>]*)?>")
SHAPED = re.compile(r"\s(?:(class|role|type|scope)=\"([^\"]*)\"|(aria-[a-z]+|hidden|disabled|open|checked)\b)")
# What is no page of its own, each with its reason: endpoint → why.
NO_PAGES = {
    "accounts.code": "stands between password and code; tests/core/accounts/test_factors.py goes through it",
    "accounts.oidc_begin": "leads to the identity provider; tests/core/accounts/test_oidc.py goes there and back",
    "accounts.oidc_back": "the way back from it",
    "accounts.activate": "opened from a letter, once; the walks of test_road.py do",
    "api_approval.item": "JSON",
    "api_approval.items": "JSON",
    "api_cases.index": "JSON, for programs",
    "api_cases.show": "JSON, for programs",
    "api_deadlines.due": "JSON",
    "api_places.index": "JSON",
    "approval_check.sample": "a file",
    "approval_register.ask": "of who holds a grant, and the party of this walk holds none; test_asking.py opens it",
    "approval_register.party_act": "as the one before it; test_grants.py opens it",
    "api_publications.index": "JSON",
    "api_publications.show": "JSON",
    "api_statistics.index": "JSON",
    "batches.progress": "a part of a page, asked by its script",
    "county_exports.progress": "a part of a page, asked by its script",
    "county_publications.file": "a file",
    "duties.file": "a file",
    "exports.progress": "a part of a page, asked by its script",
    "feeds.file": "a calendar",
    # Off everywhere until a township turns it on; tests/plugins/egov opens each of its pages.
    **{f"egov_incoming.{name}": "a preview" for name in ("index", "new", "reading", "read", "file", "act")},
    **{f"egov_dispatches.{name}": "a preview" for name in ("index", "new", "show")},
    **{f"egov_requests.{name}": "a preview" for name in ("index", "new", "annual", "act")},
    **{f"egov_queue.{name}": "a preview" for name in ("index", "new", "ticket", "phone")},
    **{f"egov_screen.{name}": "a preview" for name in ("hall", "book", "booked")},
    **{f"egov_catalogue.{name}": "a preview" for name in ("index", "new", "show")},
    **{f"egov_disclosure.{name}": "a preview" for name in ("home", "guide", "ask", "receipt", "act")},
    **{f"egov_records.{name}": "a preview" for name in ("take", "act")},
    **{f"egov_record.{name}": "a preview" for name in ("new", "receipt")},
    **{f"egov_reviews.{name}": "a preview" for name in ("index", "new", "act")},
    **{f"egov_villages.{name}": "a preview" for name in ("index", "new", "show", "sheet", "revise", "act")},
    **{f"egov_village.{name}": "a preview" for name in ("home", "item")},
    **{f"egov_voices.{name}": "a preview" for name in ("index", "new", "slip", "act", "publish")},
    **{f"egov_voice.{name}": "a preview" for name in ("new", "receipt", "act")},
    # Off everywhere until a township turns it on; tests/plugins/frontline opens each of its pages.
    **{f"frontline_issues.{name}": "a preview" for name in ("index", "collected", "new", "slip", "act")},
    **{f"frontline_offline.{name}": "a preview" for name in ("page", "script", "token")},
    **{f"frontline_diary.{name}": "a preview" for name in ("index", "new", "show")},
    **{f"frontline_visits.{name}": "a preview" for name in ("index", "new_visit", "drop")},
    **{
        f"frontline_projects.{name}": "a preview"
        for name in ("index", "new", "show", "edit", "stage", "note", "end", "file")
    },
    **{f"frontline_consultations.{name}": "a preview" for name in ("index", "new", "show", "comment")},
    **{f"frontline_portal.{name}": "a preview" for name in ("new", "receipt", "act")},
    **{
        f"frontline_{name}.{page}": "a preview"
        for name in ("public", "say")
        for page in ("public_index", "public_show")
    },
    "frontline_circular.show": "a preview",
    "frontline_home.home": "a preview",
    **dict.fromkeys(
        ("goals.act", "goals_watch.result", "goals_portal.show"),
        "of a key work, and the sample has none; tests/plugins/goals opens each",
    ),
    **dict.fromkeys(
        ("organisation.home", "organisation.invite", "organisations.show"),
        "of an organisation, and the sample has none; tests/plugins/approval/test_members.py opens each",
    ),
    "imports.progress": "a part of a page, asked by its script",
    "jobs.county_progress": "a part of a page, asked by its script",
    "jobs.township_progress": "a part of a page, asked by its script",
    **{f"penalty_catalogue.{name}": "of a measure that is off" for name in ("index", "show")},
    **{f"penalty_discretion.{name}": "of a measure that is off" for name in ("weigh", "edit")},
    **{f"penalty_officers.{name}": "of a measure that is off" for name in ("index", "new", "show")},
    **{f"penalty_booklets.{name}": "of a measure that is off" for name in ("index", "show", "plan", "file", "comment")},
    **{f"penalty_booklet.{name}": "of a measure that is off" for name in ("show", "file")},
    **{f"penalty_portal.{name}": "of a measure that is off" for name in ("index", "show")},
    **{f"penalty_inspections.{name}": "of a measure that is off" for name in ("index", "plan", "show")},
    "penalty_inspected.home": "of a measure that is off",
    **{f"penalty_orders.{name}": "of a measure that is off" for name in ("begin", "act")},
    **{f"penalty_cases.{name}": "of a measure that is off" for name in ("begin", "act", "hearings")},
    **{f"penalty_spot.{name}": "of a measure that is off" for name in ("begin", "act")},
    **{f"reconsideration_{name}": "of a measure that is off" for name in ("reply.act", "intake.new", "intake.act")},
    **{f"reconsideration_{name}": "of a measure that is off" for name in ("review.new", "review.act")},
    **{f"reconsideration_{name}": "of a measure that is off" for name in ("suits.new", "suits.act", "staffing.index")},
    **{
        f"reconsideration_portal.{name}": "of a measure that is off"
        for name in ("index", "against", "apply", "receipt", "act")
    },
    "own.password": "of who signs in by a password, and nobody of this walk has one; test_profiles.py opens it",
    "party_uploads.state": "how far a file is, asked by the page's script",
    "uploads.state": "how far a file is, asked by the page's script",
    "publications.file": "a file",
    "published.file": "a file",
    "published.machine_map": "XML",
    "published.signed_feed": "JSON for another portal",
    "published.embedded": "shown by another site in a frame",
    "static": "files",
    "style.last": "leads to the style page",
    **dict.fromkeys(
        (
            *(f"supervision_campaigns.{name}" for name in ("new", "edit", "put_right", "report")),
            "supervision_meetings.resolve",
            *(f"supervision_chains.{name}" for name in ("new", "act", "heard")),
            "supervision_complaints.act",
        ),
        "of offices where nobody of the sample works; tests/plugins/supervision walks them",
    ),
    "supervision_complaint.receipt": "shown once to whoever complained",
    **dict.fromkeys(
        (
            *(f"training_sessions.{name}" for name in ("show", "edit", "attendance", "sheet", "courseware", "answers")),
            *("training_archive.certificate", "training_checks.show"),
        ),
        "of a training, a certificate or a check, and the sample has none; tests/plugins/training opens each",
    ),
    "web.day": "a part of a page, asked by its script",
    "web.healthz": "for machines",
    "web.readyz": "for machines",
}


@dataclass
class County:
    """A served county, and what each of its people is led to in it.

    Attributes:
        led: person → what they were led to.
        shapes: person and address → the parts of the page.
    """

    address: str
    site: Site
    people: dict[str, people.Browser]
    led: dict[str, Crawl]
    shapes: dict[tuple[str, str], frozenset[str]]

    def visits(self) -> dict[str, list[tuple[str, bool]]]:
        """Person → the addresses that show something new of a page, each with whether it is the first of that page."""
        seen: dict[str, set[str]] = {}
        found: dict[str, list[tuple[str, bool]]] = {}
        for key, made in self.led.items():
            for url in made.titles:
                known, parts = seen.get(self.endpoint(url)), self.shapes[key, url]
                if known is None or not parts <= known:
                    found.setdefault(key, []).append((url, known is None))
                    seen.setdefault(self.endpoint(url), set()).update(parts)
        return found

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


def parts_of(source: str) -> frozenset[str]:
    """The parts of a page: each kind of element by what styles it and says what it is, once."""
    return frozenset(
        tag + "".join(f" {name or bare}={value}" for name, value, bare in SHAPED.findall(given or ""))
        for tag, given in ELEMENT.findall(source)
    )


def papers_begun(site: Site) -> list[tuple[str, str]]:
    """Documents that wait for the county's and the township's signers, a pad, a paper that was served and its check."""
    above = desk_of(site, COUNTY, COUNTY_HANDLER, COUNTY_ADMIN, COUNTY_SECOND)
    draft, waits = (above.write(COUNTY_ADMIN, by=COUNTY_HANDLER, title=f"关于样例{n}的通知").id for n in (1, 2))
    above.step(above.now(waits), "submit", COUNTY_HANDLER)
    above.step(above.now(waits), "check", COUNTY_SECOND)
    with above.writing() as session:
        issued = session.scalars(select(IssuedDocument.id)).first()
    own = desk_of(site, MENGYUE, HANDLER, HEAD, LEADER, SECOND)
    mine = own.write(LEADER, SECOND).id
    own.step(own.now(mine), "submit", HANDLER)
    own.step(own.now(mine), "check", HEAD)
    case = site.case("勐约许1")
    with site.database.read(Scope.one(MENGYUE)) as session:
        paper = papers.of_case(session, case)[0].id
        file = session.scalars(select(StoredFile.id)).first()
    leave_service(site, case, paper)
    leave_pad(site, case.id)
    leave_report(site, case.id)
    leave_schemes(site, case.id)
    with site.database.read(Scope.one(MENGYUE)) as session:
        leave_received(site, session.scalars(select(IssuedDocument.id)).first())
    leave_seal(site, new_id())
    return [
        (COUNTY_ADMIN, f"/county/documents/{issued}"),
        (COUNTY_HANDLER, f"/county/documents/{draft}"),
        (COUNTY_HANDLER, f"/county/documents/{draft}/edit"),
        (COUNTY_ADMIN, f"/county/documents/{waits}/sign"),
        *((login, f"/w/{MENGYUE}/documents/{mine}/sign") for login in (LEADER, SECOND)),
        (ADMIN, f"/w/{MENGYUE}/pads/{case.id}"),
        (ADMIN, f"/w/{MENGYUE}/admin/files/{file}"),
        (CLERK, f"/w/{MENGYUE}/cases/{case.id}/papers/{paper}/service/{case.id}"),
        ("", f"/v/{verification.token(MENGYUE, paper)}"),
    ]


def orders_begun(site: Site) -> list[tuple[str, str]]:
    """An order to a station, and the draws."""
    desk, days = Desk(site), [clock.today() + dt.timedelta(days=number) for number in range(15)]
    with desk.reading() as session:
        due_on = next(day for day in days if days_until(session, day) is not None)
    order = desk.issue(LEADER, due_on=due_on)
    return [
        ("", f"/t/{MENGYUE}/draws/"),
        (LEADER, f"/w/{MENGYUE}/cases/{order.id}"),
        *((login, f"/w/{MENGYUE}/supervision/orders/{order.id}/answer") for login in (HANDLER, HEAD)),
    ]


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
    leave_webhook(site, new_id())
    leave_item(site, item_id := new_id())
    turn_on_scheme(site)
    leave_supervision(site, new_id())
    leave_office(site, new_id())
    return [
        *orders_begun(site),
        *papers_begun(site),
        (COUNTY_ADMIN, brought(site, county)),
        (COUNTY_ADMIN, f"{draft}/edit"),
        (COUNTY_ADMIN, f"{draft}/check"),
        (ADMIN, str(added.location)),
        (ADMIN, f"/w/{MENGYUE}/style"),
        (ADMIN, f"/w/{MENGYUE}/goals/watch/comments"),  # beyond the first of five tabs
        (ADMIN, str(pasted.location)),
        (CLERK, f"/w/{MENGYUE}/exports/{export_id}"),
        (COUNTY_ADMIN, f"/county/exports/{export_id}"),
        (CLERK, str(done.location)),
        *((login, f"/w/{MENGYUE}/ratings/{site.case('勐约评1').id}/verify") for login in (LEADER, SECOND)),
        *((login, f"/w/{MENGYUE}/approval/steps/cases/{site.case('勐约许1').id}/village") for login in (HANDLER, HEAD)),
        *((ADMIN, f"{LIBRARY}/{item_id}/{page}") for page in EDITING),
        ("", f"/t/{MENGYUE}/case/{site.case('勐约许1').id}/rate"),
        ("", str(told.location)),
    ]


@pytest.fixture(scope="module")
def county(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The sample county, served, with the same people signed in at the server and here."""
    with served(sample, tmp_path_factory.mktemp("every")) as served_site:
        site = Site(create_app(served_site.config))
        more = begun(site)
        clients = people.guests(site) | {person: site.sign_in(person.login) for person in people.holders(site)}
        shapes: dict[tuple[str, str], frozenset[str]] = {}

        def look(person: people.Person, url: str, answer: TestResponse) -> None:
            if answer.mimetype == "text/html":
                shapes[person.key, url] = parts_of(answer.get_data(as_text=True))

        made = {person.key: people.Browser(site, person, client, look) for person, client in clients.items()}
        led = {}
        for key, browser in made.items():
            starts, inside = begin(browser.person)
            starts = [*starts, *(url for login, url in more if login == browser.person.login)]
            led[key] = crawl(browser, starts, inside, ["宅基地"], few(site.app, 2))
        yield County(served_site.address, site, made, led, shapes)
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


def test_no_page_has_a_serious_fault_in_any_look_at_any_width(county: County, browser: Browser) -> None:
    """Each page by the first who is led to it, and again by whoever is shown something on it that nobody was before."""
    wrong = []
    for key, visits in county.visits().items():
        page = county.open(browser, key)
        page.goto(f"{county.address}/reader/elder/on?next=/")
        for url, first in visits:
            answer = page.goto(county.address + url)
            assert answer is not None
            assert answer.status == 200, url
            for elder, width, rules in LOOKS if first else LOOKS[-1:]:
                # The sheet of the choices stands on the page: what the server sends as an attribute is all there is.
                page.evaluate("(on) => document.documentElement.toggleAttribute('data-elder', on)", elder)
                page.set_viewport_size({"width": width, "height": 900})
                wrong += [(width, elder, fault) for fault in faults(page, *rules)]
        page.context.close()
    assert not wrong, each(wrong)
