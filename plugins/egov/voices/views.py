"""Voices in the workspace: the register of letters, visits, calls and the portal; taking one in; the acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import slots
from core.accounts.access import requires, requires_any
from core.cases.codes import grouped
from core.cases.models import Case
from core.letters import queries as letters
from core.letters.views import slots_of
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import asked_id, case_url, kind_map
from core.web.workspace import staff_case
from plugins.egov.permissions import Perm
from plugins.egov.voices import queries, recusal, rules, services
from plugins.egov.voices.forms import STAFF_FORMS, StandBackForm, TakeForm
from plugins.egov.voices.road import STATES, VOICE

bp = Blueprint("egov_voices", __name__, url_prefix="/w/<int:code>/voices", template_folder="../templates")
SLIP = "voice_slip"
# Acts whose words may begin with a template of the township.
ANSWERS = ("answer_voice", "answer_at_once")


@bp.get("/")
@requires(Perm.VOICES)
def index(code: int) -> ResponseReturnValue:
    """The register of voices, the newest first."""
    reader, asked = web_request.reading(), request.args
    states = {state.code: state.label for state in STATES}
    wanted = queries.Wanted(
        state=asked.get("state", "") if asked.get("state") in states else "",
        kind=asked.get("kind", "") if asked.get("kind") in rules.KINDS else "",
        source=asked.get("source", "") if asked.get("source") in rules.SOURCES else "",
        order=asked.get("order", "").strip()[:50],
    )
    rows, further = queries.page(reader, web_request.actor(), wanted, asked_id("after"))
    kept: dict[str, Any] = {name: getattr(wanted, name) or None for name in ("state", "kind", "source", "order")}
    return render_template(
        "egov/voices.html",
        rows=rows,
        kinds=kind_map(),
        states=states,
        voice_kinds=rules.KINDS,
        sources=rules.SOURCES,
        wanted=wanted,
        next_url=url_for(".index", code=code, **kept, after=further) if further else "",
        first_url=url_for(".index", code=code, **kept) if "after" in asked else "",
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.TAKE)
def new(code: int) -> ResponseReturnValue:
    """Take a voice in; the slip with number and code comes at the end."""
    actor, form = web_request.actor(), TakeForm()
    if request.method == "GET" and request.args.get("source") in rules.SOURCES:
        form.source.data = request.args["source"]
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        case = carry_out(form, lambda writer: services.say(writer, actor, command, key))
        if case is not None:
            session[SLIP] = str(case.id)
            return redirect(url_for(".slip", code=code, case_id=case.id), 303)
    return render_template("egov/voice_new.html", form=form), status_of(form)


@bp.get("/<uuid:case_id>/slip")
@requires(Perm.TAKE)
def slip(code: int, case_id: UUID) -> ResponseReturnValue:
    """The number and the code, for the person; shown in the browser that took it in."""
    case = web_request.reading().get(Case, (code, case_id)) if session.get(SLIP) == str(case_id) else None
    if case is None or case.kind != queries.KIND:
        abort(404)
    return render_template(
        "egov/voice_slip.html",
        case=case,
        code=grouped(case.code),
        qr=party.qr_svg(web_request.address("web.track", code=code, number=case.number)),
    )


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on a voice."""
    case, reader = staff_case(case_id), web_request.reading()
    if case.kind != VOICE.code:
        abort(404)
    templates = letters.offered(reader, case.state) if act in ANSWERS else []
    chosen = next((one for one in templates if one.code == request.args.get("template")), None)

    def begin(form: Any, facts: Any) -> None:
        if chosen is not None:
            form.words.data = slots.filled(chosen.body, slots_of(case))

    def fits(form: Any, facts: Any) -> None:
        form.offer(reader, facts)
        if isinstance(form, StandBackForm):
            form.among(recusal.colleagues(reader, case))

    answer = beside(
        case,
        VOICE,
        act,
        STAFF_FORMS,
        prefill=begin,
        fits=fits,
        template="egov/voice_answer.html" if act in ANSWERS else "staff/beside.html",
        templates=templates,
        answering=act,
    )
    if act == "stand_back" and request.method == "POST" and getattr(answer, "status_code", 200) == 303:
        flash(gettext("已登记回避。"))  # who stands back sees the case itself no more
        return redirect(url_for(".index", code=code), 303)
    return answer


@bp.route("/<uuid:case_id>/publish", methods=["GET", "POST"])
@requires(Perm.VOICE_HANDLE)
def publish(code: int, case_id: UUID) -> ResponseReturnValue:
    """Draft the publication of an answer whose person consented."""
    case, actor, form = staff_case(case_id), web_request.actor(), KeyedForm()
    if case.kind != VOICE.code:
        abort(404)
    if form.validate_on_submit():
        key = str(form.key.data)
        made = carry_out(form, lambda writer: services.draft_publication(writer, actor, case, key))
        if made is not None:
            flash(gettext("已拟公开稿，请审核、签发。"))
            return redirect(url_for("publications.show", code=code, publication_id=made), 303)
    page = render_template(
        "egov/voice_publish.html",
        form=form,
        case=case,
        detail=queries.detail(web_request.reading(), case),
        back=case_url(case),
    )
    return page, status_of(form)
