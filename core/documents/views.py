"""The register of official documents, the same for a township and the county: write, check, sign, number, recall."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from core.accounts import queries as people
from core.accounts.access import always, requires, requires_any
from core.db import Scope, ScopedSession
from core.db.ids import page_key
from core.documents import addressed, endings, queries, rules, services, settings, verification, word
from core.documents.forms import RecallForm, StepForm, WriteForm, choices_of
from core.documents.issuing import DOCX, PDF, TEMPLATES, Given, Press, data_of
from core.documents.models import Document
from core.documents.permissions import Perm
from core.documents.rules import Stage
from core.documents.seals import NOT_SEALED, Registered
from core.documents.steps import offered
from core.errors import DomainError
from core.files import services as files
from core.files.web import download, send
from core.i18n import N_
from core.web import request as web_request
from core.web.forms import ActForm, carry_out, status_of

county = Blueprint("county_documents", __name__, url_prefix="/county/documents")
township = Blueprint("documents", __name__, url_prefix="/w/<int:code>/documents")
Done = Callable[[ScopedSession], Any]


@county.get("/")
@township.get("/")
@requires_any(Perm)
def index(code: int | None = None) -> ResponseReturnValue:
    """The register 发文登记簿: what is being worked on and what is out, the last changed first."""
    reader, actor = web_request.private_reading(), web_request.actor()
    wanted, words = request.args.get("stage", ""), request.args.get("q", "").strip()[:50]
    stage = wanted if wanted in set(Stage) else ""
    kept = {name: value for name, value in (("stage", stage), ("q", words)) if value}
    rows, after = queries.register(reader, actor, stage, words, page_key(request.args.get("after", "")))
    return render_template(
        "documents/index.html",
        rows=rows,
        counts=queries.stages(reader, actor),
        stage=stage,
        words=words,
        stages=rules.STAGES,
        kinds=rules.KINDS,
        to=to,
        first_url=to("index", **kept) if "after" in request.args else "",
        next_url=to("index", **kept, after=f"{after[0].isoformat()}_{after[1]}") if after else "",
        may_draft=bool(actor.own_units(Perm.DRAFT)),
    )


@county.route("/new", methods=["GET", "POST"])
@township.route("/new", methods=["GET", "POST"])
@requires(Perm.DRAFT)
def new(code: int | None = None) -> ResponseReturnValue:
    """Draft a document; with ``?replaces=`` in the place of one that is out."""
    old = _replaced()
    reader = web_request.private_reading()
    signers = queries.able_to_sign(reader)
    given = choices_of(old, queries.signers_of(reader, old.id)) if old is not None and request.method == "GET" else {}
    form = WriteForm(data=given).offer(signers)
    if form.validate_on_submit():
        content, key = form.to_content(old.id if old else None), str(form.key.data)
        made = carry_out(form, lambda session: services.write(session, web_request.actor(), content, key))
        if made is not None:
            flash(gettext("草稿已保存。"))
            return redirect(to("show", document_id=made.id), 303)
    return render_template("documents/write.html", form=form, row=None, old=old, to=to), status_of(form)


@county.route("/<uuid:document_id>/edit", methods=["GET", "POST"])
@township.route("/<uuid:document_id>/edit", methods=["GET", "POST"])
@requires_any((Perm.DRAFT, Perm.CHECK))
def edit(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Change a draft, or what the check found."""
    row, reader = _found(document_id), web_request.private_reading()
    if row.stage not in (Stage.DRAFT, Stage.CHECKING):
        return redirect(to("show", document_id=row.id), 303)
    data = {**choices_of(row, queries.signers_of(reader, row.id)), "version": row.version}
    form = WriteForm(data=data).offer(queries.able_to_sign(reader))
    if form.validate_on_submit():
        content, version, actor = form.to_content(row.replaces_id), int(form.version.data or 0), web_request.actor()
        if carry_out(form, lambda session: services.edit(session, actor, row.id, content, version)):
            flash(gettext("已保存。"))
            return redirect(to("show", document_id=row.id), 303)
    return render_template("documents/write.html", form=form, row=row, old=None, to=to), status_of(form)


