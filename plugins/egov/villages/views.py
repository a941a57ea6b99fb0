"""Village affairs: the desk of villages and township, the sheet for the board, and what everybody reads."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.accounts.access import public, requires_any
from core.accounts.actor import Actor
from core.db import ScopedSession
from core.i18n import N_
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from core.web.lists import asked_id
from plugins.egov.permissions import Perm
from plugins.egov.villages import queries, rules, services
from plugins.egov.villages.forms import FORMS, ItemForm
from plugins.egov.villages.models import VillageItem

bp = Blueprint("egov_villages", __name__, url_prefix="/w/<int:code>/villages", template_folder="../templates")
portal = Blueprint("egov_village", __name__, url_prefix="/t/<int:code>/villages", template_folder="../templates")
EITHER = (Perm.VILLAGE, Perm.VILLAGE_CHECK)
LABELS = {
    "revise": N_("修改"),
    "publish": N_("核对公布"),
    "send_back": N_("退回修改"),
    "post": N_("登记张贴"),
    "take_down": N_("撤下"),
}


@bp.get("/")
@requires_any(EITHER)
def index(code: int) -> ResponseReturnValue:
    """What the own villages hand in and publish, the newest first."""
    reader, actor, asked = web_request.reading(), web_request.actor(), request.args
    stage, village = asked.get("stage", "") if asked.get("stage") in rules.STAGES else "", asked_id("village")
    rows, further = queries.page(reader, actor, stage, village, asked_id("after"))
    kept: dict[str, Any] = {"stage": stage or None, "village": village}
    return render_template(
        "egov/villages.html",
        rows=rows,
        villages=queries.villages(reader),
        own={str(unit): name for unit, name in queries.own(reader, actor).items()},
        stages=rules.STAGES,
        kinds=rules.KINDS,
        chosen={"stage": stage, "village": str(village or "")},
        late=queries.late,
        today=clock.today(),
        next_url=url_for(".index", code=code, **kept, after=further) if further else "",
        first_url=url_for(".index", code=code, **kept) if "after" in asked else "",
    )


@bp.route("/new", methods=["GET", "POST"])
@requires_any(EITHER)
def new(code: int) -> ResponseReturnValue:
    """Fill an item in and hand it in."""
    actor, form = web_request.actor(), _form(None)
    if form.validate_on_submit():
        given, key = form.to_content(), str(form.key.data)
        made = carry_out(form, lambda writer: services.enter(writer, actor, given, key))
        if made is not None:
            flash(gettext("已送乡镇核对。"))
            return redirect(url_for(".show", code=code, item_id=made.id), 303)
    return render_template("egov/village_form.html", form=form, row=None), status_of(form)


@bp.get("/<uuid:item_id>")
@requires_any(EITHER)
def show(code: int, item_id: UUID) -> ResponseReturnValue:
    """One item with what can be done to it."""
    return _page(_found(item_id))


@bp.get("/<uuid:item_id>/sheet")
@requires_any(EITHER)
def sheet(code: int, item_id: UUID) -> ResponseReturnValue:
    """The sheet for the village's board."""
    row = _found(item_id)
    if row.stage != rules.Stage.PUBLISHED:
        abort(404)
    return render_template("egov/village_sheet.html", **_shown(web_request.reading(), row))


@bp.route("/<uuid:item_id>/revise", methods=["GET", "POST"])
@requires_any(EITHER)
def revise(code: int, item_id: UUID) -> ResponseReturnValue:
    """Change what was not published yet."""
    row = _found(item_id)
    if row.stage not in rules.ACTS["revise"]:
        return redirect(url_for(".show", code=code, item_id=row.id), 303)
    actor, form = web_request.actor(), _form(row)
    if form.validate_on_submit():
        given, version = form.to_content(), int(form.version.data or 0)
        if carry_out(form, lambda writer: services.revise(writer, actor, item_id, given, version)) is not None:
            flash(gettext("已送乡镇核对。"))
            return redirect(url_for(".show", code=code, item_id=row.id), 303)
    return render_template("egov/village_form.html", form=form, row=row), status_of(form)


@bp.route("/<uuid:item_id>/<act>", methods=["GET", "POST"])
@requires_any(EITHER)
def act(code: int, item_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act, under the item."""
    row, actor = _found(item_id), web_request.actor()
    if act not in FORMS or not services.may(actor, row, act):
        abort(404)
    back = url_for(".show", code=code, item_id=row.id)
    if request.method == "GET" and row.stage not in rules.ACTS[act]:
        return redirect(back, 303)
    form = FORMS[act]()
    if request.method == "GET":
        form.version.data = row.version
        if "on" in form:
            form.on.data = clock.today()
    if form.validate_on_submit() and carry_out(form, lambda writer: _acted(writer, actor, row.id, act, form)):
        flash(gettext("已保存。"))
        return redirect(back, 303)
    return _page(row, form, act)


def _acted(writer: ScopedSession, actor: Actor, item_id: UUID, act: str, form: Any) -> VillageItem:
    version = int(form.version.data or 0)
    if act == "publish":
        return services.publish(writer, actor, item_id, version)
    if act == "post":
        return services.post(writer, actor, item_id, form.on.data, str(form.place.data), version)
    if act == "send_back":
        return services.send_back(writer, actor, item_id, str(form.reason.data), version)
    return services.take_down(writer, actor, item_id, str(form.reason.data), version, wrong=bool(form.wrong.data))


def _found(item_id: UUID) -> VillageItem:
    return queries.one(web_request.reading(), web_request.actor(), item_id)


def _form(row: VillageItem | None) -> ItemForm:
    form = ItemForm()
    form.offer(queries.own(web_request.reading(), web_request.actor()))
    if request.method == "GET":
        form.fill(row)
        form.version.data = row.version if row is not None else 0
    return form


def _shown(reader: ScopedSession, row: VillageItem) -> dict[str, Any]:
    names = queries.villages(reader)
    return {
        "row": row,
        "village": names.get(row.village_id, ""),
        "kinds": rules.KINDS,
        "matters": rules.MATTERS,
        "audiences": rules.AUDIENCES,
        "law": rules.LAW,
    }


def _page(row: VillageItem, form: Any = None, act: str = "") -> ResponseReturnValue:
    actor = web_request.actor()
    acts = [code for code, stages in rules.ACTS.items() if row.stage in stages and services.may(actor, row, code)]
    page = render_template(
        "egov/village_item.html",
        **_shown(web_request.reading(), row),
        form=form,
        act=act,
        acts=acts,
        labels=LABELS,
        stages=rules.STAGES,
        late=queries.late(row, clock.today()),
    )
    return page, status_of(*([form] if form is not None else []))


@portal.get("/")
@public
def home(code: int) -> ResponseReturnValue:
    """What the villages publish, by village."""
    reader = web_request.private_reading()
    return render_template(
        "egov/village_home.html", groups=queries.public(reader), villages=queries.villages(reader), kinds=rules.KINDS
    )


@portal.get("/<uuid:item_id>")
@public
def item(code: int, item_id: UUID) -> ResponseReturnValue:
    """One item as everybody reads it."""
    reader = web_request.private_reading()
    return render_template("egov/village_public.html", **_shown(reader, queries.public_one(reader, item_id)))
