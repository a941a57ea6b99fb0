"""Pages of circulars: the county writes and follows them, a township reads them and signs."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.circulars import queries, services
from core.circulars.forms import CircularForm, SignForm
from core.circulars.services import KIND
from core.exchange import queries as exchange
from core.web import request as web_request
from core.web.forms import carry_out, status_of

county = Blueprint("county_circulars", __name__, url_prefix="/county/circulars")
township = Blueprint("circulars", __name__, url_prefix="/w/<int:code>/circulars")


@county.get("/")
@requires(Perm.SEND)
def index() -> ResponseReturnValue:
    """What the county sent, with how many have signed."""
    rows = queries.sent(web_request.reading(), web_request.tenant().id)
    return render_template("circulars/sent.html", rows=rows)


@county.route("/new", methods=["GET", "POST"])
@requires(Perm.SEND)
def new() -> ResponseReturnValue:
    """Write a circular and send it."""
    form = CircularForm()
    if form.validate_on_submit():
        key = str(form.key.data)
        made = carry_out(form, lambda session: services.send(session, web_request.actor(), form.to_draft(), key))
        if made is not None:
            flash(gettext("已发出，送达和签收情况在下面。"))
            return redirect(url_for("county_circulars.show", circular_id=made.id), 303)
    return render_template("circulars/new.html", form=form), status_of(form)


@county.get("/<uuid:circular_id>")
@requires(Perm.SEND)
def show(circular_id: UUID) -> ResponseReturnValue:
    """One circular: who has got it, who has signed and what they said."""
    reader, tenant = web_request.reading(), web_request.tenant().id
    circular = queries.one_sent(reader, tenant, circular_id)
    parcels = exchange.sent_under(reader, tenant, KIND, str(circular.id))
    return render_template(
        "circulars/followed.html",
        circular=circular,
        parcels=parcels,
        parked=exchange.parked(reader, tenant, parcels),
        places={place.id: place.name for place in web_request.townships()},
        late=circular.sign_by is not None and circular.sign_by < clock.today(),
    )


@township.get("/")
@requires(Perm.SIGN)
def inbox(code: int) -> ResponseReturnValue:
    """What came, the unsigned first."""
    return render_template("circulars/inbox.html", rows=queries.received(web_request.reading()))


@township.route("/<uuid:received_id>", methods=["GET", "POST"])
@requires(Perm.SIGN)
def read(code: int, received_id: UUID) -> ResponseReturnValue:
    """One circular, to be read and signed for."""
    circular, form = queries.one_received(web_request.reading(), received_id), SignForm()
    if form.validate_on_submit():
        reply = str(form.reply.data or "").strip()
        if carry_out(form, lambda session: services.sign(session, web_request.actor(), received_id, reply)):
            flash(gettext("已签收，发件单位会看到签收人和时间。"))
            return redirect(url_for("circulars.read", code=code, received_id=received_id), 303)
    page = render_template("circulars/read.html", circular=circular, form=form)
    return page, status_of(form)
