"""Incoming documents in the workspace: the register with the archive, entering one, reading one's own, the acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.accounts.access import requires, requires_any
from core.documents import rules as documents
from core.files.web import keep_all
from core.web import party
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import asked_id, case_url, kind_map
from core.web.workspace import staff_case
from plugins.egov.documents import queries, rules, services
from plugins.egov.documents.forms import FORMS, EnterForm, ReadForm
from plugins.egov.documents.road import INCOMING, STATES
from plugins.egov.permissions import Perm

bp = Blueprint("egov_incoming", __name__, url_prefix="/w/<int:code>/incoming", template_folder="../templates")


@bp.get("/")
@requires(Perm.INCOMING)
def index(code: int) -> ResponseReturnValue:
    """The register of incoming documents and the archive, the newest first."""
    reader, asked = web_request.reading(), request.args
    states = {state.code: state.label for state in STATES}
    wanted = queries.Wanted(
        words=asked.get("q", "").strip()[:50],
        state=asked.get("state", "") if asked.get("state") in states else "",
        retention=asked.get("retention", "") if asked.get("retention") in rules.RETENTIONS else "",
        expired="expired" in asked,
    )
    rows, further = queries.page(reader, web_request.actor(), wanted, asked_id("after"))
    kept: dict[str, Any] = {
        "q": wanted.words or None,
        "state": wanted.state or None,
        "retention": wanted.retention or None,
        "expired": "1" if wanted.expired else None,
    }
    return render_template(
        "egov/incoming.html",
        rows=rows,
        kinds=kind_map(),
        states=states,
        retentions=rules.RETENTIONS,
        wanted=wanted,
        today=clock.today(),
        next_url=url_for(".index", code=code, **kept, after=further) if further else "",
        first_url=url_for(".index", code=code, **kept) if "after" in asked else "",
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.REGISTER)
def new(code: int) -> ResponseReturnValue:
    """Enter a document that came on paper."""
    actor, form = web_request.actor(), EnterForm()
    if form.validate_on_submit():
        files, refused = keep_all("files")
        form.add_problems(refused)
        if not refused:
            command, key = form.to_command(clock.today(), files), str(form.key.data)
            case = carry_out(form, lambda writer: services.enter(writer, actor, command, key))
            if case is not None:
                return redirect(case_url(case), 303)
    return render_template("egov/incoming_new.html", form=form), status_of(form)


@bp.get("/reading")
@requires(Perm.OPEN)
def reading(code: int) -> ResponseReturnValue:
    """What is circulated to the reader."""
    rows = queries.own_reading(web_request.reading(), web_request.actor())
    return render_template("egov/reading.html", rows=rows, urgencies=documents.URGENCIES)


@bp.route("/reading/<uuid:case_id>", methods=["GET", "POST"])
@requires(Perm.OPEN)
def read(code: int, case_id: UUID) -> ResponseReturnValue:
    """One document that is circulated to the reader, whose opinion stands with it for ever."""
    reader, actor, form = web_request.reading(), web_request.actor(), ReadForm()
    own, row, case = queries.own_copy(reader, actor, case_id)
    if form.validate_on_submit():
        words = str(form.words.data or "")
        if carry_out(form, lambda writer: _read(writer, actor, case_id, words)):
            flash(gettext("已记下您阅看了这份公文。"))
            return redirect(url_for(".reading", code=code), 303)
    page = render_template(
        "egov/read.html",
        form=form,
        own=own,
        case=case,
        detail=queries.detail(reader, case),
        blocks=documents.blocks(row.body),
    )
    return page, status_of(form)


def _read(writer: Any, actor: Any, case_id: UUID, words: str) -> bool:
    services.read(writer, actor, case_id, words)
    return True


@bp.get("/reading/<uuid:case_id>/files/<uuid:file_id>")
@requires(Perm.OPEN)
def file(code: int, case_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file of a document that is circulated to the reader."""
    _own, _row, case = queries.own_copy(web_request.reading(), web_request.actor(), case_id)
    return party.file_answer(case, file_id, web_request.reading())


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on an incoming document."""
    case, reader = staff_case(case_id), web_request.reading()
    if case.kind != INCOMING.code:
        abort(404)
    return beside(case, INCOMING, act, FORMS, fits=lambda form, facts: form.offer(reader))
