"""Corrections: asked for on the portal or at the counter, and the acts of the office."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts import throttle
from core.accounts.access import public, requires
from core.accounts.actor import Actor
from core.cases.codes import grouped
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import ScopedSession
from core.tenancy.offices import office
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.egov.disclosure.services import NO_OFFICE
from plugins.egov.permissions import Perm
from plugins.egov.records import commands as cmd
from plugins.egov.records import queries, services
from plugins.egov.records.forms import STAFF_FORMS, AskForm
from plugins.egov.records.road import RECORD

bp = Blueprint("egov_records", __name__, url_prefix="/w/<int:code>/records", template_folder="../templates")
portal = Blueprint("egov_record", __name__, url_prefix="/t/<int:code>/records", template_folder="../templates")


@portal.route("/new", methods=["GET", "POST"])
@public
def new(code: int) -> ResponseReturnValue:
    """Ask for the correction of a record about oneself; nobody needs an account."""
    form = AskForm()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: _slowly(writer, code, command, key))
        if case is not None:
            party.let_in(case)
            return redirect(url_for(".receipt", code=code, case_id=case.id), 303)
    page = render_template(
        "egov/record_ask.html", form=form, open=office(web_request.private_reading()) is not None, closed=NO_OFFICE
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, code: int, command: cmd.Ask, key: str) -> Case:
    """Take it in, if not too many came from this address."""
    if wait := throttle.enter(session, f"record:{code}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
    return services.ask(session, Actor.party(code, command.name), command, key)


@portal.get("/receipt/<uuid:case_id>")
@public
def receipt(code: int, case_id: UUID) -> ResponseReturnValue:
    """The number and the code with which the answer is found."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return render_template(
        "egov/asked.html",
        case=case,
        code=grouped(case.code),
        clocks=clocks_of(web_request.private_reading(), case),
        qr=party.qr_svg(web_request.address("web.track", code=code, number=case.number)),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.DISCLOSE)
def take(code: int) -> ResponseReturnValue:
    """Take a demand in at the counter."""
    actor, form = web_request.actor(), AskForm()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: services.ask(writer, actor, command, key))
        if case is not None:
            return redirect(case_url(case), 303)
    return render_template("egov/record_new.html", form=form), status_of(form)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires(Perm.DISCLOSE)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on a correction."""
    case = staff_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return beside(case, RECORD, act, STAFF_FORMS)
