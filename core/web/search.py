"""Search pages: the words, the viewer's rights as terms of the query, and the rows checked again on loading."""

from __future__ import annotations

from flask import current_app, g

from core import plugins
from core.cases.search import viewer_acl
from core.search import service
from core.search.backend import SearchBackend
from core.tenancy.switches import published_tokens
from core.web import request as web_request
from core.web.navigation import is_on


def portal_search(words: str, page: int) -> service.Results:
    """Results over what the request's tenant published, of the measures that are on."""
    acl = frozenset(published_tokens(web_request.tenant().id, web_request.switches()))
    return _search(words, page, acl)


def staff_search(words: str, page: int) -> service.Results:
    """Results over published items and the cases the actor may open."""
    return _search(words, page, viewer_acl(web_request.actor(), web_request.switches()))


def _search(words: str, page: int, acl: frozenset[str]) -> service.Results:
    backend: SearchBackend = current_app.extensions["xiaoneng.search"]
    registry = plugins.registry()
    return service.search_page(
        backend,
        session=web_request.reading(),
        searchables={kind: item for kind, item in registry.searchables.items() if is_on(registry.owner[kind])},
        acl=acl,
        viewer=g.get("actor"),
        words=words,
        page=page,
    )
