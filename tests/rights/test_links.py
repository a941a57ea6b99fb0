"""What is offered works, and what is not offered is refused: every link and button of every page, by every role."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import url_for
from werkzeug.exceptions import HTTPException

from core.accounts.access import Access
from tests.rights.conftest import World
from tests.rights.crawling import Offer, crawl, each
from tests.rights.people import NOBODY, PARTY, VISITOR
from tests.rights.test_canaries import ROLES, key_of
from tests.sample import COUNTY, HUSA, MENGYUE, ZHANGFENG

# What is shown to whom is decided before a statement is sent; who reads which row is tried on both: test_canaries.py.
pytestmark = pytest.mark.only_on("sqlite", "the same links and buttons stand on a page from either database")
GOOD = {200, 302, 303, 304}
REFUSED = {403, 404}
# Acts of everybody signed in, and doors that answer everybody the same.
OF_ALL = {
    *("accounts.sign_out", "accounts.sign_in", "accounts.activate", "workspace.last"),
    *(f"own.{name}" for name in ("me", "end", "password", "factor", "begin", "confirm", "codes", "drop")),
}
# Not shown and not refused, each with its reason: endpoint → why.
HARMLESS = {
    "notices.home": "one's own messages, of which who only looks on has none",
    "notices.settings": "how one is told oneself",
    "notices.read": "marks one's own notices as read, and shows no button where there are none",
    "people.identity": "is told that there is no identity provider, where none is set",
    "batches.new": "leads back to the list where nothing was ticked",
    "feeds.page": "one's own feed may be turned off twice",
    "visits.leave": "ends what is open, and nothing where nothing is",
}


def endpoint_of(world: World, url: str, method: str = "GET") -> str:
    """The route of an address; empty for none."""
    try:
        found, _ = world.site.app.url_map.bind("localhost").match(urlsplit(url).path, method)
    except HTTPException:
        return ""
    return str(found)


def is_public(world: World, endpoint: str) -> bool:
    """Whether a route is open to nobody in particular."""
    access: Access | None = getattr(world.site.app.view_functions.get(endpoint), "xn_access", None)
    return access is None or access.public


@pytest.mark.parametrize("role", ROLES)
def test_every_link_that_is_shown_opens(world: World, role: str) -> None:
    made = world.crawled(key_of(world, role))
    assert {url: status for url, status in made.statuses.items() if status not in GOOD} == {}
    assert len(made.statuses) > 5


@pytest.mark.parametrize("role", ROLES)
def test_every_button_that_is_shown_may_be_pressed(world: World, role: str) -> None:
    """A form sent as it stands is carried out or told what is missing, never refused to who was shown it."""
    browser = world.browsers[key_of(world, role)]
    refused = []
    for offer in world.crawled(browser.person.key).offers.values():
        status = press(world, browser.person.key, offer)
        if status not in GOOD | {422}:
            refused.append((offer.page, offer.action, offer.button, status))
    assert not refused, each(refused)


def press(world: World, key: str, offer: Offer) -> int:
    """The status of a form sent as it stands, by anybody."""
    name, value = offer.button
    held = {**offer.form.held, **({name: value} if name else {})}
    with world.browsers[key].post(offer.action, held) as answer:
        return answer.status_code


def is_at_home(world: World, key: str, path: str) -> bool:
    """Whether it is a page of the county for who visits a township from there."""
    return world.browsers[key].person.role == VISITOR and path.startswith(("/county", f"/w/{COUNTY}/"))


EVERYWHERE = (MENGYUE, HUSA, ZHANGFENG, COUNTY, 0)


@pytest.mark.deep
def test_no_page_opens_for_who_is_not_led_to_it(world: World) -> None:
    """Every page of staff that somebody was led to, opened by everybody else."""
    keys, wrong = world.who(EVERYWHERE), []
    for path in sorted({path for key in keys for path in world.crawled(key, whole=True).paths}):
        route = endpoint_of(world, path)
        if is_public(world, route) or route in OF_ALL or route in HARMLESS:
            continue
        for key in keys:
            if path in world.crawled(key, whole=True).paths or is_at_home(world, key, path):
                continue
            with world.browsers[key].get(path) as answer:
                if answer.status_code not in REFUSED and "/sign-in" not in (answer.location or ""):
                    wrong.append((key, path, answer.status_code))
    assert not wrong, each(wrong)


@pytest.mark.deep
def test_no_button_works_for_who_is_not_shown_it(world: World) -> None:
    """Every button of staff that somebody was shown, pressed by everybody else."""
    keys, wrong = world.who(EVERYWHERE), []
    offers: dict[object, Offer] = {}
    for key in keys:
        offers |= world.crawled(key, whole=True).offers
    for act, offer in offers.items():
        route = endpoint_of(world, offer.action, "POST")
        if is_public(world, route) or route in OF_ALL or route in HARMLESS:
            continue
        for key in keys:
            if act not in world.crawled(key, whole=True).offers and not is_at_home(world, key, offer.action):
                wrong += [(key, offer.action, offer.button, status)] if (status := _did(world, key, offer)) else []
    assert not wrong, each(wrong)


def _did(world: World, key: str, offer: Offer) -> int:
    """The status where a press wrote something or was not refused in so many words; 0 where it was refused."""
    world.undone.take()
    status = press(world, key, offer)
    written = world.undone.take()
    if status in REFUSED | {422} and not written:
        return 0  # by the door, or in words by the service
    if status == 303 and not written and world.browsers[key].person.role in {NOBODY, PARTY}:
        return 0  # to the sign-in
    return status


def test_a_link_to_what_is_refused_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite proves itself: the menu of a clerk is given the switches of the administrator."""
    with world.site.app.test_request_context(f"/w/{MENGYUE}/"):
        planted = url_for("admin.switches", code=MENGYUE)
    view = world.site.app.view_functions["duties.home"]

    def misleading(**given: object) -> str:
        return f'{view(**given)}<a href="{planted}">x</a>'

    misleading.xn_access = view.xn_access  # type: ignore[attr-defined]
    monkeypatch.setitem(world.site.app.view_functions, "duties.home", misleading)
    browser = world.browsers[f"window_clerk@{MENGYUE}"]
    found = crawl(browser, [f"/w/{MENGYUE}/duties"], (f"/w/{MENGYUE}/duties", f"/w/{MENGYUE}/admin"))
    assert found.statuses[planted] == 403
