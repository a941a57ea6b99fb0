"""The desk of publishing, the same for a township and the county: list, write, check, sign, take down, columns."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts.access import always, requires, requires_any
from core.db import Scope, ScopedSession
from core.db.ids import PageKey, page_key
from core.errors import DomainError
from core.files import services as files
from core.files.services import Kept
from core.files.web import incoming, keep, send
from core.publishing import columns, copies, masking, queries, rules, services
from core.publishing.forms import CheckForm, ColumnForm, SignForm, WithdrawForm, WriteForm, choices_of, shown_files
from core.publishing.models import Publication, Published
from core.publishing.permissions import Perm
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import KeyedForm, carry_out, status_of

county = Blueprint("county_publications", __name__, url_prefix="/county/publications")
township = Blueprint("publications", __name__, url_prefix="/w/<int:code>/publications")
EITHER = (Perm.WRITE, Perm.SIGN)


@county.get("/")
@township.get("/")
@requires_any(EITHER)
def index(code: int | None = None) -> ResponseReturnValue:
    """What is being worked on and what is out, the last changed first."""
    reader, actor = web_request.reading(), web_request.actor()
    wanted = request.args.get("stage", "")
    stage = wanted if wanted in set(rules.Stage) else ""
    rows, after = queries.desk(reader, actor, stage, _after())
    return render_template(
        "publishing/desk.html",
        rows=rows,
        counts=queries.stages(reader, actor),
        stage=stage,
        stages=rules.STAGES,
        columns=_labels(),
        to=to,
        first_url=to("index", stage=stage) if "after" in request.args else "",
        next_url=to("index", stage=stage, after=f"{after[0].isoformat()}_{after[1]}") if after else "",
        may_write=bool(actor.own_units(Perm.WRITE)),
    )


@county.route("/new", methods=["GET", "POST"])
@township.route("/new", methods=["GET", "POST"])
@requires(Perm.WRITE)
def new(code: int | None = None) -> ResponseReturnValue:
    """Write something; with ``?replaces=`` in the place of what is out."""
    old = _replaced()
    given = choices_of(old) if old is not None and request.method == "GET" else {}
    form = WriteForm(data=given).offer(_columns(), county=web_request.tenant().is_county)
    if form.validate_on_submit():
        content, key = form.to_content(old.id if old else None), str(form.key.data)
        made = carry_out(form, lambda session: services.write(session, web_request.actor(), content, key))
        if made is not None:
            return _kept_with_files(made.id)
    page = render_template("publishing/write.html", form=form, row=None, old=old, attached=(), to=to)
    return page, status_of(form)


@county.route("/<uuid:publication_id>/edit", methods=["GET", "POST"])
@township.route("/<uuid:publication_id>/edit", methods=["GET", "POST"])
@requires(Perm.WRITE)
def edit(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Change a draft and its attachments."""
    row = _found(publication_id)
    if row.stage != rules.Stage.DRAFT:
        return redirect(to("show", publication_id=row.id), 303)
    form = WriteForm(data={**choices_of(row), "version": row.version}).offer(
        _columns(), county=web_request.tenant().is_county
    )
    if form.validate_on_submit():
        content, version = form.to_content(row.replaces_id), int(form.version.data or 0)
        actor = web_request.actor()
        if carry_out(form, lambda session: services.edit(session, actor, row.id, content, version)):
            return _kept_with_files(row.id)
    attached = files.of_owner(web_request.reading(), services.WORK, row.id)
    page = render_template("publishing/write.html", form=form, row=row, old=None, attached=attached, to=to)
    return page, status_of(form)


