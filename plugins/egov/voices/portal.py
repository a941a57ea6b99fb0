"""Voices on the portal: saying something without an account, the receipt, and the person's word on the answer."""

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
from core.tenancy.offices import office
from core.web import party
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import queries, services
from plugins.egov.voices.forms import PARTY_FORMS, SayForm
from plugins.egov.voices.road import VOICE

bp = Blueprint("egov_voice", __name__, url_prefix="/t/<int:code>/voices", template_folder="../templates")


@bp.route("/new", methods=["GET", "POST"])
@public
def new(code: int) -> ResponseReturnValue:
    """Ask, suggest, complain or petition; nobody needs an account."""
    form = SayForm()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: _slowly(writer, code, command, key))
        if case is not None:
            party.let_in(case)
            return redirect(url_for(".receipt", code=code, case_id=case.id), 303)
    page = render_template(
        "egov/say.html", form=form, open=office(web_request.private_reading()) is not None, closed=services.NO_OFFICE
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, code: int, command: cmd.Say, key: str) -> Case:
    """Take it in, if not too many came from this address."""
    if wait := throttle.enter(session, f"voice:{code}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
    return services.say(session, Actor.party(code, command.name), command, key)


@bp.get("/receipt/<uuid:case_id>")
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


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@public
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """What the person says of the answer: solved, or not, once."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND or act not in PARTY_FORMS:
        abort(404)
    transition = find_transition(VOICE, act)
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
        "egov/party_act.html",
        form=form,
        case=case,
        transition=transition,
        detail=queries.detail(web_request.private_reading(), case),
        detail_template=VOICE.detail_template,
        back=back,
    )
    return page, status_of(form)
