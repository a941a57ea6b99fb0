"""Issues in the workspace: the ledger, taking one in at a window or in a village, its slip, and the acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.accounts.access import requires, requires_any
from core.cases.codes import grouped
from core.cases.models import Case
from core.files.web import keep_all
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import asked_id, kind_map
from core.web.workspace import staff_case
from plugins.frontline.issues import ledger, queries, rules, services
from plugins.frontline.issues.forms import FORMS, PART_FORMS, CollectForm
from plugins.frontline.issues.road import ISSUE, PART, STATES
from plugins.frontline.permissions import Perm

bp = Blueprint("frontline_issues", __name__, url_prefix="/w/<int:code>/issues", template_folder="../templates")
SLIP = "issue_slip"


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The ledger, the newest first."""
    reader, asked = web_request.reading(), request.args
    states = {state.code: state.label for state in STATES}
    state = asked.get("state", "") if asked.get("state") in states else ""
    matter = asked.get("matter", "") if asked.get("matter") in rules.MATTERS else ""
    village, words = asked_id("village"), asked.get("q", "").strip()[:50]
    wanted = ledger.Wanted(state, matter, village, words)
    rows, further = ledger.page(reader, web_request.actor(), wanted, asked_id("after"))
    kept: dict[str, Any] = {"state": state or None, "matter": matter or None, "village": village, "q": words or None}
    return render_template(
        "frontline/ledger.html",
        rows=rows,
        kinds=kind_map(),
        states=states,
        matters=rules.MATTERS,
        villages={str(unit): name for unit, name in queries.villages(reader).items()},
        wanted=wanted,
        next_url=url_for(".index", code=code, **kept, after=further) if further else "",
        first_url=url_for(".index", code=code, **kept) if "after" in asked else "",
    )


@bp.get("/collected")
@requires(Perm.COLLECT)
def collected(code: int) -> ResponseReturnValue:
    """What the reader's units took in, with where each stands; made for a telephone too."""
    units = sorted(web_request.actor().own_units(Perm.COLLECT))
    return render_template(
        "frontline/collected.html", rows=queries.collected_by(web_request.reading(), units), results=rules.RESULTS
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.COLLECT)
def new(code: int) -> ResponseReturnValue:
    """Take an issue in; the slip with number and code comes at the end."""
    reader, actor, form = web_request.reading(), web_request.actor(), CollectForm()
    form.offer(reader)
    own = sorted(actor.own_units(Perm.COLLECT) & queries.villages(reader).keys())
    if request.method == "GET" and own:
        form.village.data, form.source.data = str(own[0]), "village"
    if form.validate_on_submit():
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused:
            command, key = form.to_command(files), str(form.key.data)
            case = carry_out(form, lambda writer: services.collect(writer, actor, command, key))
            if case is not None:
                session[SLIP] = str(case.id)
                return redirect(url_for(".slip", code=code, case_id=case.id), 303)
    page = render_template("frontline/collect.html", form=form, max_mb=web_request.current_settings().max_upload_mb)
    return page, status_of(form)


@bp.get("/<uuid:case_id>/slip")
@requires(Perm.COLLECT)
def slip(code: int, case_id: UUID) -> ResponseReturnValue:
    """The number and the code, for whoever raised it; shown to who took it in, in the browser that did."""
    query = select(Case).where(Case.id == case_id, Case.kind == queries.KIND)
    case = web_request.reading().scalar(query) if session.get(SLIP) == str(case_id) else None
    if case is None:
        abort(404)
    issue = queries.issue_of(web_request.reading(), case)
    if issue.collected_by != web_request.actor().account_id:
        abort(404)
    return render_template(
        "frontline/slip.html",
        case=case,
        issue=issue,
        code=grouped(case.code),
        qr=party.qr_svg(web_request.address("web.track", code=code, number=case.number)),
    )


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on an issue or on a partner's part."""
    case, reader = staff_case(case_id), web_request.reading()
    if case.kind == PART.code:
        return beside(case, PART, act, PART_FORMS)
    if case.kind != ISSUE.code:
        abort(404)

    def offer(form: object, facts: object) -> None:
        form.offer(reader, {"issue": queries.issue_of(reader, case), "unit_id": case.unit_id})  # type: ignore[attr-defined]

    return beside(case, ISSUE, act, FORMS, fits=offer)
