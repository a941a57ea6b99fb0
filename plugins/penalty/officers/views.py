"""Officers in the workspace: the list of certificates, entering one, and its end."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.penalty.officers import queries, services
from plugins.penalty.officers.forms import CertificateForm, StopForm
from plugins.penalty.permissions import Perm

bp = Blueprint(
    "penalty_officers", __name__, url_prefix="/w/<int:code>/penalty/officers", template_folder="../templates"
)


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """Every certificate, and whether it counts today."""
    return render_template(
        "penalty/officers/index.html", rows=queries.listed(web_request.reading()), today=time.today()
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.OFFICERS)
def new(code: int) -> ResponseReturnValue:
    """Enter a certificate."""
    form = CertificateForm().offer(queries.staff(web_request.reading()))
    if form.validate_on_submit():
        command = form.to_command()
        if carry_out(form, lambda writer: services.enter(writer, web_request.actor(), command)) is not None:
            flash(gettext("已登记。"))
            return redirect(url_for(".index", code=code), 303)
    return render_template("penalty/officers/new.html", form=form), status_of(form)


@bp.route("/<uuid:officer_id>", methods=["GET", "POST"])
@requires(Perm.OFFICERS)
def show(code: int, officer_id: UUID) -> ResponseReturnValue:
    """One certificate, and its end."""
    row = queries.officer_of(web_request.reading(), officer_id)
    form = StopForm()
    if form.validate_on_submit():
        why, seen, actor = str(form.why.data), int(form.version.data or 0), web_request.actor()
        if carry_out(form, lambda writer: services.stop(writer, actor, officer_id, why, seen)) is not None:
            flash(gettext("已停用。"))
            return redirect(url_for(".index", code=code), 303)
    form.shows(row.version)
    return render_template("penalty/officers/show.html", row=row, form=form, today=time.today()), status_of(form)