@county.get("/<uuid:document_id>")
@township.get("/<uuid:document_id>")
@requires_any(Perm)
def show(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """One document: what it says, where it stands, what can be done and by whom, and what happened."""
    row = _found(document_id)
    return _page(row.id, StepForm(data={"version": row.version}))


@county.post("/<uuid:document_id>/submit")
@township.post("/<uuid:document_id>/submit")
@requires(Perm.DRAFT)
def submit(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Hand it to the check."""
    actor = web_request.actor()
    return _step(document_id, lambda form, version: lambda s: services.submit(s, actor, document_id, version), DONE[0])


@county.post("/<uuid:document_id>/check")
@township.post("/<uuid:document_id>/check")
@requires(Perm.CHECK)
def check(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Pass the check."""
    actor = web_request.actor()
    return _step(document_id, lambda form, version: lambda s: services.check(s, actor, document_id, version), DONE[1])


@county.post("/<uuid:document_id>/send-back")
@township.post("/<uuid:document_id>/send-back")
@requires_any((Perm.CHECK, Perm.SIGN, Perm.ISSUE))
def send_back(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Back to its author with what is to be changed."""
    actor = web_request.actor()

    def act(form: StepForm, version: int) -> Done:
        reason = str(form.reason.data or "")
        return lambda session: services.send_back(session, actor, document_id, reason, version)

    return _step(document_id, act, DONE[2])


@county.post("/<uuid:document_id>/void")
@township.post("/<uuid:document_id>/void")
@requires_any((Perm.DRAFT, Perm.ISSUE))
def void(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Give it up before it has a number."""
    actor = web_request.actor()

    def act(form: StepForm, version: int) -> Done:
        reason = str(form.reason.data or "")
        return lambda session: services.void(session, actor, document_id, reason, version)

    return _step(document_id, act, DONE[3])


@county.route("/<uuid:document_id>/sign", methods=["GET", "POST"])
@township.route("/<uuid:document_id>/sign", methods=["GET", "POST"])
@requires(Perm.SIGN, proof=always)
def sign(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Read it once more and sign it, proved by who does it."""
    row, actor = _found(document_id), web_request.actor()
    if row.stage != Stage.SIGNING and request.method == "GET":
        return redirect(to("show", document_id=row.id), 303)
    form = ActForm(data={"version": row.version})
    if form.validate_on_submit():
        version, proof = int(form.version.data or 0), current_user.presence.proof
        if carry_out(form, lambda session: services.sign(session, actor, row.id, version, proof)):
            flash(gettext("已签发。"))
            return redirect(to("show", document_id=row.id), 303)
    page = render_template(
        "documents/sign.html", form=form, row=row, blocks=rules.blocks(row.body), kinds=rules.KINDS, to=to
    )
    return page, status_of(form)


@county.post("/<uuid:document_id>/issue")
@township.post("/<uuid:document_id>/issue")
@requires(Perm.ISSUE)
def issue(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Number, set, seal and keep it."""
    actor, press = web_request.actor(), press_of()
    link = web_request.address("verify.page", token=verification.token(web_request.tenant().id, document_id))
    return _step(
        document_id,
        lambda form, version: lambda session: services.issue(session, actor, document_id, version, press, link),
        DONE[4],
    )


@county.route("/<uuid:document_id>/recall", methods=["GET", "POST"])
@township.route("/<uuid:document_id>/recall", methods=["GET", "POST"])
@requires(Perm.RECALL)
def recall(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Recall what was issued, with a reason that its readers see."""
    row, actor = _found(document_id), web_request.actor()
    if row.stage != Stage.ISSUED and request.method == "GET":
        return redirect(to("show", document_id=row.id), 303)
    form = RecallForm(data={"version": row.version})
    if form.validate_on_submit():
        version, reason = int(form.version.data or 0), str(form.reason.data)
        if carry_out(form, lambda session: services.recall(session, actor, row.id, reason, version)):
            flash(gettext("已撤销。公文保留原号，查看和核验时都会显示撤销的理由。"))
            return redirect(to("show", document_id=row.id), 303)
    return render_template("documents/recall.html", form=form, row=row, to=to), status_of(form)


@county.get("/<uuid:document_id>/preview.<any(pdf, docx):form>")
@township.get("/<uuid:document_id>/preview.<any(pdf, docx):form>")
@requires_any(Perm)
def preview(document_id: UUID, form: str, code: int | None = None) -> ResponseReturnValue:
    """How it will look, without number, day and seal; or a copy to be edited, of what was issued with all it says."""
    row, reader = _found(document_id), web_request.private_reading()
    if row.stage in rules.OUT and form == "pdf":
        return redirect(to("file", document_id=row.id), 303)
    issued, template = queries.issued(reader, row.id), TEMPLATES[row.format]
    signers = [signer.name for signer in queries.signers_of(reader, row.id)]
    head = settings.letterhead(reader, row.format)
    data = json.loads(issued.data) if issued is not None else data_of(row, head, Given(signers))
    try:
        made = word.docx(template, data) if form == "docx" else press_of().draft(template, data)
    except DomainError as error:
        problems = StepForm(data={"version": row.version})
        problems.add_problems(error.problems)
        return _page(row.id, problems)
    return download(made, DOCX, f"{row.number or row.title}.docx") if form == "docx" else _inline(made)


@county.get("/<uuid:document_id>/document.pdf")
@township.get("/<uuid:document_id>/document.pdf")
@requires_any(Perm)
def file(document_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """The PDF as it was issued, to the byte."""
    row = _found(document_id)
    kept = files.of_owner(web_request.private_reading(), services.OWNER, row.id)
    if not kept:
        abort(404)
    return send(kept[0], web_request.store())


DONE = (
    N_("已送核稿。"),
    N_("核稿完毕，等待签发。"),
    N_("已退回起草人修改。"),
    N_("已作废。没有编号，不留空号。"),
    N_("已编号印发。内容从现在起不能改动。"),
)


def press_of() -> Press:
    """The press of this installation."""
    return Press(web_request.store(), Registered(web_request.current_settings()))


def to(name: str, **values: Any) -> str:
    """A page of this desk: the county's own, or the township's."""
    if web_request.tenant().is_county:
        return url_for(f"county_documents.{name}", **values)
    return url_for(f"documents.{name}", code=web_request.tenant().id, **values)


def _inline(pdf: bytes) -> Response:
    answer = send_file(io.BytesIO(pdf), mimetype=PDF, download_name="preview.pdf")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _found(document_id: UUID) -> Document:
    return queries.at_work(web_request.private_reading(), web_request.actor(), document_id)


def _replaced() -> Document | None:
    """The document in whose place a new one comes, if the address names one."""
    try:
        return _found(UUID(request.args["replaces"])) if "replaces" in request.args else None
    except ValueError:
        abort(404)


def _step(document_id: UUID, act: Callable[[StepForm, int], Done], done: str) -> ResponseReturnValue:
    """One step by its button; what is refused is told on the document's page."""
    row, form = _found(document_id), StepForm()
    if form.validate_on_submit() and carry_out(form, act(form, int(form.version.data or 0))):
        flash(gettext(done))
        return redirect(to("show", document_id=row.id), 303)
    return _page(row.id, form)


def _page(document_id: UUID, form: ActForm) -> ResponseReturnValue:
    """One document with the forms of what may be done with it."""
    actor = web_request.actor()
    failed = bool(form.errors or form.form_errors)
    with web_request.database().read(Scope.one(web_request.tenant().id)) as reader:
        row = queries.at_work(reader, actor, document_id)  # as it is after this request's own writing
        signers = queries.signers_of(reader, row.id)
        history = queries.steps_of(reader, row.id)
        issued = queries.issued(reader, row.id)
        ending = endings.of(reader, [row.id]).get(row.id)
        holders = people.who_can(reader, set(Perm), row.unit_id)
        units = addressed.standing(reader, row.id)
        reader.expunge_all()
    form.shows(row.version)
    page = render_template(
        "documents/show.html",
        row=row,
        form=form,
        signers=signers,
        history=history,
        issued=issued,
        units=units,
        ending=ending,
        steps=offered(row, signers, actor, holders),
        not_sealed=NOT_SEALED,
        verify=verification.token(row.tenant_id, row.id) if issued is not None else "",
        blocks=rules.blocks(row.body),
        lines=rules.lines(row.attachments),
        stages=rules.STAGES,
        step_words=rules.STEPS,
        kinds=rules.KINDS,
        formats=rules.FORMATS,
        urgencies=rules.URGENCIES,
        to=to,
    )
    return page, 422 if failed else 200
