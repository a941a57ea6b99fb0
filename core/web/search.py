"""Search pages: the words, the viewer's rights as terms of the query, and the rows checked again on loading."""

from __future__ import annotations

from flask import current_app, g

from core import plugins
from core.cases.search import viewer_acl
from core.db import ScopedSession
from core.search import service
from core.search.backend import SearchBackend
from core.tenancy.models import Tenant
from core.tenancy.switches import Switches, published_tokens, switches_by_tenant, with_units
from core.web import request as web_request


def portal_search(words: str, page: int) -> service.Results:
    """Results over what the request's tenant published, of the measures that are on."""
    acl = frozenset(published_tokens(web_request.tenant().id, _switches(web_request.reading())))
    return _search(words, page, acl)


def county_search(words: str, page: int) -> service.Results:
    """Results over what the county and its townships published, each of its measures that are on."""
    reader = web_request.public_reading()
    places = [place.id for place in (*web_request.townships(), *_county())]
    on = with_units(reader, switches_by_tenant(reader, places))
    acl = frozenset(token for tenant, switches in on.items() for token in published_tokens(tenant, switches))
    return _search(words, page, acl, frozenset().union(*(switches.on for switches in on.values())), reader)


def _switches(reader: ScopedSession) -> Switches:
    """Those of the request's tenant, with its units."""
    tenant = web_request.tenant().id
    return with_units(reader, {tenant: web_request.switches()})[tenant]


def _county() -> list[Tenant]:
    county = web_request.county()
    return [county] if county is not None else []


def staff_search(words: str, page: int) -> service.Results:
    """Results over published items and the cases the actor may open."""
    return _search(words, page, viewer_acl(web_request.actor(), _switches(web_request.reading())))


def _search(
    words: str,
    page: int,
    acl: frozenset[str],
    enabled: frozenset[str] | None = None,
    reader: ScopedSession | None = None,
) -> service.Results:
    backend: SearchBackend = current_app.extensions["xiaoneng.search"]
    registry = plugins.registry()
    on = _with_core(web_request.enabled() if enabled is None else enabled)
    return service.search_page(
        backend,
        session=reader or web_request.reading(),
        searchables={kind: item for kind, item in registry.searchables.items() if registry.owner[kind] in on},
        acl=acl,
        viewer=g.get("actor"),
        words=words,
        page=page,
    )


def _with_core(enabled: frozenset[str]) -> frozenset[str]:
    """Core can't be turned off, so no switch names it."""
    return enabled | {plugins.CORE}
