"""Calendar feeds: the page on which they are made and turned off, and the file at the secret address."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, after_this_request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField

from core.accounts import throttle
from core.accounts.access import public, requires
from core.accounts.permissions import Perm
from core.db import Scope, ScopedSession
from core.deadlines import ics
from core.feeds import entries, queries, services
from core.feeds.models import CalendarFeed
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.lists import kinds_on
from core.web.party import qr_svg

bp = Blueprint("feeds", __name__)
EVERY = "PT4H"


class FeedForm(FlaskForm):
    """Whose feed: a unit's, or one's own without a unit; to make or renew it, or `off`."""

    unit = HiddenField()
    off = HiddenField()

    def unit_id(self) -> UUID | None:
        """The unit; 404 for what is none."""
        try:
            return UUID(self.unit.data) if self.unit.data else None
        except ValueError:
            abort(404)


@bp.route("/w/<int:code>/calendar", methods=["GET", "POST"])
@requires(Perm.WORK)
def page(code: int) -> ResponseReturnValue:
    """Which feeds are on; a new address is shown on the answer to the form that made it, and never again."""
    if web_request.actor().visiting:
        abort(404)  # who only looks on has no feed
    form, address, made = FeedForm(), "", None
    if form.validate_on_submit():
        actor, made = web_request.actor(), form.unit_id()
        if form.off.data:
            with web_request.writing() as writer:
                services.turn_off(writer, actor, made)
            flash(_("日历订阅已关闭，原来的地址不再显示任何内容。"))
            return redirect(url_for("feeds.page", code=code), 303)
        with web_request.writing() as writer:
            secret = services.make(writer, actor, made)
        address = web_request.address("feeds.file", code=code, token=secret)
    reader, actor = web_request.reading(), web_request.actor()
    return render_template(
        "staff/calendar.html",
        form=form,
        own=queries.own(reader, actor),
        units=queries.of_units(reader, actor),
        address=address,
        made=made,
        qr=qr_svg(address) if address else "",
    )


@bp.get("/t/<int:code>/calendar/<token>.ics")
@public
def file(code: int, token: str) -> ResponseReturnValue:
    """The calendar at a secret address, as its maker may see it now; wrong, dead and turned off look the same."""
    reader, key = web_request.private_reading(), f"calendar:{request.remote_addr}"
    if wait := throttle.wait(reader, key):
        return Response(status=429, headers={"Retry-After": str(wait)})
    feed = queries.by_secret(reader, token)
    if feed is None:
        _count_after_answer(key)
        abort(404)
    maker = queries.maker_of(reader, feed)
    if maker is None:
        abort(404)
    events = entries.events(reader, entries.Reader(maker, feed.unit_id, kinds_on(), web_request.root()))
    answer = Response(ics.feed(events, _name(reader, feed), EVERY), mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.add_etag()
    return answer.make_conditional(request)


def _name(reader: ScopedSession, feed: CalendarFeed) -> str:
    town = web_request.tenant().name
    if feed.unit_id is None:
        return str(_("%(tenant)s：我承办的期限", tenant=town))
    unit = reader.get_one(Unit, (feed.tenant_id, feed.unit_id)).name
    return str(_("%(tenant)s%(unit)s：期限", tenant=town, unit=unit))


def _count_after_answer(key: str) -> None:
    """Count a guess once the answer has gone out: a GET itself never writes."""
    database = web_request.database()

    def count() -> None:
        with database.write(Scope.system("an address of a calendar was guessed")) as session:
            throttle.enter(session, key)

    @after_this_request
    def later(response: Response) -> Response:
        response.call_on_close(count)
        return response
