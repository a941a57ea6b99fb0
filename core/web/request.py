"""One request: its tenant from the URL, its read session of the right scope, its short write turn at the end.

GET and HEAD never write. Other methods read and validate first and take the write turn only for the service call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import flask
from flask import Flask, abort, current_app, g, redirect, request, url_for
from sqlalchemy import or_, select
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.wrappers import Response

from core import plugins
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.config import Config
from core.db import Database, Scope, ScopedSession
from core.files import stores
from core.files.kinds import MIB, Limits
from core.profiles import PROFILES, Profile
from core.tenancy.models import Tenant
from core.tenancy.switches import Switches, switches_of

# Codes of counties and townships have at most nine digits (GB/T 10114); the column holds no more than this.
LARGEST_CODE = 2**31
# Characters nobody sees: no paper holds them, no database all of them, and some turn the text round.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Typed(ImmutableMultiDict[str, Any]):
    """What was typed, without the characters nobody sees."""

    def __init__(self, mapping: Any = None) -> None:
        given = iter_multi_items(mapping) if mapping is not None else ()
        super().__init__([(name, seen(value)) for name, value in given if name is not None])


# Every field of the longest form, as long as its words may be, in characters that take nine bytes on the way.
LARGEST_FORM = 3 * MIB


class Request(flask.Request):
    """A request whose address and form hold only what can be seen."""

    parameter_storage_class = Typed

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.mimetype != "multipart/form-data":
            # Read into memory as a whole, where a form with files is read piece by piece.
            self.max_content_length = LARGEST_FORM if self.mimetype == "application/x-www-form-urlencoded" else MIB


def seen(value: Any) -> Any:
    """A text without the characters nobody sees; anything else as it is."""
    return UNSEEN.sub("", value) if isinstance(value, str) else value


def database() -> Database:
    """The application's database."""
    found: Database = current_app.extensions["xiaoneng.database"]
    return found


def reading() -> ScopedSession:
    """The request's read session: the tenant's rows for staff, the tree for the county's own pages, the published
    rows for the portal."""
    if "read_session" not in g:
        g.read_context = database().read(_scope())
        g.read_session = g.read_context.__enter__()
        if g.get("tenant") is not None:
            here: Tenant = g.tenant
            g.read_session.once(("tenant", here.id), lambda: here)
    session: ScopedSession = g.read_session
    return session


def private_reading() -> ScopedSession:
    """A read session of the tenant's own rows on a portal page, for the party let in by number and code, and drafts."""
    if "private_session" not in g:
        g.private_context = database().read(Scope.one(tenant().id))
        g.private_session = g.private_context.__enter__()
    session: ScopedSession = g.private_session
    return session


def own_reading() -> ScopedSession:
    """A read session of the tenant's own rows, on pages of staff as on the portal's."""
    return reading() if request.path.startswith("/w/") else private_reading()


def public_reading() -> ScopedSession:
    """A read session of what the county and all its townships published, for portal pages that show both."""
    if "public_session" not in g:
        g.public_context = database().read(Scope.public(county_id()))
        g.public_session = g.public_context.__enter__()
    session: ScopedSession = g.public_session
    return session


@contextmanager
def writing() -> Iterator[ScopedSession]:
    """The write turn of the request's tenant; commits once when the block ends, rolls back when it raises."""
    with database().write(Scope.one(tenant().id)) as session:
        yield session


@contextmanager
def trying() -> Iterator[ScopedSession]:
    """The write turn of the request's tenant, undone when the block ends."""
    with database().trial(Scope.one(tenant().id)) as session:
        yield session


def tenant() -> Tenant:
    """The tenant in the URL; 404 where there is none."""
    if g.get("tenant") is None:
        abort(404)
    found: Tenant = g.tenant
    return found


def enabled() -> frozenset[str]:
    """The measures that are on for the request's tenant."""
    return switches().on


def switches() -> Switches:
    """The same with what units turned off for themselves."""
    found: Switches = g.get("switches") or Switches()
    return found


def profile() -> Profile:
    """What this installation asks of its accounts."""
    return PROFILES[current_settings().profile]


def current_settings() -> Config:
    """The installation's settings."""
    found: Config = current_app.extensions["xiaoneng.config"]
    return found


def address(endpoint: str, **values: Any) -> str:
    """The full address of a page as people may type it, for QR codes and links."""
    return root() + url_for(endpoint, **values)


def root() -> str:
    """The address of the installation; never from a forged Host header where the settings say what it is called."""
    return (current_settings().public_url or request.host_url).rstrip("/")


def store() -> stores.Store:
    """Where the bytes of files lie."""
    return stores.of(current_settings())


def upload_limits() -> Limits:
    """What an uploaded file may weigh."""
    return Limits(size=current_settings().max_upload_mb * MIB)


