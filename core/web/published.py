"""What county and townships publish, as readers get it: columns, articles, files, feeds, maps and the hall's screen."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core import clock
from core.accounts.access import public
from core.contracts import PortalSection
from core.db.ids import page_key
from core.draws.web import measures_on
from core.files.models import StoredFile
from core.files.web import send
from core.publishing import columns, queries, rules, services, signed
from core.publishing.columns import Column
from core.publishing.models import Published
from core.publishing.queries import Block
from core.publishing.rules import Stage
from core.settings import web as settings
from core.tenancy.models import Tenant
from core.tenancy.services import enabled_plugins
from core.web import request as web_request
from core.web.cache import cached
from core.web.navigation import is_on
from core.web.offers import offered

bp = Blueprint("published", __name__)
FEED, MAP, SCREEN = 50, 5_000, 8
REFRESH_SECONDS = 300


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed; `address` is the full one."""

    title: str
    address: str
    at: dt.datetime
    summary: str


@bp.get("/t/<int:code>/columns")
@public
@cached
def overview(code: int) -> ResponseReturnValue:
    """Every column that is not empty, with its newest."""
    return render_template("portal/columns.html", blocks=blocks(), draws=measures_on())


@bp.get("/t/<int:code>/columns/<column>")
@public
@cached
def column(code: int, column: str) -> ResponseReturnValue:
    """One column, newest first, page by page."""
    found = next((each for each in _columns(web_request.tenant()) if each.code == column and each.shown), None)
    if found is None:
        abort(404)
    after = page_key(request.args.get("after", ""))
    page = queries.of_column(web_request.public_reading(), code, column, after)
    here = url_for("published.column", code=code, column=column)
    following = f"{page.after[0].isoformat()}_{page.after[1]}" if page.after else ""
    return render_template(
        "portal/column.html",
        column=found,
        rows=page.rows,
        first_url=here if after else "",
        next_url=url_for("published.column", code=code, column=column, after=following) if following else "",
    )


@bp.get("/t/<int:code>/p/<uuid:publication_id>")
@public
@cached
def article(code: int, publication_id: UUID) -> ResponseReturnValue:
    """One publication; a withdrawn one keeps its address with the reason, a replaced one leads to the newer."""
    row = queries.one(web_request.public_reading(), code, publication_id)
    labels = {each.code: each for each in _columns(web_request.tenant())}
    page = render_template("portal/article.html", row=row, column=labels.get(row.column_code), stages=Stage)
    return page, 410 if row.stage == Stage.WITHDRAWN else 200


