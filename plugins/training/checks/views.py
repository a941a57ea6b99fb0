"""Pages of spot checks: the list of a year, a new one, and one with the unit's answer."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.errors import Forbidden
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.training import rules
from plugins.training.archive.queries import unit_year
from plugins.training.archive.views import asked_year
from plugins.training.checks import drawn, queries, services
from plugins.training.checks.forms import ReplyForm, form_of
from plugins.training.permissions import Perm
from plugins.training.plan.queries import duty_of
from plugins.training.who import YEARS, may_check, may_edit, unit_of

bp = Blueprint("training_checks", __name__, url_prefix="/w/<int:code>/training/checks", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The checks of a year: all of them for the general office, a unit's own for its people."""
    reader, actor, year = web_request.reading(), web_request.actor(), asked_year()
    return render_template(
        "training/checks.html",
        year=year,
        rows=queries.checks_of(reader, actor, year),
        items=rules.ITEMS,
        waiting=drawn.waiting(reader, year) if may_check(reader, actor) else (),
    )


@bp.route("/new/<uuid:unit_id>/<int:year>", methods=["GET", "POST"])
@requires(Perm.CHECK)
def new(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """Enter a check of a unit, beside what its register says."""
    reader, actor = web_request.reading(), web_request.actor()
    if year not in YEARS:
        abort(404)
    unit = unit_of(reader, actor, unit_id)
    if not may_check(reader, actor):
        raise Forbidden(Perm.CHECK)
    form = form_of()
    if not form.is_submitted():
        form.picked.data = next((row.drawn for row, _unit in drawn.waiting(reader, year, unit_id)), "")
    if form.validate_on_submit():
        key, command = str(form.key.data), form.to_command()
        made = carry_out(form, lambda writer: services.enter(writer, actor, unit_id, year, command, key).id)
        if made is not None:
            flash(gettext("抽查已登记，已经告诉单位。"))
            return redirect(url_for(".show", code=code, check_id=made), 303)
    page = render_template(
        "training/check_form.html",
        form=form,
        unit=unit,
        year=year,
        items=rules.ITEMS,
        found=unit_year(reader, unit, year),
        duty=duty_of(reader, "scheme.training.plan", unit_id, year),
        hours=rules.hours,
    )
    return page, status_of(form)


@bp.route("/<uuid:check_id>", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, check_id: UUID) -> ResponseReturnValue:
    """One check: what was found, the appraisal, and the unit's answer."""
    reader, actor, form = web_request.reading(), web_request.actor(), ReplyForm()
    check = queries.check_of(reader, actor, check_id)
    if form.validate_on_submit():
        version, words = form.version.data or 0, str(form.words.data or "")
        if carry_out(form, lambda writer: services.reply(writer, actor, check_id, version, words)):
            flash(gettext("整改情况已经告诉党政办。"))
            return redirect(url_for(".show", code=code, check_id=check_id), 303)
    form.shows(check.version)
    page = render_template(
        "training/check.html",
        check=check,
        unit=reader.get_one(Unit, (check.tenant_id, check.unit_id)),
        form=form,
        items=rules.ITEMS,
        may_reply=may_edit(actor, check.unit_id) and not check.replied_at,
    )
    return page, status_of(form)