def county_id() -> int:
    """The county that deploys this installation."""
    found: int = current_app.extensions["xiaoneng.county"]()
    return found


def townships() -> list[Tenant]:
    """Every township of the installation, for the switch in the header; not those that went into another."""
    return [found for found in _tenants() if not found.is_county and found.successor_id is None]


def place_names() -> dict[int, str]:
    """The names of county and townships by code, those that went into another among them."""
    return {found.id: found.name for found in _tenants()}


def county() -> Tenant | None:
    """The county, whose name and telephone stand on pages of no township; None before it is set up."""
    if g.get("county") is not None:
        above: Tenant = g.county
        return above
    return next((found for found in _tenants() if found.is_county), None)


def _tenants() -> list[Tenant]:
    if "tenants" not in g:
        with database().read(Scope.system("the county and the townships in the header")) as session:
            g.tenants = list(session.scalars(select(Tenant).order_by(Tenant.id)))
            session.expunge_all()
    found: list[Tenant] = g.tenants
    return found


def actor() -> Actor:
    """Who is acting; 404 where nobody with a grant here is signed in."""
    if g.get("actor") is None:
        abort(404)
    found: Actor = g.actor
    return found


def load_tenant() -> Response | None:
    """Find the tenant of ``/t/<code>``, ``/w/<code>``, ``/county`` and ``/api/v1/<code>``, and refuse a measure that is
    off there as if it did not exist; the addresses of a township that went into another lead to its successor."""
    g.tenant, g.county, g.switches = None, None, Switches()
    if request.endpoint == "static":
        return None  # the same for everybody; no page of it asks the database
    if UNSEEN.search(request.path):
        abort(404)
    code = request.view_args.get("code") if request.view_args is not None else _code_of_unknown_page()
    with database().read(Scope.system("find the tenant and its switches")) as session:
        calendars.current(session, code if code and code < LARGEST_CODE else None)
        if code is not None or request.path.startswith("/county"):
            g.tenant, g.county = _tenant_and_county(session, code)
            g.switches = switches_of(session, g.tenant.id) if g.tenant is not None else Switches()
            session.expunge_all()  # also where there is no such tenant: its error page has the county's foot
            if g.tenant is None:
                abort(404)
    if g.tenant is not None and g.tenant.successor_id is not None:
        return _to_successor(g.tenant)
    owner = plugin_of(request.endpoint)
    if owner is not None and owner not in g.switches.on:
        abort(404)
    return None


def _tenant_and_county(session: ScopedSession, code: int | None) -> tuple[Tenant | None, Tenant | None]:
    """The tenant in the address, the county where it names none, and the county, whose settings lie beneath its own."""
    wanted = [Tenant.tier == "county"]
    if code is not None and code < LARGEST_CODE:
        wanted.append(Tenant.id == code)
    rows = session.scalars(select(Tenant).where(or_(*wanted))).all()
    above = next((row for row in rows if row.is_county), None)
    return (above if code is None else next((row for row in rows if row.id == code), None)), above


def _to_successor(gone: Tenant) -> Response:
    """The same page of the township's successor; a form that was sent is sent on (308), so nothing typed is lost."""
    place = re.sub(rf"/{gone.id}(?=/|$)", f"/{gone.successor_id}", request.path, count=1)
    query = request.query_string.decode("latin-1")
    return redirect(f"{quote(place)}?{query}" if query else quote(place), 308)


def _code_of_unknown_page() -> int | None:
    """The township of an address that no route knows, so that its error page keeps the township's head and foot."""
    match = re.match(r"/[tw]/(\d{1,12})/", request.path)
    return int(match[1]) if match else None


def plugin_of(endpoint: str | None) -> str | None:
    """The measure a route belongs to, by its blueprint; None for core's own."""
    if endpoint is None or "." not in endpoint:
        return None
    owner: str | None = current_app.extensions["xiaoneng.blueprints"].get(endpoint.split(".")[0])
    return None if owner == plugins.CORE else owner


def _scope() -> Scope:
    area = request.path.split("/", 2)[1]
    if area == "w":
        return Scope.one(tenant().id)
    if area == "county":
        return Scope.tree(tenant().id)
    if g.get("tenant") is not None:
        return Scope.public(g.tenant.id)
    return Scope.public(county_id())


def close_sessions(response: Response | None = None, error: BaseException | None = None) -> None:
    """End the request's read sessions."""
    for name in ("read", "private", "public"):
        context = g.pop(f"{name}_context", None)
        g.pop(f"{name}_session", None)
        if context is not None:
            context.__exit__(None, None, None)


def init(app: Flask) -> None:
    """Hook the request's life into the app."""
    app.before_request(load_tenant)
    app.teardown_appcontext(lambda error: close_sessions(None, error))
