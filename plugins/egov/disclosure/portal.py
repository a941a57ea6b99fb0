"""The portal's door of disclosure: the catalogue, asking for information, the receipt, the applicant's own acts."""

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
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.offices import office
from core.web import party
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure import queries, rules, services
from plugins.egov.disclosure.catalogue import queries as catalogue
from plugins.egov.disclosure.catalogue.rules import CLASSES
from plugins.egov.disclosure.forms import PARTY_FORMS, AskForm
from plugins.egov.disclosure.road import REQUEST

# What article 12② names of the office, as far as the township has told it.
CONTACTS = (
    (N_("办公地址"), "core.site.address"),
    (N_("办公时间"), "core.site.hours"),
    (N_("联系电话"), "core.phone"),
    (N_("其他联系方式"), "core.site.contact"),
)
bp = Blueprint("egov_disclosure", __name__, url_prefix="/t/<int:code>/disclosure", template_folder="../templates")


@bp.get("/")
@public
def home(code: int) -> ResponseReturnValue:
    """The catalogue of what is published, and how to ask for the rest."""
    reader = web_request.private_reading()
    return render_template("egov/disclosure.html", groups=catalogue.public(reader), classes=CLASSES)


@bp.get("/guide")
@public
def guide(code: int) -> ResponseReturnValue:
    """The guide to disclosure 公开指南: the classes, how to get information, and the office (条例 12②)."""
    reader = web_request.private_reading()
    own = office(reader)
    return render_template(
        "egov/disclosure_guide.html",
        classes=CLASSES,
        channels=rules.CHANNELS,
        forms=rules.FORMS,
        office=own,
        closed=services.NO_OFFICE,
        contacts=[(label, settings.value(reader, key, own) or "") for label, key in CONTACTS],
    )


@bp.route("/new", methods=["GET", "POST"])
@public
def ask(code: int) -> ResponseReturnValue:
    """Ask for information; nobody needs an account."""
    form = AskForm()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: _slowly(writer, code, command, key))
        if case is not None:
            party.let_in(case)
            return redirect(url_for(".receipt", code=code, case_id=case.id), 303)
    page = render_template(
        "egov/ask.html", form=form, open=office(web_request.private_reading()) is not None, closed=services.NO_OFFICE
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, code: int, command: cmd.Ask, key: str) -> Case:
    """Take it in, if not too many came from this address."""
    if wait := throttle.enter(session, f"request:{code}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
    return services.ask(session, Actor.party(code, command.name), command, key)


@bp.get("/receipt/<uuid:case_id>")
@public
def receipt(code: int, case_id: UUID) -> ResponseReturnValue:
    """The number and the code with which the reply is found."""
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
    """What the applicant does: puts the request right, or withdraws it."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND or act not in PARTY_FORMS:
        abort(404)
    transition = find_transition(REQUEST, act)
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
    detail = queries.detail(web_request.private_reading(), case)
    page = render_template(
        "egov/party_act.html",
        detail_template=REQUEST.detail_template,
        form=form,
        case=case,
        transition=transition,
        detail=detail,
        back=back,
    )
    return page, status_of(form)
