"""Court cases in the workspace."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.suits import services
from plugins.reconsideration.suits.forms import FORMS, EnterForm
from plugins.reconsideration.suits.road import SUIT

bp = Blueprint("reconsideration_suits", __name__, url_prefix="/w/<int:code>/suits", template_folder="../templates")


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.SUIT)
def new(code: int) -> ResponseReturnValue:
    """Enter a court case of one's own unit."""
    actor, form = web_request.actor(), EnterForm()
    units = sorted(actor.own_units(Perm.SUIT))
    if form.validate_on_submit() and units:
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: services.enter(writer, actor, units[0], command, key))
        if case is not None:
            return redirect(case_url(case), 303)
    return render_template("reconsideration/suit_new.html", form=form), status_of(form)


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires(Perm.SUIT)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act."""
    case = staff_case(case_id)
    if case.kind != SUIT.code:
        abort(404)
    return beside(case, SUIT, act, FORMS)
