"""The intake point in a township's workspace."""

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
from plugins.reconsideration.intake import commands as cmd
from plugins.reconsideration.intake import services
from plugins.reconsideration.intake.forms import FORMS, TakeInForm
from plugins.reconsideration.intake.road import INTAKE
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review.queries import townships

bp = Blueprint(
    "reconsideration_intake", __name__, url_prefix="/w/<int:code>/review-intake", template_folder="../templates"
)


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.TAKE_IN)
def new(code: int) -> ResponseReturnValue:
    """Take an application in for the county."""
    reader, actor, form = web_request.reading(), web_request.actor(), TakeInForm()
    form.offer(townships(reader))
    if request.method == "GET":
        form.applied_on.data = time.today()
    units = sorted(actor.own_units(Perm.TAKE_IN))
    if form.validate_on_submit() and units and form.applied_on.data is not None:
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused:
            application = form.to_command(str(form.way.data), form.applied_on.data, files)
            command = cmd.TakeIn(
                role=str(form.role.data),
                uninvolved=bool(form.uninvolved.data),
                by_device=bool(form.by_device.data),
                application=application,
            )
            key = str(form.key.data)
            case = carry_out(form, lambda writer: services.take_in(writer, actor, units[0], command, key))
            if case is not None:
                return redirect(case_url(case), 303)
    page = render_template(
        "reconsideration/new.html", form=form, max_mb=web_request.current_settings().max_upload_mb, intake=True
    )
    return page, status_of(form)


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.TAKE_IN, Perm.SIGN))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act."""
    case = staff_case(case_id)
    if case.kind != INTAKE.code:
        abort(404)
    return beside(case, INTAKE, act, FORMS)
