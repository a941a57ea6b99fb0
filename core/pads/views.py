"""Pages of pads: all of a township's, a new one, and one with every number accounted for."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core.accounts.access import requires, requires_any
from core.pads import rules, services
from core.pads.forms import EntryForm, GiveForm
from core.pads.permissions import Perm
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import carry_out, status_of

bp = Blueprint("pads", __name__, url_prefix="/w/<int:code>/pads")


@bp.get("/")
@requires_any(Perm)
def index(code: int) -> ResponseReturnValue:
    """The pads the reader may see, with how many of their numbers are used, void, lost, skipped and blank."""
    reader, actor = web_request.reading(), web_request.actor()
    pads = services.pads_of(reader, actor)
    runs = services.ledger(reader, pads)
    return render_template(
        "pads/index.html",
        pads=[(pad, rules.counts(runs[pad.id])) for pad in pads],
        units={unit.id: unit.name for unit in reader.scalars(select(Unit))},
        states=rules.SHOWN,
        shown=rules.shown,
        may_give=actor.may(Perm.MANAGE),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.MANAGE)
def new(code: int) -> ResponseReturnValue:
    """Give a pad out."""
    units = web_request.reading().scalars(select(Unit).where(Unit.closed_on.is_(None)).order_by(Unit.code)).all()
    form = GiveForm().offer(units)
    if form.validate_on_submit():
        given, key = form.to_given(), str(form.key.data)
        made = carry_out(form, lambda session: services.give(session, web_request.actor(), given, key))
        if made is not None:
            flash(gettext("已登记。"))
            return redirect(url_for("pads.show", code=code, pad_id=made.id), 303)
    return render_template("pads/new.html", form=form), status_of(form)


@bp.route("/<uuid:pad_id>", methods=["GET", "POST"])
@requires_any(Perm)
def show(code: int, pad_id: UUID) -> ResponseReturnValue:
    """One pad: its ledger 台账, and the form for the next number."""
    reader, actor = web_request.reading(), web_request.actor()
    pad = services.pad_of(reader, actor, pad_id)
    form = EntryForm()
    if form.validate_on_submit():
        n, state, words = int(form.n.data or 0), str(form.state.data), str(form.words.data or "")
        if carry_out(form, lambda session: services.account_for(session, actor, pad.id, n, state, words)):
            flash(gettext("已登记。"))
            return redirect(url_for("pads.show", code=code, pad_id=pad.id), 303)
    runs = services.ledger(reader, [pad])[pad.id]
    page = render_template(
        "pads/show.html",
        pad=pad,
        unit=reader.get_one(Unit, (pad.tenant_id, pad.unit_id)).name,
        runs=runs,
        counts=rules.counts(runs),
        form=form,
        states=rules.SHOWN,
        shown=rules.shown,
    )
    return page, status_of(form)
