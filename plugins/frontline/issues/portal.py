"""Issues on the portal: raising one without an account, its receipt, and what the person says of the answer."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import cases
from core.accounts import throttle
from core.accounts.access import public
from core.accounts.actor import Actor
from core.cases.codes import grouped
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.services import find_transition
from core.db import ScopedSession
from core.files.web import keep_all
from core.tenancy.offices import office
from core.web import party
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import queries, services
from plugins.frontline.issues.forms import PARTY_FORMS, RaiseForm
from plugins.frontline.issues.road import ISSUE

bp = Blueprint("frontline_portal", __name__, url_prefix="/t/<int:code>/issues", template_folder="../templates")


@bp.route("/new", methods=["GET", "POST"])
@public
def new(code: int) -> ResponseReturnValue:
    """Raise an issue; nobody needs an account."""
    if web_request.tenant().is_county:
        abort(404)
    reader, form = web_request.private_reading(), RaiseForm()
    form.offer(reader)
    if form.validate_on_submit():
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused:
            command, key = form.to_command(files), str(form.key.data)
            case = carry_out(form, lambda writer: _slowly(writer, code, command, key))
            if case is not None:
                party.let_in(case)
                return redirect(url_for(".receipt", code=code, case_id=case.id), 303)
    page = render_template(
        "frontline/raise.html",
        form=form,
        open=office(reader) is not None,
        max_mb=web_request.current_settings().max_upload_mb,
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, code: int, command: cmd.Collect, key: str) -> Case:
    """Take it in, if not too many came from this address."""
    if wait := throttle.enter(session, f"issue:{code}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
    return services.collect(session, Actor.party(code, command.name), command, key)


@bp.get("/receipt/<uuid:case_id>")
@public
def receipt(code: int, case_id: UUID) -> ResponseReturnValue:
    """The number and the code with which the answer is found, and until when there is one."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return render_template(
        "frontline/raised.html",
        case=case,
        code=grouped(case.code),
        clocks=clocks_of(web_request.private_reading(), case),
        qr=party.qr_svg(web_request.address("web.track", code=code, number=case.number)),
    )


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@public
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """What the person says of the answer: solved, or not, once."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND or act not in PARTY_FORMS:
        abort(404)
    transition = find_transition(ISSUE, act)
    back = url_for("party.case", code=code, case_id=case.id)
    if request.method == "GET" and case.state not in transition.sources:
        return redirect(back)
    form = PARTY_FORMS[act]()
    if request.method == "GET":
        form.shows(case.version)
    if form.validate_on_submit():
        actor, command, key = Actor.party(code, case.party), form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: cases.act(writer, actor, case.id, act, command, key)) is not None:
            return redirect(back, 303)
        form.shows(case.version)
    page = render_template(
        "frontline/said.html",
        form=form,
        case=case,
        transition=transition,
        issue=queries.issue_of(web_request.private_reading(), case),
        back=back,
    )
    return page, status_of(form)
