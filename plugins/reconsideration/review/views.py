"""Reviews in the county's workspace: the list, taking one in, and the form of each act beside the case."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from core import clock as time
from core.accounts.access import requires, requires_any
from core.files.web import keep_all
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import applying, queries
from plugins.reconsideration.review.apply_form import WindowForm
from plugins.reconsideration.review.forms import FORMS
from plugins.reconsideration.review.road import REVIEW

bp = Blueprint(
    "reconsideration_review", __name__, url_prefix="/w/<int:code>/reconsideration", template_folder="../templates"
)


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.REVIEW)
def new(code: int) -> ResponseReturnValue:
    """Take an application in at the county: handed in, spoken, or by post."""
    reader, actor, form = web_request.reading(), web_request.actor(), WindowForm()
    form.offer(queries.townships(reader))
    if request.method == "GET":
        form.applied_on.data = time.today()
    if form.validate_on_submit():
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused and form.applied_on.data is not None:
            command, key = form.to_command(str(form.way.data), form.applied_on.data, files), str(form.key.data)
            case = carry_out(form, lambda writer: applying.apply(writer, actor, command, key))
            if case is not None:
                return redirect(case_url(case), 303)
    page = render_template(
        "reconsideration/new.html", form=form, max_mb=web_request.current_settings().max_upload_mb, intake=False
    )
    return page, status_of(form)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.REVIEW, Perm.HEAD, Perm.DECIDE))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act."""
    case = staff_case(case_id)
    if case.kind != REVIEW.code:
        abort(404)
    return beside(
        case,
        REVIEW,
        act,
        FORMS,
        prefill=lambda form, facts: form.prefill(facts),
        fits=lambda form, facts: form.fits(facts),
    )
