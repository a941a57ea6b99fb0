"""Grants: the register and one grant in the workspace, a case about it, and the public register (许可法 40)."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import cases
from core.accounts.access import public, requires, requires_any
from core.cases import papers
from core.cases.models import Case
from core.cases.queries import readable
from core.cases.services import find_transition
from core.errors import Forbidden
from core.serving import DIRECT
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from plugins.approval.grants import queries, rules, services
from plugins.approval.grants.forms import (
    FORMS,
    PARTY_FORMS,
    AskForm,
    MatterForm,
    OpenMatterForm,
    ServeMatterForm,
)
from plugins.approval.grants.road import GRANT
from plugins.approval.grants.rules import MatterFacts
from plugins.approval.permissions import Perm

bp = Blueprint("approval_grants", __name__, url_prefix="/w/<int:code>/approval/grants", template_folder="../templates")
portal = Blueprint("approval_register", __name__, url_prefix="/t/<int:code>/grants", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The register, the newest first."""
    return _list("approval/grants.html")


@bp.get("/<uuid:licence_id>")
@requires(Perm.READ)
def show(code: int, licence_id: UUID) -> ResponseReturnValue:
    """One grant, what became of it, and what can be begun."""
    reader, actor = web_request.reading(), web_request.actor()
    grant = queries.grant_of(reader, licence_id)
    origin = reader.get_one(Case, (code, grant.case_id))
    mine = [
        matter
        for matter in rules.MATTERS
        if rules.may_open(matter, grant.standing) and actor.may(services.needed_for(matter), origin.unit_id)
    ]
    return render_template(
        "approval/grant.html",
        grant=grant,
        standing=queries.said_of(grant),
        history=queries.history(reader, actor, grant),
        origin=origin,
        opens=reader.scalar(select(Case.id).where(Case.id == origin.id, readable(actor))) is not None,
        matters=rules.MATTERS,
        mine=[] if queries.open_on(reader, grant) else mine,
    )


@bp.route("/<uuid:licence_id>/<any(renew, change, withdraw, revoke, cancel):matter>", methods=["GET", "POST"])
@requires_any((Perm.RECEIVE, Perm.HANDLE))
def begin(code: int, licence_id: UUID, matter: str) -> ResponseReturnValue:
    """Open a case about a grant: the holder's application, or what the organ found."""
    grant = queries.grant_of(web_request.reading(), licence_id)
    actor = web_request.actor()
    origin = web_request.reading().get_one(Case, (code, grant.case_id))
    needs = services.needed_for(matter)
    if not actor.may(needs, origin.unit_id):
        raise Forbidden(needs)
    form = OpenMatterForm()
    form.fits(matter, queries.holding(web_request.reading(), grant))
    if form.validate_on_submit():
        command, key = form.to_command(matter), str(form.key.data)
        case = carry_out(form, lambda writer: services.open_matter(writer, actor, licence_id, command, key))
        if case is not None:
            flash(gettext("已登记。"))
            return redirect(case_url(case), 303)
    page = render_template(
        "approval/grant_form.html",
        form=form,
        grant=grant,
        title=rules.MATTERS[matter],
        number=grant.number,
        article="",
        back=url_for(".show", code=code, licence_id=licence_id),
    )
    return page, status_of(form)


def act(case: Case, act: str) -> ResponseReturnValue:
    """The form of one act on a case about a grant."""
    return beside(
        case,
        GRANT,
        act,
        FORMS,
        prefill=partial(_prefill, case),
        fits=lambda form, facts: form.fits(facts),
        template="approval/grant_form.html",
        grant=queries.matter_of(web_request.reading(), case)[1],
        number=case.number,
    )


def _prefill(case: Case, form: MatterForm, facts: MatterFacts) -> None:
    """Most often the holder comes to the window today and signs."""
    if isinstance(form, ServeMatterForm):
        form.way.data, form.served_on.data = DIRECT, facts.today
        form.recipient.data = form.signed_by.data = case.party


@portal.route("/<uuid:case_id>/act/<act>", methods=["GET", "POST"])
@public
def party_act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The holder says what they think of what is intended, or takes back what they asked for."""
    case, reader = party.own_case(case_id), web_request.private_reading()
    if case.kind != GRANT.code or act not in PARTY_FORMS:
        abort(404)
    transition, facts, form = find_transition(GRANT, act), queries.facts(reader, case), PARTY_FORMS[act]()
    back = url_for("party.case", code=code, case_id=case.id)
    if request.method == "GET" and (case.state not in transition.sources or not transition.applies(facts)):
        return redirect(back, 303)
    if request.method == "GET":
        form.shows(case.version)
    if form.validate_on_submit():
        command, key, actor = form.to_command(), str(form.key.data), party.acting(case)
        if carry_out(form, lambda writer: cases.act(writer, actor, case.id, act, command, key)) is not None:
            return redirect(back, 303)
        form.shows(case.version)
    grant = queries.matter_of(reader, case)[1]
    page = render_template(
        "approval/grant_act.html",
        form=form,
        case=case,
        transition=transition,
        grant=grant,
        standing=queries.said_of(grant),
        told=[row for row in papers.of_case(reader, case) if row.code == "approval.grant_warning"],
    )
    return page, status_of(form)


@portal.get("/")
@public
def register(code: int) -> ResponseReturnValue:
    """The public register of grants; who holds one stands masked (许可法 40)."""
    return _list("approval/register.html")


@portal.get("/<uuid:licence_id>")
@public
def granted(code: int, licence_id: UUID) -> ResponseReturnValue:
    """One grant as the public may read it: whether it still counts, and under which article it ended."""
    grant = queries.grant_of(web_request.reading(), licence_id)
    return render_template("approval/register_entry.html", grant=grant, standing=queries.said_of(grant))


@portal.route("/<uuid:case_id>/<any(renew, change):matter>", methods=["GET", "POST"])
@public
def ask(code: int, case_id: UUID, matter: str) -> ResponseReturnValue:
    """The holder asks for a renewal or a change, from the case that the grant was made on (许可法 49, 50)."""
    origin, reader = party.own_case(case_id), web_request.private_reading()
    grant, form = queries.on_case(reader, origin), AskForm()
    form.reads(matter, queries.holding(reader, grant))
    if form.validate_on_submit():
        command, key = form.to_command(matter), str(form.key.data)
        actor = party.acting(origin)
        case = carry_out(form, lambda writer: services.open_matter(writer, actor, grant.id, command, key))
        if case is not None:
            if party.member_of(origin) is None:
                party.let_in(case)
            return redirect(url_for("party.case", code=code, case_id=case.id), 303)
    elif request.method == "GET" and matter not in queries.askable(reader, grant):
        abort(404)
    page = render_template(
        "approval/ask_grant.html",
        form=form,
        grant=grant,
        standing=queries.said_of(grant),
        title=rules.MATTERS[matter],
        origin=origin,
    )
    return page, status_of(form)


def _list(template: str) -> str:
    words = request.args.get("q", "").strip()[:50]
    try:
        after = UUID(request.args["after"]) if "after" in request.args else None
    except ValueError:
        after = None
    rows, further = queries.register(web_request.reading(), words, after)
    return render_template(template, rows=[(row, queries.said_of(row)) for row in rows], words=words, further=further)
