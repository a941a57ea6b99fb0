"""Reviews of petitions in the county's workspace: the register, taking one in, and the acts."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.accounts.access import requires
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import asked_id, case_url, kind_map
from core.web.workspace import staff_case
from plugins.egov.permissions import Perm
from plugins.egov.reviews import queries, rules, services
from plugins.egov.reviews.forms import STAFF_FORMS, AskForm
from plugins.egov.reviews.road import REVIEWED, STATES

bp = Blueprint("egov_reviews", __name__, url_prefix="/w/<int:code>/petition-reviews", template_folder="../templates")


@bp.get("/")
@requires(Perm.REVIEW)
def index(code: int) -> ResponseReturnValue:
    """The register of reviews, the newest first."""
    states = {state.code: state.label for state in STATES}
    state = request.args.get("state", "") if request.args.get("state") in states else ""
    rows, further = queries.page(web_request.reading(), web_request.actor(), state, asked_id("after"))
    return render_template(
        "egov/petition_reviews.html",
        rows=rows,
        kinds=kind_map(),
        levels=rules.LEVELS,
        states=states,
        state=state,
        next_url=url_for(".index", code=code, state=state or None, after=further) if further else "",
        first_url=url_for(".index", code=code, state=state or None) if "after" in request.args else "",
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.REVIEW)
def new(code: int) -> ResponseReturnValue:
    """Take a petitioner's request in."""
    actor, form = web_request.actor(), AskForm()
    form.offer(queries.townships(web_request.reading()))
    if request.method == "GET":
        form.requested_on.data = clock.today()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: services.ask(writer, actor, command, key))
        if case is not None:
            return redirect(case_url(case), 303)
    return render_template("egov/petition_review_new.html", form=form), status_of(form)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires(Perm.REVIEW)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on a review."""
    case = staff_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return beside(case, REVIEWED, act, STAFF_FORMS)
