"""责任倒查 in the workspace: supervision opens, asks and concludes; who is asked answers on a page of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.accounts.access import requires, requires_any
from core.accounts.permissions import Perm as Core
from core.cases.catalogue import catalogue
from core.db import ScopedSession
from core.duties.queries import unit_names
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.supervision import office
from plugins.supervision.chain import queries, services
from plugins.supervision.chain.forms import FORMS, BeginForm, HearForm
from plugins.supervision.chain.road import CHAIN
from plugins.supervision.permissions import Perm

bp = Blueprint(
    "supervision_chains", __name__, url_prefix="/w/<int:code>/accountability", template_folder="../templates"
)


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.CHAIN)
def new(code: int) -> ResponseReturnValue:
    """Open a look back at a case or a duty that missed its limit."""
    reader, actor, form = web_request.reading(), web_request.actor(), BeginForm()
    office.refuse(reader, actor, Perm.CHAIN)
    duties = queries.late_duties(reader)
    names, limits = unit_names(reader, duties), catalogue()
    labels = [(str(one.id), f"{limits.newest(one.rule).name}（{one.period}）{names[one.unit_id]}") for one in duties]
    form.duty.choices = [("", ""), *labels]
    if form.validate_on_submit():
        number, duty, key = str(form.number.data or ""), str(form.duty.data or ""), str(form.key.data)

        def begin(writer: ScopedSession) -> Any:
            missed = queries.duty_missed(writer, UUID(duty)) if duty else queries.case_missed(writer, number)
            return services.begin(writer, actor, missed, key)

        case = carry_out(form, begin)
        if case is not None:
            return redirect(case_url(case), 303)
    return render_template("supervision/chain_new.html", form=form), status_of(form)


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act."""
    case = staff_case(case_id)
    if case.kind != queries.KIND:
        abort(404)

    def fits(form: Any, facts: Any) -> None:
        if act == "ask":
            form.person.choices = [("", ""), *queries.people_of(web_request.reading(), case)]

    return beside(case, CHAIN, act, FORMS, fits=fits)


@bp.route("/heard/<uuid:case_id>", methods=["GET", "POST"])
@requires(Core.WORK)
def heard(code: int, case_id: UUID) -> ResponseReturnValue:
    """What the reader is asked, and what they say to it; nobody else opens it."""
    reader, actor, form = web_request.reading(), web_request.actor(), HearForm()
    found = queries.asked(reader, actor, case_id)
    if found is None:
        abort(404)
    case, row = found
    if not form.is_submitted():
        form.shows(case.version)
    elif form.validate():
        words, version, key = str(form.words.data), int(form.version.data or 0), str(form.key.data)
        if carry_out(form, lambda writer: services.hear(writer, actor, case_id, words, version, key)) is not None:
            return redirect(url_for(".heard", code=code, case_id=case_id), 303)
        form.shows(case.version)
    page = render_template(
        "supervision/chain_heard.html", form=form, case=case, detail=queries.detail(reader, case), chain=row
    )
    return page, status_of(form)