@bp.get("/t/<int:code>/p/<uuid:publication_id>/files/<uuid:file_id>")
@public
def file(code: int, publication_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The cleaned copy of an attachment of what is out; never what was handed in."""
    row = queries.one(web_request.public_reading(), code, publication_id)
    if str(file_id) not in {each["id"] for each in row.files}:
        abort(404)
    stored = web_request.private_reading().scalar(
        select(StoredFile).where(
            StoredFile.id == file_id, StoredFile.owner_kind == services.PUBLIC, StoredFile.owner_id == row.id
        )
    )
    if stored is None:
        abort(404)
    return send(stored, web_request.store())


@bp.get("/t/<int:code>/hall")
@public
def hall(code: int) -> ResponseReturnValue:
    """For the screen in the hall: large, without links to follow, anew every five minutes."""
    page = render_template("portal/hall.html", blocks=blocks(SCREEN))
    return page, {"Refresh": str(REFRESH_SECONDS)}


@bp.get("/t/<int:code>/feed.atom")
@public
@cached
def atom(code: int) -> ResponseReturnValue:
    """What is new, as an Atom feed."""
    found = entries()
    body = render_template("portal/feed.xml", entries=found, updated=_newest(found), root=web_request.root())
    return Response(body, mimetype="application/atom+xml")


@bp.get("/t/<int:code>/feed.json")
@public
@cached
def json_feed(code: int) -> ResponseReturnValue:
    """The same as a JSON feed (version 1.1)."""
    return Response(json.dumps(_feed(code), ensure_ascii=False), mimetype="application/feed+json")


@bp.get("/t/<int:code>/feed.signed.json")
@public
@cached
def signed_feed(code: int) -> ResponseReturnValue:
    """The same, signed for the county's portal; `revision` grows with every change, so that an old one is known.

    What the county publishes for its townships stands in the feed too, so its changes count.
    """
    county = web_request.county()
    revision = web_request.tenant().revision + (county.revision if county is not None else 0)
    content = json.dumps({**_feed(code), "revision": revision}, ensure_ascii=False)
    return Response(json.dumps(signed.signed(content), ensure_ascii=False), mimetype="application/json")


@bp.get("/t/<int:code>/embed/<column>")
@public
def embedded(code: int, column: str) -> ResponseReturnValue:
    """A column as another site shows it in a frame: no script, no cookie, links that open outside the frame.

    Only the sites named in the setting `core.frames` may; without any nobody frames it.
    """
    found = next((each for each in _columns(web_request.tenant()) if each.code == column and each.shown), None)
    if found is None:
        abort(404)
    page = queries.of_column(web_request.public_reading(), code, column, None, SCREEN)
    body = render_template("portal/embedded.html", column=found, rows=page.rows)
    answer = Response(body, mimetype="text/html")
    sites = rules.frames(str(settings.value("core.frames") or ""))
    if sites:
        answer.headers["Content-Security-Policy"] = (
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; "
            f"frame-ancestors {' '.join(sites)}"
        )
        # It knows no list of sites, and would refuse those that the policy names.
        answer.headers["X-Frame-Options"] = ""
    return answer


def _feed(code: int) -> dict[str, Any]:
    place = web_request.tenant()
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": place.name,
        "language": "zh-Hans-CN",
        "home_page_url": web_request.address("web.township", code=code),
        "feed_url": web_request.address("published.json_feed", code=code),
        "items": [
            {
                "id": each.address,
                "url": each.address,
                "title": each.title,
                "content_text": each.summary or each.title,
                "date_published": each.at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds"),
            }
            for each in entries()
        ],
    }


@bp.get("/t/<int:code>/sitemap")
@public
@cached
def site_map(code: int) -> ResponseReturnValue:
    """网站地图: every page a reader may look for, as one page of links."""
    tenant = web_request.tenant()
    return render_template(
        "portal/sitemap.html", blocks=blocks(SCREEN), own=[each for each in _columns(tenant) if each.shown]
    )


@bp.get("/sitemap.xml")
@public
@cached
def machine_map() -> ResponseReturnValue:
    """The same for search engines, over all townships."""
    places = web_request.townships()
    rows: Sequence[Published] = ()
    if (county := web_request.county()) is not None:
        rows = queries.latest(web_request.public_reading(), queries.anywhere(), MAP)
        places = [county, *places]
    body = render_template("portal/sitemap.xml", places=places, rows=rows, root=web_request.root())
    return Response(body, mimetype="application/xml")


def sections() -> list[PortalSection]:
    """The sections of the township's home from the plugins that are on; empty ones are left out."""
    reader, tenant = web_request.reading(), web_request.tenant()
    found = offered("provide_portal_sections", PortalSection, reader, only=is_on, tenant=tenant)
    return sorted((section for section in found if section.entries), key=lambda section: section.order)


def blocks(limit: int = queries.LATEST) -> list[Block]:
    """The newest of each column of the request's tenant, then of the county's that go to every portal."""
    tenant, county, reader = web_request.tenant(), web_request.county_id(), web_request.public_reading()
    rows = queries.newest(reader, queries.shown_at(tenant.id, county), limit)
    found = queries.blocks(rows, _columns(tenant), tenant.id)
    above = web_request.county()
    if above is not None and above.id != tenant.id:
        found += queries.blocks(rows, _columns(above), county, county=True)
    return found


def entries() -> list[FeedEntry]:
    """What is new at the request's tenant: publications, and what its measures show; the newest first."""
    tenant = web_request.tenant()
    rows = queries.latest(web_request.public_reading(), queries.shown_at(tenant.id, web_request.county_id()), FEED)
    found = [
        FeedEntry(
            row.title,
            web_request.address("published.article", code=row.tenant_id, publication_id=row.id),
            row.published_at,
            row.body[:200],
        )
        for row in rows
    ]
    found += [
        FeedEntry(entry.title, web_request.root() + entry.url, clock.midnight(entry.date), entry.summary)
        for section in ([] if tenant.is_county else sections())
        for entry in section.entries
    ]
    return sorted(found, key=lambda entry: entry.at, reverse=True)[:FEED]


def _newest(found: Sequence[FeedEntry]) -> dt.datetime:
    return max((entry.at for entry in found), default=clock.midnight(clock.today()))


def _columns(tenant: Tenant) -> list[Column]:
    reader = web_request.public_reading()
    on = web_request.enabled() if tenant.id == web_request.tenant().id else enabled_plugins(reader, tenant.id)
    return columns.of_tenant(reader, tenant.id, on)
