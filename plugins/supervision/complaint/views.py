"""The portal's door for complaints, its receipt, and the acts of supervision; nobody's address is kept."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import plugins
from core.accounts.access import public, requires_any
from core.cases.codes import grouped
from core.cases.queries import clocks_of
from core.files.web import keep_all
from core.tenancy.offices import of_function
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.workspace import staff_case
from plugins.supervision.complaint import queries, services
from plugins.supervision.complaint.forms import FORMS, ComplainForm
from plugins.supervision.office import SUPERVISION
from plugins.supervision.permissions import Perm

bp = Blueprint("supervision_complaint", __name__, url_prefix="/t/<int:code>/complaints", template_folder="../templates")
staff = Blueprint(
    "supervision_complaints", __name__, url_prefix="/w/<int:code>/complaints", template_folder="../templates"
)


@bp.route("/new", methods=["GET", "POST"])
@public
def new(code: int) -> ResponseReturnValue:
    """Complain, without an account and without a name."""
    tenant = web_request.tenant()
    if tenant.is_county:
        abort(404)
    reader, form = web_request.private_reading(), ComplainForm()
    form.offer(queries.units_to_name(reader, code))
    if form.validate_on_submit():
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused:
            command, key = form.to_command(files), str(form.key.data)
            case = carry_out(form, lambda writer: services.complain(writer, tenant, command, key))
            if case is not None:
                party.let_in(case)
                return redirect(url_for(".receipt", code=code, case=case.id), 303)
    page = render_template(
        "supervision/complain.html",
        form=form,
        open=of_function(reader, SUPERVISION) is not None,
        closed=services.NO_OFFICE,
        max_mb=web_request.current_settings().max_upload_mb,
    )
    return page, status_of(form)


@bp.get("/receipt")
@public
def receipt(code: int) -> ResponseReturnValue:
    """The number and the code with which the answer is found; the code is shown to this browser only."""
    case_id = request.args.get("case", type=UUID)
    if case_id is None:
        return redirect(url_for(".new", code=code))
    case = party.own_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    reader = web_request.private_reading()
    return render_template(
        "supervision/complained.html", case=case, code=grouped(case.code), clocks=clocks_of(reader, case)
    )


@staff.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on a complaint or a tip."""
    case = staff_case(case_id)
    if case.kind not in {queries.KIND, queries.TIP}:
        abort(404)
    return beside(case, plugins.registry().case_kinds[case.kind], act, FORMS)
