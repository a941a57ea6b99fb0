"""The console's pages of units: the list, one unit, and which of the tenant's measures it uses."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts.access import requires, requires_any
from core.accounts.permissions import Perm
from core.cases.figures import open_of_plugin
from core.db import ScopedSession
from core.errors import Forbidden, NotFound
from core.people import units
from core.people.forms import UnitForm
from core.people.rules import TITLE_WORDS, closing_problems
from core.tenancy import services as tenancy
from core.tenancy.models import UNIT_KIND_WORDS, Unit
from core.web import request as web_request
from core.web.consequences import of_unit
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.switches import SwitchForm

bp = Blueprint("units", __name__, url_prefix="/w/<int:code>/admin/units")


@bp.get("/")
@requires_any((Perm.UNITS, Perm.NARROW))
def index(code: int) -> ResponseReturnValue:
    """The units one administers."""
    words, closed = request.args.get("q", "").strip()[:50], request.args.get("closed") == "1"
    rows = units.listed(web_request.reading(), web_request.actor(), words, closed=closed)
    return render_template("admin/units.html", rows=rows, words=words, closed=closed, kinds=UNIT_KIND_WORDS)


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.UNITS)
def new(code: int) -> ResponseReturnValue:
    """Add a unit."""
    form = UnitForm()
    if form.validate_on_submit():
        made = carry_out(form, lambda writer: units.add(writer, web_request.actor(), form.to_command()))
        if made is not None:
            flash(gettext("已新增“%(name)s”。", name=made.name))
            return redirect(url_for(".show", code=code, unit_id=made.id), 303)
    return render_template("admin/unit_new.html", form=form), status_of(form)


@bp.route("/<uuid:unit_id>", methods=["GET", "POST"])
@requires_any((Perm.UNITS, Perm.NARROW))
def show(code: int, unit_id: UUID) -> ResponseReturnValue:
    """One unit: what it is called and does, what keeps it from being closed, and its measures."""
    unit, actor = _own(unit_id), web_request.actor()
    form = UnitForm(obj=unit)
    if request.method == "POST" and not actor.may(Perm.UNITS):
        raise Forbidden(Perm.UNITS)
    if form.validate_on_submit():
        told = form.to_command()
        if carry_out(form, lambda writer: units.rename(writer, actor, unit_id, told)) is not None:
            flash(gettext("已保存。"))
            return redirect(url_for(".show", code=code, unit_id=unit_id), 303)
    return _page(unit, form)


@bp.post("/<uuid:unit_id>/close")
@requires(Perm.UNITS)
def close(code: int, unit_id: UUID) -> ResponseReturnValue:
    """Close a unit, or say what it still has."""
    unit = _own(unit_id)
    form = UnitForm(obj=unit)
    if carry_out(form, lambda writer: units.close(writer, web_request.actor(), unit_id)) is None:
        return _page(unit, form)
    flash(gettext("“%(name)s”已撤销。", name=unit.name))
    return redirect(url_for(".show", code=code, unit_id=unit_id), 303)


@bp.post("/<uuid:unit_id>/reopen")
@requires(Perm.UNITS)
def reopen(code: int, unit_id: UUID) -> ResponseReturnValue:
    """Take a closing back."""
    with web_request.writing() as writer:
        units.reopen(writer, web_request.actor(), unit_id)
    flash(gettext("已恢复。"))
    return redirect(url_for(".show", code=code, unit_id=unit_id), 303)


@bp.route("/<uuid:unit_id>/modules", methods=["GET", "POST"])
@requires(Perm.NARROW)
def modules(code: int, unit_id: UUID) -> ResponseReturnValue:
    """Which of the tenant's measures this unit uses, and what turning one off does."""
    unit, form = _own(unit_id), SwitchForm()
    if form.validate_on_submit():
        name, on = str(form.plugin.data or ""), form.on.data == "yes"
        done = carry_out(form, lambda writer: _narrow(writer, unit, name, on, bool(form.keep_open.data)))
        if done:
            return redirect(url_for(".modules", code=code, unit_id=unit_id), 303)
    switches, reader = web_request.switches(), web_request.reading()
    rows = [
        (info, switches.uses(info.name, unit.id), of_unit(reader, info.name, unit))
        for info in plugins.registry().switchable
        if info.name in switches.on
    ]
    return render_template("admin/unit_modules.html", unit=unit, rows=rows, form=form), status_of(form)


def _narrow(writer: ScopedSession, unit: Unit, name: str, on: bool, keep_open: bool) -> bool:
    number = open_of_plugin(writer, name, unit.id)
    tenancy.narrow(writer, web_request.actor(), unit.id, name, on, open_cases=number, keep_open=keep_open)
    return True


def _own(unit_id: UUID) -> Unit:
    """A unit that the reader administers; another looks as if it were not there."""
    actor = web_request.actor()
    if not actor.may(Perm.UNITS) and not actor.may(Perm.NARROW, unit_id):
        raise NotFound(unit_id)
    return units.get(web_request.reading(), unit_id)


def _page(unit: Unit, form: UnitForm) -> ResponseReturnValue:
    held = closing_problems(**units.in_the_way(web_request.reading(), unit.id))
    page = render_template(
        "admin/unit.html", unit=unit, form=form, held=held, kinds=UNIT_KIND_WORDS, titles=TITLE_WORDS, plain=KeyedForm()
    )
    return page, status_of(form)