@county.post("/<uuid:publication_id>/discard")
@township.post("/<uuid:publication_id>/discard")
@requires(Perm.WRITE)
def discard(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Throw a draft away."""
    row, form = _found(publication_id), SignForm()
    if form.validate_on_submit():
        version, actor = int(form.version.data or 0), web_request.actor()
        carry_out(form, lambda session: services.discard(session, actor, row.id, version))
        if not form.form_errors:
            flash(gettext("草稿已删除。"))
            return redirect(to("index"), 303)
    return _page(row, form)


@county.post("/<uuid:publication_id>/files/<uuid:file_id>/remove")
@township.post("/<uuid:publication_id>/files/<uuid:file_id>/remove")
@requires(Perm.WRITE)
def remove(publication_id: UUID, file_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Take an attachment out of a draft."""
    row, form = _found(publication_id), KeyedForm()
    actor = web_request.actor()
    carry_out(form, lambda session: services.detach(session, actor, row.id, file_id))
    return redirect(to("edit", publication_id=row.id), 303)


@county.route("/<uuid:publication_id>/check", methods=["GET", "POST"])
@township.route("/<uuid:publication_id>/check", methods=["GET", "POST"])
@requires(Perm.WRITE)
def check(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """The masking check: every number found, in the text and in the attachments, with a choice for each."""
    row = _found(publication_id)
    if row.stage != rules.Stage.DRAFT:
        return redirect(to("show", publication_id=row.id), 303)
    attached = files.of_owner(web_request.reading(), services.WORK, row.id)
    inside = copies.insides(web_request.store(), attached)
    in_text = masking.find(f"{row.title}\n{row.body}")
    found = {each.number: each for each in [*in_text, *(one for each in inside.values() for one in each.findings)]}
    form = CheckForm(data={"version": row.version})
    if form.validate_on_submit():
        checked, actor = form.to_check(list(found.values()), inside), web_request.actor()
        if carry_out(form, lambda session: services.check(session, actor, row.id, checked)):
            flash(gettext("核对完毕，等待另一人签发。"))
            return redirect(to("show", publication_id=row.id), 303)
    page = render_template(
        "publishing/check.html",
        form=form,
        row=row,
        to=to,
        found=list(found.values()),
        pieces=[masking.pieces(row.title), masking.pieces(row.body)],
        attached=shown_files(attached, inside),
        kinds=masking.KINDS,
        may_stay=masking.MAY_STAY,
        typed=request.form,
    )
    return page, status_of(form)


@county.get("/<uuid:publication_id>")
@township.get("/<uuid:publication_id>")
@requires_any(EITHER)
def show(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """One publication as it will be read, with what may be done next and by whom."""
    row = _found(publication_id)
    return _page(row, SignForm(data={"version": row.version}))


@county.post("/<uuid:publication_id>/sign")
@township.post("/<uuid:publication_id>/sign")
@requires(Perm.SIGN, proof=always)
def sign(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """The second person publishes it now."""
    row, form = _found(publication_id), SignForm()
    if form.validate_on_submit():
        version, actor, clean = int(form.version.data or 0), web_request.actor(), _clean(row.id)
        if carry_out(form, lambda session: services.sign(session, actor, row.id, version, clean)):
            flash(gettext("已发布。发布时间由系统记录，不能改动。"))
            return redirect(to("show", publication_id=row.id), 303)
    return _page(row, form)


@county.post("/<uuid:publication_id>/send-back")
@township.post("/<uuid:publication_id>/send-back")
@requires(Perm.SIGN)
def send_back(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Back to its author with what is to be changed."""
    row, form = _found(publication_id), SignForm()
    if form.validate_on_submit():
        version, actor, reason = int(form.version.data or 0), web_request.actor(), str(form.reason.data or "")
        if carry_out(form, lambda session: services.send_back(session, actor, row.id, reason, version)):
            flash(gettext("已退回修改。"))
            return redirect(to("show", publication_id=row.id), 303)
    return _page(row, form)


@county.route("/<uuid:publication_id>/withdraw", methods=["GET", "POST"])
@township.route("/<uuid:publication_id>/withdraw", methods=["GET", "POST"])
@requires(Perm.SIGN)
def withdraw(publication_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Take it down with a reason that stays at its address."""
    row = _found(publication_id)
    if row.stage != rules.Stage.PUBLISHED:
        return redirect(to("show", publication_id=row.id), 303)
    form = WithdrawForm(data={"version": row.version})
    if form.validate_on_submit():
        ground, reason, version = str(form.ground.data), str(form.reason.data), int(form.version.data or 0)
        actor = web_request.actor()
        if carry_out(form, lambda session: services.withdraw(session, actor, row.id, ground, reason, version)):
            flash(gettext("已撤回。原来的网址保留说明和理由。"))
            return redirect(to("show", publication_id=row.id), 303)
    page = render_template("publishing/withdraw.html", form=form, row=row, to=to)
    return page, status_of(form)


@county.get("/<uuid:publication_id>/files/<uuid:file_id>")
@township.get("/<uuid:publication_id>/files/<uuid:file_id>")
@requires_any(EITHER)
def file(publication_id: UUID, file_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """An attachment as it was handed in, for those who check it."""
    row = _found(publication_id)
    attached = {each.id: each for each in files.of_owner(web_request.reading(), services.WORK, row.id)}
    if file_id not in attached:
        abort(404)
    return send(attached[file_id], web_request.store())


@county.route("/columns", methods=["GET", "POST"], endpoint="columns")
@township.route("/columns", methods=["GET", "POST"], endpoint="columns")
@requires(Perm.SIGN)
def columns_page(code: int | None = None) -> ResponseReturnValue:
    """The columns of the portal: their names, order, whether they are shown; new ones beside the types' own."""
    there = _columns()
    form = ColumnForm()
    form.type.choices = [(given.code, gettext(given.label)) for given in columns.types_on(web_request.enabled())]
    if form.validate_on_submit():
        wanted = form.to_setting()
        if carry_out(form, lambda session: columns.put(session, web_request.actor(), wanted)):
            flash(gettext("栏目已保存。"))
            return redirect(to("columns"), 303)
    page = render_template("publishing/columns.html", form=form, columns=there, to=to)
    return page, status_of(form)


def to(name: str, **values: Any) -> str:
    """A page of this desk: the county's own, or the township's."""
    if web_request.tenant().is_county:
        return url_for(f"county_publications.{name}", **values)
    return url_for(f"publications.{name}", code=web_request.tenant().id, **values)


def _found(publication_id: UUID) -> Publication:
    return queries.at_work(web_request.reading(), web_request.actor(), publication_id)


def _columns() -> list[columns.Column]:
    return columns.of_tenant(web_request.reading(), web_request.tenant().id, web_request.enabled())


def _labels() -> dict[str, str]:
    return {column.code: column.label for column in _columns()}


def _after() -> PageKey | None:
    return page_key(request.args.get("after", ""))


def _replaced() -> Publication | None:
    """The publication in whose place a new one comes, if the address names one."""
    try:
        return _found(UUID(request.args["replaces"])) if "replaces" in request.args else None
    except ValueError:
        abort(404)


def _kept_with_files(publication_id: UUID) -> ResponseReturnValue:
    """Store what was uploaded with a draft; what is refused is told on its page, where it can be sent again."""
    actor = web_request.actor()
    refused = []
    for upload in incoming("files"):
        try:
            kept = keep(upload)
            with web_request.writing() as session:
                services.attach(session, actor, publication_id, kept)
        except DomainError as error:
            refused += [f"{upload.name}: {problem_words(problem)}" for problem in error.problems]
    for words in refused:
        flash(words, "error")
    if refused:
        return redirect(to("edit", publication_id=publication_id), 303)
    flash(gettext("草稿已保存。"))
    return redirect(to("show", publication_id=publication_id), 303)


def _clean(publication_id: UUID) -> dict[UUID, Kept]:
    attached = files.of_owner(web_request.reading(), services.WORK, publication_id)
    return copies.make(web_request.store(), attached, web_request.upload_limits())


def _page(row: Publication, form: SignForm) -> ResponseReturnValue:
    """One publication, with the forms of what may be done with it."""
    failed, actor = bool(form.errors or form.form_errors), web_request.actor()
    with web_request.database().read(Scope.one(web_request.tenant().id)) as reader:
        row = queries.at_work(reader, actor, row.id)  # as it is after this request's own writing
        shown = _shown(reader, row)
        attached = files.of_owner(reader, services.WORK, row.id)
        reader.expunge_all()
    form.shows(row.version)
    kind = plugins.registry().publication_types[row.type]
    may_sign = actor.may(Perm.SIGN, row.unit_id)
    page = render_template(
        "publishing/show.html",
        row=row,
        shown=shown,
        attached=attached,
        form=form,
        to=to,
        kind=kind,
        stages=rules.STAGES,
        audiences=rules.AUDIENCES,
        kinds=masking.KINDS,
        columns=_labels(),
        pieces=masking.pieces(row.body) if row.stage == rules.Stage.CHECKED else [(row.body, "")],
        may_write=actor.may(Perm.WRITE, row.unit_id),
        may_sign=may_sign,
        own_hands=bool(rules.signer_problems(kind, actor.account_id, (row.author_id, row.checked_by))),
        signers=current_app.jinja_env.filters["permission_name"](Perm.SIGN),
    )
    return page, 422 if failed else 200


def _shown(reader: ScopedSession, row: Publication) -> Published | None:
    return reader.get(Published, (row.tenant_id, row.id))
