"""The workspace's menu: what the plugins offer, of those that are on, where the actor holds the permission."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g, request, url_for
from flask_babel import gettext

from core import plugins
from core.web import request as web_request


@dataclass(frozen=True, slots=True)
class Link:
    """A link as the template shows it."""

    label: str
    url: str
    active: bool
    icon: str
    badge: int | None


def is_on(name: str) -> bool:
    """Whether a plugin is on for the request's tenant, and where the reader works there; core always is."""
    if name == plugins.CORE:
        return True
    actor = g.get("actor")
    return name in web_request.enabled() and (actor is None or actor.uses(name))


def nav_items() -> list[Link]:
    """The menu for the request's actor, in order."""
    actor = g.get("actor")
    if actor is None or g.get("tenant") is None:
        return []
    given = {"session": web_request.reading(), "actor": actor}
    answers = plugins.registry().each("provide_nav_items", only=is_on, **given)
    offered = [item for _, items in answers for item in items]
    return [
        Link(
            gettext(item.label),
            url_of(item.endpoint),
            request.endpoint == item.endpoint,
            item.icon,
            item.badge,
        )
        for item in sorted(offered, key=lambda item: (item.order, item.label))
        if actor.may(item.permission)
    ]


def url_of(endpoint: str) -> str:
    """The page of the request's tenant; the county's own consoles have no code in their address."""
    coded = current_app.url_map.is_endpoint_expecting(endpoint, "code")
    return url_for(endpoint, code=g.tenant.id) if coded else url_for(endpoint)
