"""The catalogue in the workspace: what waits with its last day, the checklist, entering and listing."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.accounts.access import requires, requires_any
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.egov.disclosure.catalogue import queries, services
from plugins.egov.disclosure.catalogue.forms import EntryForm, ListForm
from plugins.egov.disclosure.catalogue.rules import CLASSES
from plugins.egov.permissions import Perm

bp = Blueprint("egov_catalogue", __name__, url_prefix="/w/<int:code>/catalogue", template_folder="../../templates")


@bp.get("/")
@requires_any((Perm.CATALOGUE, Perm.DISCLOSURE))
def index(code: int) -> ResponseReturnValue:
    """What is to be published by when, what is listed, and the checklist of the law."""
    reader = web_request.reading()
    return render_template(
        "egov/catalogue.html",
        waiting=queries.waiting(reader),
        listed=queries.listed(reader),
        checklist=queries.checklist(reader),
        classes=CLASSES,
        today=clock.today(),
        may_enter=web_request.actor().may(Perm.CATALOGUE),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.CATALOGUE)
def new(code: int) -> ResponseReturnValue:
    """Enter what was made or changed."""
    actor, form = web_request.actor(), EntryForm()
    if form.validate_on_submit():
        given, key = form.to_content(), str(form.key.data)
        made = carry_out(form, lambda writer: services.enter(writer, actor, given, key))
        if made is not None:
            flash(gettext("已登记，请在期限内发布并编入目录。"))
            return redirect(url_for(".index", code=code), 303)
    return render_template("egov/catalogue_form.html", form=form, entry=None), status_of(form)


@bp.route("/<uuid:entry_id>", methods=["GET", "POST"])
@requires_any((Perm.CATALOGUE, Perm.DISCLOSURE))
def show(code: int, entry_id: UUID) -> ResponseReturnValue:
    """List an entry with its publication; who is told of it and lists nothing reads the whole catalogue here."""
    if not web_request.actor().may(Perm.CATALOGUE):
        return index(code)
    reader, actor, form = web_request.reading(), web_request.actor(), ListForm()
    entry = queries.one(reader, entry_id)
    form.offer(reader)
    if form.validate_on_submit():
        publication, replaces = UUID(str(form.publication.data)), str(form.replaces.data or "")
        done = carry_out(form, lambda writer: services.list_entry(writer, actor, entry_id, publication, replaces))
        if done is not None:
            flash(gettext("已编入目录。"))
            return redirect(url_for(".index", code=code), 303)
    return render_template("egov/catalogue_form.html", form=form, entry=entry, classes=CLASSES), status_of(form)
