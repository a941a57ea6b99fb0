"""Public pages kept in memory: a hot one costs one query, which asks whether anything the public reads has changed.

Every tenant has a revision that grows when it publishes, withdraws or switches (`core.tenancy.services.bump`). A page
is kept with the revisions it was made under: its tenant's and the county's, or all of them for the county's own pages.
Only what is the same for everybody is kept: no form with a token, nothing that wrote into the visitor's cookie.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session
from sqlalchemy import func, or_, select

from core import clock
from core.db import Scope
from core.tenancy.models import Tenant
from core.web import reader
from core.web import request as web_request

View = TypeVar("View", bound=Callable[..., Any])
MOST_BYTES = 32 * 1024 * 1024
# What may stand in the address of a kept page; anything else would let a stranger fill the memory.
KNOWN = {"lang", "after"}
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was answered, and the revisions it was made under."""

    revisions: Key
    body: bytes
    content_type: str


class Pages:
    """The pages of this process, the least recently read thrown out first."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._pages: OrderedDict[Key, Kept] = OrderedDict()

    def get(self, key: Key, revisions: Key) -> Kept | None:
        """The page, if it was made under these revisions."""
        with self._lock:
            found = self._pages.get(key)
            if found is None or found.revisions != revisions:
                return None
            self._pages.move_to_end(key)
            return found

    def put(self, key: Key, page: Kept) -> None:
        """Keep a page in the place of an older one."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += len(page.body) - (len(old.body) if old else 0)
            self._pages[key] = page
            while self._size > self._most:
                _, gone = self._pages.popitem(last=False)
                self._size -= len(gone.body)


def cached(view: View) -> View:
    """This page is the same for everybody until something its tenant publishes changes."""
    view.xn_cached = True  # type: ignore[attr-defined]
    return view


def init(app: Flask) -> None:
    """Look before the tenant is loaded, keep after the page is made."""
    app.before_request(_look)
    app.after_request(_keep)


def _look() -> Response | None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method not in {"GET", "HEAD"} or not getattr(view, "xn_cached", False):
        return None
    code = (request.view_args or {}).get("code")
    if set(request.args) - KNOWN or "_flashes" in session or (code or 0) >= web_request.LARGEST_CODE:
        return None
    # Not the language of the page: a visitor who chose none reads the tenant's, which is not known before its query.
    asked = request.args.get("lang") or session.get("locale")
    key = (
        request.path,
        request.query_string,
        asked if asked in current_app.config["LOCALES"] else "",
        tuple(sorted(reader.chosen(session).items())),
        web_request.root(),
        clock.today(),
    )
    revisions = _revisions(code)
    found = _pages().get(key, revisions)
    if found is not None:
        return Response(found.body, content_type=found.content_type)
    g.to_keep = (key, revisions)
    return None


def _keep(response: Response) -> Response:
    key, revisions = g.pop("to_keep", (None, None))
    if key is None or request.method != "GET" or response.status_code != 200 or session.modified or g.get("incidents"):
        return response
    if not response.direct_passthrough:
        _pages().put(key, Kept(revisions, response.get_data(), str(response.content_type)))
    return response


def _revisions(code: int | None) -> Key:
    """What changes when a page of this tenant, or of the county, has to be made anew: the one query."""
    query = select(func.count(), func.sum(Tenant.revision))
    if code is not None:
        query = query.where(or_(Tenant.id == code, Tenant.tier == "county"))
    with web_request.database().read(Scope.system("whether what is public has changed")) as asking:
        return tuple(asking.execute(query).one())


def _pages() -> Pages:
    found: Pages = current_app.extensions["xiaoneng.pages"]
    return found
