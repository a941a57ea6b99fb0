"""Orders in the workspace: a building is entered, and each act has its form beside the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires, requires_any
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.penalty.officers.queries import valid_on
from plugins.penalty.orders import queries, services
from plugins.penalty.orders.forms import FORMS
from plugins.penalty.orders.road import CASE
from plugins.penalty.orders.rules import OrderFacts
from plugins.penalty.ordinary.forms import ClueForm
from plugins.penalty.permissions import Perm

bp = Blueprint("penalty_orders", __name__, url_prefix="/w/<int:code>/penalty/orders", template_folder="../templates")


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.HANDLE)
def begin(code: int) -> ResponseReturnValue:
    """Enter a building for the head to order; only an officer with a valid certificate can."""
    reader, actor, form = web_request.reading(), web_request.actor(), ClueForm()
    valid = valid_on(reader, time.today())
    own = next((row for row in valid if row.account_id == actor.account_id), None)
    others = [row for row in valid if row.account_id != actor.account_id]
    form.offer(queries.demolishing(reader), others)
    if form.validate_on_submit():
        command, key = form.to_command(own.id if own is not None else None), str(form.key.data)
        case = carry_out(form, lambda writer: services.begin(writer, actor, command, key))
        if case is not None:
            flash(gettext("已登记。"))
            return redirect(case_url(case), 303)
    return render_template("penalty/cases/building.html", form=form, own=own, others=others), status_of(form)


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.HANDLE, Perm.DECIDE, Perm.FILE, Perm.PUBLISH))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act, beside the case."""
    case = staff_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return beside(case, CASE, act, FORMS, prefill=_prefill)


def _prefill(form: Any, facts: OrderFacts) -> None:
    """Days begin as today."""
    for name in ("served_on", "on"):
        if name in form:
            form[name].data = time.today()
