"""Reconsideration on the portal: where to apply, applying at the county, and what the applicant may do then."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import cases
from core import clock as time
from core.accounts import throttle
from core.accounts.access import public
from core.accounts.actor import Actor
from core.cases.codes import grouped
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.services import find_transition
from core.db import ScopedSession
from core.files.web import keep_all
from core.tenancy.services import enabled_plugins
from core.web import party
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.review import applying, queries
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review.apply_form import ApplyForm
from plugins.reconsideration.review.forms import PARTY_FORMS
from plugins.reconsideration.review.road import REVIEW

bp = Blueprint(
    "reconsideration_portal", __name__, url_prefix="/t/<int:code>/reconsideration", template_folder="templates"
)


def _county_takes() -> int | None:
    """The county, where applications are taken in online."""
    county = web_request.county()
    if county is None or "reconsideration" not in enabled_plugins(web_request.public_reading(), county.id):
        return None
    return county.id


@bp.get("/")
@public
def index(code: int) -> ResponseReturnValue:
    """What can be reviewed, by whom, within which time, and where the court waits until then (23)."""
    return render_template("reconsideration/portal/index.html", law=law, county=_county_takes())


@bp.get("/against")
@public
def against(code: int) -> ResponseReturnValue:
    """From a decision of a township to its application, with what is known filled in; in words where none is taken."""
    county = _county_takes()
    if county is None or web_request.tenant().is_county:
        return redirect(url_for(".index", code=code))
    document = request.args.get("against", "")[:100]
    named, first = request.args.get("act", ""), request.args.get("first", "")
    act = named if named in law.ACTS else parcels.act_of(request.args.get("maker", ""))
    ground = first if first in law.FIRST else None
    return redirect(url_for(".apply", code=county, respondent=code, document=document, act=act, first=ground))


@bp.route("/apply", methods=["GET", "POST"])
@public
def apply(code: int) -> ResponseReturnValue:
    """Apply at the county; nobody needs an account."""
    if not web_request.tenant().is_county:
        return redirect(url_for(".against", code=code))
    reader, form = web_request.private_reading(), ApplyForm()
    names = queries.townships(reader)
    form.offer(names)
    if request.method == "GET" and request.args.get("respondent") in names:
        form.forum.data, form.respondent.data = law.TOWNSHIP, request.args["respondent"]
        form.document.data = request.args.get("document", "")[:100]
        form.act.data = request.args.get("act") if request.args.get("act") in law.ACTS else None
        form.first.data = [one for one in request.args.getlist("first") if one in law.FIRST]
    if form.validate_on_submit():
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused:
            command, key = form.to_command(law.PORTAL, time.today(), files), str(form.key.data)
            case = carry_out(form, lambda writer: _slowly(writer, code, command, key))
            if case is not None:
                party.let_in(case)
                return redirect(url_for(".receipt", code=code, case_id=case.id), 303)
    page = render_template(
        "reconsideration/portal/apply.html",
        form=form,
        open=queries.bureau(reader) is not None,
        max_mb=web_request.current_settings().max_upload_mb,
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, code: int, command: cmd.Apply, key: str) -> Case:
    """Take it in, if not too many came from this address."""
    if wait := throttle.enter(session, f"review:{code}:{request.remote_addr}"):
        raise throttle.TooMany(wait)
    return applying.apply(session, Actor.party(code, command.name), command, key)


@bp.get("/receipt/<uuid:case_id>")
@public
def receipt(code: int, case_id: UUID) -> ResponseReturnValue:
    """The number and the code, and until when it is examined."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return render_template(
        "reconsideration/portal/receipt.html",
        case=case,
        code=grouped(case.code),
        clocks=clocks_of(web_request.private_reading(), case),
        qr=party.qr_svg(web_request.address("web.track", code=code, number=case.number)),
    )


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@public
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """What the applicant may do: put right what was asked for, or take it back."""
    case = party.own_case(case_id)
    if case.kind != queries.KIND or act not in PARTY_FORMS:
        abort(404)
    transition, back = find_transition(REVIEW, act), url_for("party.case", code=code, case_id=case.id)
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
    review = queries.review_of(web_request.private_reading(), case)
    page = render_template(
        "reconsideration/portal/act.html", form=form, case=case, transition=transition, review=review, back=back
    )
    return page, status_of(form)
