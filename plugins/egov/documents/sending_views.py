"""Sending documents in the workspace: the list, a new sending, and who signed, read and answered."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.accounts.access import requires
from core.exchange import queries as exchange
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.egov.documents import queries, rules, sending
from plugins.egov.documents.forms import RecallForm, SendForm
from plugins.egov.permissions import Perm

bp = Blueprint("egov_dispatches", __name__, url_prefix="/w/<int:code>/dispatches", template_folder="../templates")


@bp.get("/")
@requires(Perm.SEND)
def index(code: int) -> ResponseReturnValue:
    """What was sent, with how many have signed."""
    return render_template("egov/dispatches.html", rows=queries.sent(web_request.reading()))


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.SEND)
def new(code: int) -> ResponseReturnValue:
    """Send an issued document to other tenants."""
    reader, actor, form = web_request.reading(), web_request.actor(), SendForm()
    form.offer(reader, _others(code))
    if request.method == "GET":
        form.document.data = request.args.get("document", "")
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        made = carry_out(form, lambda writer: sending.send(writer, actor, command, key))
        if made is not None:
            flash(gettext("已发出，签收和答复情况在下面。"))
            return redirect(url_for(".show", code=code, dispatch_id=made.id), 303)
    return render_template("egov/dispatch_new.html", form=form), status_of(form)


@bp.route("/<uuid:dispatch_id>", methods=["GET", "POST"])
@requires(Perm.SEND)
def show(code: int, dispatch_id: UUID) -> ResponseReturnValue:
    """One sending: who has signed under which number, what was answered; it is recalled here."""
    reader, actor, form = web_request.reading(), web_request.actor(), RecallForm()
    dispatch, issued = queries.one_sent(reader, dispatch_id)
    if form.validate_on_submit():
        reason = str(form.reason.data)
        if carry_out(form, lambda writer: sending.recall(writer, actor, dispatch_id, reason)) is not None:
            flash(gettext("已撤回，收文单位会看到理由。"))
            return redirect(url_for(".show", code=code, dispatch_id=dispatch_id), 303)
    parcels = exchange.sent_under(reader, code, queries.DOCUMENT, str(dispatch.id))
    page = render_template(
        "egov/dispatch.html",
        form=form,
        dispatch=dispatch,
        issued=issued,
        parcels=parcels,
        parked=exchange.parked(reader, code, parcels),
        answers=queries.answers_to(reader, dispatch.id),
        places=web_request.place_names(),
        audience=rules.AUDIENCES[dispatch.audience],
        late=dispatch.answer_by is not None and dispatch.answer_by < clock.today(),
    )
    return page, status_of(form)


def _others(code: int) -> dict[int, str]:
    """The county and the townships, without one's own."""
    county = web_request.county()
    places = [*([county] if county else []), *web_request.townships()]
    return {place.id: place.name for place in places if place.id != code}
