"""What is kept beside the library: the laws items rest on with their days, and who is at the service centre 进驻."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.people.units import open_units
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.approval.items import queries, services
from plugins.approval.items.forms import EntryForm, LawForm
from plugins.approval.permissions import Perm
from plugins.approval.queries import published_items

bp = Blueprint("approval_keeping", __name__, url_prefix="/w/<int:code>/approval", template_folder="../templates")


@bp.route("/laws", methods=["GET", "POST"])
@requires(Perm.EDIT)
def laws(code: int) -> ResponseReturnValue:
    """The laws with their days, and which items rest on one that is repealed."""
    reader = web_request.reading()
    known = queries.laws(reader)
    picked = known.get(request.args.get("law", ""))
    form = LawForm()
    if request.method == "GET" and picked is not None:
        form.law.data, form.in_force_from.data = request.args["law"], picked.since
        form.in_force_to.data, form.replaced_by.data = picked.to, picked.instead
    if form.validate_on_submit():
        command = form.to_command()
        if carry_out(form, lambda writer: services.put_law(writer, web_request.actor(), command)) is not None:
            flash(gettext("已保存。"))
            return redirect(url_for(".laws", code=code), 303)
    page = render_template(
        "approval/library/laws.html",
        form=form,
        laws=dict(sorted(known.items())),
        touched=queries.touched(reader),
        today=time.today(),
    )
    return page, status_of(form)


@bp.route("/centre", methods=["GET", "POST"])
@requires(Perm.EDIT)
def centre(code: int) -> ResponseReturnValue:
    """Which items are handled at the service centre, since when, and why the others are not yet; by unit."""
    reader = web_request.reading()
    form = EntryForm()
    if form.validate_on_submit():
        number, since, reason = str(form.item_code.data), form.since.data, str(form.reason.data or "")
        actor = web_request.actor()
        if carry_out(form, lambda writer: services.put_entry(writer, actor, number, since, reason)) is not None:
            flash(gettext("已保存。"))
            return redirect(url_for(".centre", code=code, _anchor=f"item-{number}"), 303)
    items, entries = published_items(reader), queries.entries(reader)
    names = {unit.id: unit.name for unit in open_units(reader)}
    units = {unit: [item for item in items if item.unit_id == unit] for unit in names}
    page = render_template(
        "approval/library/centre.html",
        form=form,
        units={names[unit]: rows for unit, rows in units.items() if rows},
        entries=entries,
        total=len(items),
        inside=sum(1 for item in items if (row := entries.get(item.code)) is not None and row.since is not None),
    )
    return page, status_of(form)
