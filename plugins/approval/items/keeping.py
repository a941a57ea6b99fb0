"""What is kept beside the library: the laws items rest on with their days, who is at the service centre 进驻, and the
forms that can be downloaded for a material.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import FileField

from core import clock as time
from core.accounts.access import requires, requires_any
from core.files.services import Kept
from core.files.web import keep_all, send
from core.people.units import open_units
from core.web import request as web_request
from core.web.forms import ActForm, carry_out, status_of
from plugins.approval.items import lists, queries, rules, samples
from plugins.approval.items.forms import EntryForm, LawForm
from plugins.approval.models import PUBLIC
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
        if carry_out(form, lambda writer: lists.put_law(writer, web_request.actor(), command)) is not None:
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
        if carry_out(form, lambda writer: lists.put_entry(writer, actor, number, since, reason)) is not None:
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


@bp.route("/library/<uuid:item_id>/samples", methods=["GET", "POST"])
@requires(Perm.EDIT)
def sample_forms(code: int, item_id: UUID) -> ResponseReturnValue:
    """The forms that can be downloaded for each material of a draft."""
    item = queries.edition(web_request.reading(), item_id)
    if item.stage == PUBLIC:
        abort(404)
    places = {(row["code"], which): f"{which}-{row['code']}" for row in item.materials for which in rules.SAMPLES}
    made = {name: FileField(gettext(rules.SAMPLES[which])) for (_, which), name in places.items()}
    form: Any = type("SamplesForm", (ActForm,), made)()
    if form.validate_on_submit():
        given: dict[samples.Place, Kept] = {}
        for place, name in places.items():
            kept, problems = keep_all(name)
            form.add_problems(problems)
            given.update((place, one) for one in kept[-1:])
        removed = [place for place, name in places.items() if name in request.form.getlist("remove")]
        if not form.errors and _put(form, item_id, given, removed):
            flash(gettext("已保存。"))
            return redirect(url_for("approval_items.show", code=code, item_id=item_id), 303)
    form.shows(item.version)
    page = render_template(
        "approval/library/samples.html",
        form=form,
        item=item,
        kinds=rules.SAMPLES,
        max_mb=web_request.current_settings().max_upload_mb,
    )
    return page, status_of(form)


def _put(form: Any, item_id: UUID, given: dict[samples.Place, Kept], removed: list[samples.Place]) -> bool:
    seen, actor = int(form.version.data or 0), web_request.actor()
    done = carry_out(form, lambda writer: samples.put(writer, actor, item_id, given, removed, seen))
    return done is not None


@bp.get("/library/<uuid:item_id>/samples/<material>/<which>")
@requires_any((Perm.EDIT, Perm.PUBLISH))
def sample(code: int, item_id: UUID, material: str, which: str) -> ResponseReturnValue:
    """A form of an edition that need not be public yet."""
    reader = web_request.reading()
    return send(samples.file_of(reader, queries.edition(reader, item_id), material, which), web_request.store())
