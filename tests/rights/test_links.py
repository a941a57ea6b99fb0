"""What is offered works, and what is not offered is refused: every link and button of every page, by every role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

import pytest
from flask import url_for
from werkzeug.exceptions import HTTPException

from core.accounts.access import Access
from core.web.navigation import nav_items
from tests.rights.conftest import World
from tests.rights.crawling import Offer, crawl, each
from tests.rights.people import VISITOR
from tests.rights.test_canaries import ROLES, key_of
from tests.sample import COUNTY, HUSA, MENGYUE, ZHANGFENG

GOOD = {200, 302, 303, 304}
REFUSED = {403, 404}
# Acts of everybody signed in, and doors that answer everybody the same.
OF_ALL = {"accounts.sign_out", "accounts.me", "accounts.sign_in", "accounts.activate", "workspace.last"}
# How many addresses of one route everybody tries who was not led to them; the long run tries all.
TRIED = 1
# Not shown and not refused, each with its reason: endpoint → why.
HARMLESS = {
    "notices.read": "marks one's own notices as read, and shows no button where there are none",
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


def sample_of(urls: Iterable[str], world: World, most: int) -> list[str]:
    """At most so many addresses of each route, those with the fewest words first."""
    by_route: dict[str, list[str]] = defaultdict(list)
    for url in sorted(urls, key=lambda url: (len(url), url)):
        by_route[endpoint_of(world, url)].append(url)
    return [url for found in by_route.values() for url in found[:most]]


def is_at_home(world: World, key: str, path: str) -> bool:
    """Whether it is a page of the county for who visits a township from there."""
    return world.browsers[key].person.role == VISITOR and path.startswith(("/county", f"/w/{COUNTY}/"))


def not_refused(world: World, keys: list[str], most: int) -> list[tuple[str, str, int]]:
    """Addresses of staff that opened for somebody who was not led to them."""
    led = {path for key in keys for path in world.crawled(key).paths if path.startswith(("/w/", "/county"))}
    wrong = []
    for path in sample_of(led, world, most):
        for key in keys:
            if path in world.crawled(key).paths or endpoint_of(world, path) in OF_ALL:
                continue
            if is_at_home(world, key, path):
                continue
            with world.browsers[key].get(path) as answer:
                if answer.status_code not in REFUSED and "/sign-in" not in (answer.location or ""):
                    wrong.append((key, path, answer.status_code))
    return wrong


def test_no_page_opens_for_who_is_not_led_to_it(world: World) -> None:
    wrong = not_refused(world, world.who(), TRIED)
    assert not wrong, each(wrong)


@pytest.mark.deep
def test_no_page_of_any_township_opens_for_who_is_not_led_to_it(world: World) -> None:
    wrong = not_refused(world, world.who((MENGYUE, HUSA, ZHANGFENG, COUNTY, 0)), 1000)
    assert not wrong, each(wrong)


def pressed_unasked(world: World, keys: list[str], most: int) -> list[tuple[str, str, tuple[str, str], int]]:
    """Buttons that did something for somebody who was not shown them."""
    offers: dict[object, Offer] = {}
    for key in keys:
        offers |= world.crawled(key).offers
    by_route: dict[object, list[Offer]] = defaultdict(list)
    for offer in offers.values():
        route = endpoint_of(world, offer.action, "POST")
        if not is_public(world, route) and route not in OF_ALL and route not in HARMLESS:
            by_route[route, offer.button, offer.action.rpartition("/")[2]].append(offer)
    wrong = []
    for found in by_route.values():
        for offer in found[:most]:
            wrong += [
                (key, offer.action, offer.button, status)
                for key in keys
                if offer.act not in world.crawled(key).offers
                and not is_at_home(world, key, offer.action)
                and (status := _did(world, key, offer))
            ]
    return wrong


def _did(world: World, key: str, offer: Offer) -> int:
    """The status where a press wrote something or was not refused in so many words; 0 where it was refused."""
    world.undone.take()
    status = press(world, key, offer)
    written = world.undone.take()
    if status in REFUSED | {422} and not written:
        return 0  # by the door, or in words by the service
    if status == 303 and not written and world.browsers[key].person.role in {"nobody", "party"}:
        return 0  # to the sign-in
    return status


def test_no_button_works_for_who_is_not_shown_it(world: World) -> None:
    wrong = pressed_unasked(world, world.who(), 1)
    assert not wrong, each(wrong)


@pytest.mark.deep
def test_no_button_of_any_township_works_for_who_is_not_shown_it(world: World) -> None:
    wrong = pressed_unasked(world, world.who((MENGYUE, HUSA, ZHANGFENG, COUNTY, 0)), 1000)
    assert not wrong, each(wrong)


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
    assert nav_items
