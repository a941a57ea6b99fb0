"""The workspace's menu: what the plugins offer, of those that are on, where the actor holds the permission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app, g, request, url_for

from core import plugins
from core.contracts import Menu, NavItem
from core.web import request as web_request
from core.web.drawing import gettext
from core.web.offers import offered

# So few entries are all shown; more are folded, but for the first group and that of the page.
FEW = 12


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the template shows it."""

    label: str
    url: str
    active: bool
    icon: str
    badge: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the menu as the template shows it; `label` is empty for what stands above all groups.

    Attributes:
        open: whether its links are shown before it is unfolded.
    """

    label: str
    links: tuple[Link, ...]
    open: bool

    @property
    def waiting(self) -> int:
        """What waits in its entries, for the heading of a folded group."""
        return sum(link.badge or 0 for link in self.links)


def is_on(name: str) -> bool:
    """Whether a plugin is on for the request's tenant, and where the reader works there; core always is."""
    if name == plugins.CORE:
        return True
    actor = g.get("actor")
    return name in web_request.enabled() and (actor is None or actor.uses(name))


def menu() -> list[Group]:
    """The menu for the request's actor, group after group; what none of the entries is theirs in is left out."""
    items = _offered()
    here = _group_here(items)
    groups = [(group, [item for item in items if item.group == group]) for group in Menu]
    shown = [(group, found) for group, found in groups if found]
    first = next((group for group, _found in shown if group), None)
    return [
        Group(
            gettext(group.value) if group else "",
            tuple(map(_link, found)),
            len(items) <= FEW or group in (Menu.FIRST, first, here),
        )
        for group, found in shown
    ]


def _offered() -> list[NavItem]:
    """What the plugins that are on offer and the reader may open, in order."""
    actor = g.get("actor")
    if actor is None or g.get("tenant") is None:
        return []
    items = offered("provide_nav_items", NavItem, web_request.reading(), only=is_on, actor=actor)
    return sorted((item for item in items if actor.may(item.permission)), key=lambda item: (item.order, item.label))


def _group_here(items: list[NavItem]) -> Menu | None:
    """The group that leads to the page: by the entry itself, one of the same room, or one of the same measure."""
    room = request.blueprint or ""
    ways: tuple[Callable[[NavItem], bool], ...] = (
        lambda item: item.endpoint == request.endpoint,
        lambda item: item.endpoint.startswith(f"{room}."),
        lambda item: item.endpoint.split(".")[0].split("_")[0] == room.split("_")[0],
    )
    for fits in ways:
        if found := next((item.group for item in items if fits(item)), None):
            return found
    return None


def _link(item: NavItem) -> Link:
    return Link(gettext(item.label), url_of(item.endpoint), request.endpoint == item.endpoint, item.icon, item.badge)


def url_of(endpoint: str) -> str:
    """The page of the request's tenant; the county's own consoles have no code in their address."""
    coded = current_app.url_map.is_endpoint_expecting(endpoint, "code")
    return url_for(endpoint, code=g.tenant.id) if coded else url_for(endpoint)
