"""Booklets in the workspace: the list, one with its road, its pages as PDF and DOCX, and what the public says."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.comments import queries as said
from core.comments.rules import WAITING
from core.documents import typesetting, word
from core.errors import NotFound
from core.files.web import download
from core.tenancy.models import Tenant
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.party import MEDIA_TYPES
from plugins.penalty.booklet import content, queries, rules, services
from plugins.penalty.booklet.forms import FORMS, LookForm, PlanForm, StepForm
from plugins.penalty.booklet.models import Booklet
from plugins.penalty.permissions import Perm

bp = Blueprint(
    "penalty_booklets", __name__, url_prefix="/w/<int:code>/penalty/booklets", template_folder="../templates"
)


@bp.route("/", methods=["GET", "POST"])
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """Every booklet; here the next one is begun."""
    form, actor = KeyedForm(), web_request.actor()
    if form.validate_on_submit():
        made = carry_out(form, lambda writer: services.begin(writer, actor).id)
        if made is not None:
            return redirect(url_for(".show", code=code, booklet_id=made), 303)
    rows = queries.listed(web_request.reading())
    page = render_template("penalty/booklet/index.html", rows=rows, form=form, states=rules.STATES)
    return page, status_of(form)


@bp.get("/<uuid:booklet_id>")
@requires(Perm.READ)
def show(code: int, booklet_id: UUID) -> ResponseReturnValue:
    """One booklet: where it stands, what it holds, and the step that is the reader's."""
    return _show(queries.booklet_of(web_request.reading(), booklet_id))


def _show(row: Booklet, form: StepForm | None = None) -> tuple[str, int]:
    reader, actor = web_request.reading(), web_request.actor()
    code, step = next(((code, step) for code, step in rules.STEPS.items() if step.source == row.stage), ("", None))
    if form is None and step is not None and actor.may(step.permission):
        form = FORMS[code]()
    if form is not None:
        form.shows(row.version)
    copies = queries.copies(reader, row.id)
    page = render_template(
        "penalty/booklet/show.html",
        row=row,
        state=rules.STATES[row.stage],
        step=step,
        step_code=code,
        form=form,
        key=KeyedForm(),
        late=rules.late(row.year, row.submitted_on, time.today()),
        fined=queries.fined(reader) if row.stage == rules.DRAFT else [],
        copies=copies,
        mine=next((copy for copy in copies if copy.account_id == actor.account_id), None),
        comments=said.of(reader, services.KIND, row.id) if row.published else [],
        may_edit=actor.may(Perm.EDIT) and row.stage == rules.DRAFT,
        may_look=actor.may(Perm.PUBLISH),
    )
    return page, status_of(form) if form is not None else 200


@bp.route("/<uuid:booklet_id>/plan", methods=["GET", "POST"])
@requires(Perm.EDIT)
def plan(code: int, booklet_id: UUID) -> ResponseReturnValue:
    """The 实施方案 of a draft."""
    row, form, actor = queries.booklet_of(web_request.reading(), booklet_id), PlanForm(), web_request.actor()
    back = url_for(".show", code=code, booklet_id=booklet_id)
    if row.stage != rules.DRAFT:
        return redirect(back)
    if not form.is_submitted():
        form.plan.data = row.plan
    if form.validate_on_submit():
        words, seen = str(form.plan.data), int(form.version.data or 0)
        if carry_out(form, lambda writer: services.write(writer, actor, booklet_id, words, seen)):
            flash(gettext("已保存。"))
            return redirect(back, 303)
    form.shows(row.version)
    return render_template("penalty/booklet/plan.html", row=row, form=form, back=back), status_of(form)


@bp.post("/<uuid:booklet_id>/<any(submit,review,meet,issue):taking>")
@requires(Perm.READ)
def take(code: int, booklet_id: UUID, taking: str) -> ResponseReturnValue:
    """One step of the road."""
    row, form, actor = queries.booklet_of(web_request.reading(), booklet_id), FORMS[taking](), web_request.actor()
    if form.validate_on_submit():
        command = form.to_command()
        if carry_out(form, lambda writer: services.take(writer, actor, booklet_id, taking, command)):
            flash(gettext("已登记。"))
            return redirect(url_for(".show", code=code, booklet_id=booklet_id), 303)
    return _show(row, form)


@bp.post("/<uuid:booklet_id>/sign")
@requires(Perm.READ)
def sign(code: int, booklet_id: UUID) -> ResponseReturnValue:
    """Sign for one's own copy."""
    form, actor = KeyedForm(), web_request.actor()
    if form.validate_on_submit() and carry_out(form, lambda writer: services.sign(writer, actor, booklet_id)):
        flash(gettext("已签收。"))
    return redirect(url_for(".show", code=code, booklet_id=booklet_id), 303)


@bp.get("/<uuid:booklet_id>/<any(pdf,docx):form>")
@requires(Perm.READ)
def file(code: int, booklet_id: UUID, form: str) -> ResponseReturnValue:
    """A booklet as ``pdf`` or ``docx``; of one that is not handed in yet, as it would be handed in now."""
    reader = web_request.reading()
    return made(queries.booklet_of(reader, booklet_id), queries.held(reader, booklet_id), web_request.tenant(), form)


def made(row: Booklet, entries: list[dict[str, Any]], tenant: Tenant, form: str) -> Response:
    """The file of a booklet."""
    data = content.paper(row, entries, tenant)
    pages = word.docx("booklet", data) if form == "docx" else typesetting.pdf("booklet", data)
    return download(pages, MEDIA_TYPES[form], f"{data['title']}{row.year}-{row.edition}.{form}")


@bp.route("/<uuid:booklet_id>/comments/<uuid:comment_id>", methods=["GET", "POST"])
@requires(Perm.PUBLISH)
def comment(code: int, booklet_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """What a reader said: show it, or say why not."""
    reader, actor, form = web_request.reading(), web_request.actor(), LookForm()
    row = queries.booklet_of(reader, booklet_id)
    found = said.one(reader, services.KIND, comment_id, booklet_id)
    back = url_for(".show", code=code, booklet_id=booklet_id)
    if found.standing != WAITING:
        raise NotFound(comment_id)
    if form.validate_on_submit():
        command, answer = form.to_command(), str(form.answer.data or "")
        if carry_out(form, lambda writer: services.look(writer, actor, booklet_id, comment_id, command, answer)):
            flash(gettext("已处理。"))
            return redirect(back, 303)
    page = render_template("penalty/booklet/comment.html", row=row, comment=found, form=form, back=back)
    return page, status_of(form)
