"""Requests for information in the workspace: the register, taking one in, and the acts."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.accounts.access import requires, requires_any
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import asked_id, case_url, kind_map
from core.web.workspace import staff_case
from plugins.egov.disclosure import annual as report
from plugins.egov.disclosure import figures, queries, services
from plugins.egov.disclosure.forms import STAFF_FORMS, AnnualForm, TakeForm
from plugins.egov.disclosure.road import REQUEST, STATES
from plugins.egov.permissions import Perm

bp = Blueprint("egov_requests", __name__, url_prefix="/w/<int:code>/requests", template_folder="../templates")


@bp.get("/")
@requires(Perm.DISCLOSURE)
def index(code: int) -> ResponseReturnValue:
    """The register of requests, the newest first."""
    states = {state.code: state.label for state in STATES}
    state = request.args.get("state", "") if request.args.get("state") in states else ""
    rows, further = queries.page(web_request.reading(), web_request.actor(), state, asked_id("after"))
    return render_template(
        "egov/requests.html",
        rows=rows,
        kinds=kind_map(),
        states=states,
        state=state,
        next_url=url_for(".index", code=code, state=state or None, after=further) if further else "",
        first_url=url_for(".index", code=code, state=state or None) if "after" in request.args else "",
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.DISCLOSE)
def new(code: int) -> ResponseReturnValue:
    """Take a request in that came on paper, by fax, or was said."""
    actor, form = web_request.actor(), TakeForm()
    if request.method == "GET":
        form.received_on.data = clock.today()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: services.ask(writer, actor, command, key))
        if case is not None:
            return redirect(case_url(case), 303)
    return render_template("egov/request_new.html", form=form), status_of(form)


@bp.route("/annual", methods=["GET", "POST"])
@requires(Perm.DISCLOSURE)
def annual(code: int) -> ResponseReturnValue:
    """The figures of a year's report (条例 50), and the draft of the report itself once the year is over."""
    actor, form, asked = web_request.actor(), AnnualForm(), request.args.get("year", "")
    this_year = clock.today().year
    year = int(asked) if asked.isdecimal() and 2008 <= int(asked) <= this_year else this_year
    if form.validate_on_submit():
        told, key = form.to_told(), str(form.key.data)
        made = carry_out(form, lambda writer: report.draft(writer, actor, year, told, key))
        if made is not None:
            return redirect(url_for("documents.show", code=code, document_id=made.id), 303)
    found = figures.of_year(web_request.reading(), year)
    if request.method == "GET":
        form.reviews.data = found.contested
    page = render_template(
        "egov/annual.html",
        form=form,
        found=found,
        years=range(this_year, this_year - 5, -1),
        may_draft=year < this_year and actor.may(Perm.DISCLOSE),
    )
    return page, status_of(form)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on a request."""
    case = staff_case(case_id)
    if case.kind != REQUEST.code:
        abort(404)
    return beside(case, REQUEST, act, STAFF_FORMS)
