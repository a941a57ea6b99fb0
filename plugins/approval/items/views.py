"""The library in the workspace: the list, an edition with its history, the editor, the try-out and the publish gate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires, requires_any
from core.db import ScopedSession
from core.errors import DomainError
from core.files.web import download
from core.i18n import N_
from core.people.units import open_units
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import carry_out, status_of
from core.web.rows import RowsForm
from plugins.approval import fields
from plugins.approval.items import prints, queries, rules, services, words
from plugins.approval.items.forms import FactsForm, GateForm, NewItemForm
from plugins.approval.items.rows import FieldsForm, MaterialsForm, StepsForm
from plugins.approval.models import PUBLIC, Item
from plugins.approval.permissions import Perm
from plugins.approval.queries import unit_of

bp = Blueprint("approval_items", __name__, url_prefix="/w/<int:code>/approval/library", template_folder="../templates")
KEEPS = (Perm.EDIT, Perm.PUBLISH)
LABELS = (N_("草稿"), N_("待核对"), N_("将要施行"), N_("现行"), N_("已停止"))
STAGES = dict(zip(queries.STAGES, LABELS, strict=True))
MOST = 100  # editions published at once


@bp.route("/", methods=["GET", "POST"])
@requires_any(KEEPS)
def index(code: int) -> ResponseReturnValue:
    """The editions by code; those that wait can be published together."""
    form, refused = GateForm(), list[str]()
    if form.validate_on_submit():
        refused = _publish_chosen(form)
        if not refused and not form.errors and not form.form_errors:
            return redirect(url_for(".index", code=code), 303)
    part, stage = request.args.get("q", "").strip()[:50], request.args.get("stage", "")
    reader = web_request.reading()
    rows, after = queries.listed(reader, web_request.actor(), part, stage, request.args.get("after", "")[:60])
    kept: dict[str, Any] = {"q": part, "stage": stage}
    page = render_template(
        "approval/library/index.html",
        rows=rows,
        words=part,
        stage=stage,
        stages=_stages(),
        counts=queries.counts(reader),
        touched=queries.touched(reader),
        form=form,
        refused=refused,
        next_url=url_for(".index", code=code, **kept, after=after) if after else "",
        first_url=url_for(".index", code=code, **kept) if "after" in request.args else "",
    )
    return page, 422 if refused else status_of(form)


def _publish_chosen(form: GateForm) -> list[str]:
    """Publish what was ticked, each by itself; why some were not, each with its name."""
    chosen = [pair.partition(":") for pair in request.form.getlist("chosen")[:MOST]]
    if not chosen or form.valid_from.data is None:
        return [gettext("请勾选要公布的事项，并填写施行日期。")]
    refused = []
    for item_id, _colon, version in chosen:
        try:
            with web_request.writing() as writer:
                item = queries.edition(writer, UUID(item_id))
                name, seen = item.name, int(version) if version.isdecimal() and len(version) < 9 else 0
                services.publish(writer, web_request.actor(), item.id, form.valid_from.data, seen)
        except DomainError as error:
            refused += [f"{name}：{problem_words(problem)}" for problem in error.problems]
        except ValueError:
            abort(404)
    return refused


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.EDIT)
def new(code: int) -> ResponseReturnValue:
    """Add an item as a draft."""
    form = NewItemForm()
    form.offer(open_units(web_request.reading()))
    if form.validate_on_submit():
        number, told = str(form.code.data).strip(), form.to_told()
        made = carry_out(form, lambda writer: services.add(writer, web_request.actor(), number, told))
        if made is not None:
            return redirect(url_for(".materials", code=code, item_id=made.id), 303)
    return render_template("approval/library/edit.html", form=form, item=None), status_of(form)


@bp.get("/<uuid:item_id>")
@requires_any(KEEPS)
def show(code: int, item_id: UUID) -> ResponseReturnValue:
    """One edition with what can be done with it, and the other editions of its item."""
    return _show(queries.edition(web_request.reading(), item_id), GateForm())


def _show(item: Item, form: GateForm) -> ResponseReturnValue:
    reader = web_request.reading()
    form.shows(item.version)
    unit = unit_of(reader, item.unit_id, item.tenant_id)
    page = render_template(
        "approval/library/show.html",
        item=item,
        form=form,
        stage=queries.stage_of(item),
        stages=_stages(),
        editions=queries.editions(reader, item.code),
        labels=rules.CONTENT,
        terms=rules.TERMS,
        shown=words.shown({**queries.content(item), "unit_id": unit.name}),
        repealed=rules.repealed(item.basis, queries.laws(reader), time.today()),
        own=item.edited_by == web_request.actor().account_id,
    )
    return page, status_of(form)


@bp.route("/<uuid:item_id>/edit", methods=["GET", "POST"])
@requires(Perm.EDIT)
def edit(code: int, item_id: UUID) -> ResponseReturnValue:
    """What a draft says, but its materials and form fields."""
    item = _draft(item_id)
    form = FactsForm()
    form.offer(open_units(web_request.reading()))
    if request.method == "GET":
        form.fill(item)
    if form.validate_on_submit() and _saved(form, item):
        return redirect(url_for(".show", code=code, item_id=item_id), 303)
    form.shows(item.version)
    return render_template("approval/library/edit.html", form=form, item=item), status_of(form)


@bp.route("/<uuid:item_id>/materials", methods=["GET", "POST"])
@requires(Perm.EDIT)
def materials(code: int, item_id: UUID) -> ResponseReturnValue:
    """The materials of a draft."""
    item = _draft(item_id)
    return _rows(item, MaterialsForm().begin(item.materials), "approval/library/materials.html")


@bp.route("/<uuid:item_id>/fields", methods=["GET", "POST"], endpoint="fields")
@requires(Perm.EDIT)
def form_fields(code: int, item_id: UUID) -> ResponseReturnValue:
    """The fields of a draft's form."""
    item = _draft(item_id)
    return _rows(item, FieldsForm().begin(item.fields), "approval/library/fields.html")


@bp.route("/<uuid:item_id>/steps", methods=["GET", "POST"])
@requires(Perm.EDIT)
def steps(code: int, item_id: UUID) -> ResponseReturnValue:
    """The steps before receipt and after delivery of a draft."""
    item = _draft(item_id)
    return _rows(item, StepsForm().begin(item.steps), "approval/library/steps.html")


def _rows(item: Item, form: RowsForm, template: str) -> ResponseReturnValue:
    if request.method == "POST" and not form.more and form.validate() and _saved(form, item):
        return redirect(url_for(".show", code=item.tenant_id, item_id=item.id), 303)
    form.shows(item.version)
    wrong = any(row.errors for row in form.rows)
    return render_template(template, form=form, item=item), 422 if wrong else status_of(form)


def _saved(form: Any, item: Item) -> bool:
    told, version, actor = form.to_told(), int(form.version.data or 0), web_request.actor()
    done = carry_out(form, lambda writer: services.save(writer, actor, item.id, told, version))
    if done is None:
        return False
    flash(gettext("已保存。"))
    return True


@bp.get("/<uuid:item_id>/against/<int:other>")
@requires_any(KEEPS)
def against(code: int, item_id: UUID, other: int) -> ResponseReturnValue:
    """How an edition differs from another of the same item, element by element."""
    reader = web_request.reading()
    item = queries.edition(reader, item_id)
    before = next((row for row in queries.editions(reader, item.code) if row.edition == other), None)
    if before is None:
        abort(404)
    units = {str(row.unit_id): unit_of(reader, row.unit_id, code).name for row in (before, item)}
    said = [{**found, "unit_id": units[found["unit_id"]]} for found in map(queries.content, (before, item))]
    return render_template(
        "approval/library/against.html",
        item=item,
        before=before,
        found=rules.differences(*said),
        labels=rules.CONTENT,
        terms=rules.TERMS,
        shown_one=words.one,
    )


@bp.route("/<uuid:item_id>/try", methods=["GET", "POST"])
@requires_any(KEEPS)
def try_out(code: int, item_id: UUID) -> ResponseReturnValue:
    """The form of an edition as people will see it; nothing is filed, nothing is kept."""
    item = queries.edition(web_request.reading(), item_id)
    form = fields.form_of(item)()
    good = form.validate_on_submit()
    answers = rules.answers(item.fields, fields.values(form, item)) if good else {}
    labels = {field["name"]: field["label"] for field in item.fields}
    page = render_template("approval/library/try.html", item=item, form=form, good=good, answers=answers, labels=labels)
    return page, status_of(form)


@bp.get("/<uuid:item_id>/guide.pdf")
@requires_any(KEEPS)
def guide(code: int, item_id: UUID) -> Response:
    """The 办事指南 on a sheet."""
    return _printed(item_id, prints.guide, gettext("办事指南"))


@bp.get("/<uuid:item_id>/notice.pdf")
@requires_any(KEEPS)
def notice(code: int, item_id: UUID) -> Response:
    """The sheet that hangs where the item is handled 公示牌."""
    return _printed(item_id, prints.notice, gettext("公示牌"))


def _printed(item_id: UUID, made: Callable[[ScopedSession, Item], bytes], what: str) -> Response:
    reader = web_request.reading()
    item = queries.edition(reader, item_id)
    return download(made(reader, item), "application/pdf", f"{what} {item.code} {item.name}.pdf")


@bp.post("/<uuid:item_id>/revise")
@requires(Perm.EDIT)
def revise(code: int, item_id: UUID) -> ResponseReturnValue:
    """Begin the next edition, or go to the draft there is."""
    number = queries.edition(web_request.reading(), item_id).code
    with web_request.writing() as writer:
        draft = services.revise(writer, web_request.actor(), number).id
    return redirect(url_for(".edit", code=code, item_id=draft), 303)


@bp.post("/<uuid:item_id>/submit")
@requires(Perm.EDIT)
def submit(code: int, item_id: UUID) -> ResponseReturnValue:
    """Hand a draft to a second person."""
    said = gettext("已提交，由另一名有公布权限的人核对公布。")
    return _act(item_id, said, lambda writer, form, seen: services.submit(writer, web_request.actor(), item_id, seen))


@bp.post("/<uuid:item_id>/publish")
@requires(Perm.PUBLISH)
def publish(code: int, item_id: UUID) -> ResponseReturnValue:
    """Publish what another person edited."""

    def done(writer: ScopedSession, form: GateForm, seen: int) -> Item:
        day = form.valid_from.data or time.today()
        return services.publish(writer, web_request.actor(), item_id, day, seen)

    return _act(item_id, gettext("已公布。"), done)


@bp.post("/<uuid:item_id>/send-back")
@requires(Perm.PUBLISH)
def send_back(code: int, item_id: UUID) -> ResponseReturnValue:
    """Give a draft back."""

    def done(writer: ScopedSession, form: GateForm, seen: int) -> Item:
        return services.send_back(writer, web_request.actor(), item_id, str(form.reason.data or ""), seen)

    return _act(item_id, gettext("已退回。"), done)


@bp.post("/<uuid:item_id>/end")
@requires(Perm.PUBLISH)
def end(code: int, item_id: UUID) -> ResponseReturnValue:
    """Let nobody apply any more after a day."""

    def done(writer: ScopedSession, form: GateForm, seen: int) -> Item:
        day = form.valid_to.data or time.today()
        return services.end(writer, web_request.actor(), item_id, day, str(form.reason.data or ""), seen)

    return _act(item_id, gettext("已保存。"), done)


@bp.post("/<uuid:item_id>/discard")
@requires(Perm.EDIT)
def discard(code: int, item_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    item, form = queries.edition(web_request.reading(), item_id), GateForm()
    seen = int(form.version.data or 0)
    if form.validate_on_submit() and carry_out(
        form, lambda writer: services.discard(writer, web_request.actor(), item_id, seen)
    ):
        flash(gettext("草稿已删除。"))
        return redirect(url_for(".index", code=code), 303)
    return _show(item, form)


def _act(item_id: UUID, said: str, service: Callable[[ScopedSession, GateForm, int], Item]) -> ResponseReturnValue:
    """One act of the gate; what is refused stands above the edition."""
    item, form = queries.edition(web_request.reading(), item_id), GateForm()
    seen = int(form.version.data or 0)
    if form.validate_on_submit() and carry_out(form, lambda writer: service(writer, form, seen)) is not None:
        flash(said)
        return redirect(url_for(".show", code=item.tenant_id, item_id=item_id), 303)
    return _show(item, form)


def _draft(item_id: UUID) -> Item:
    """An edition that may still be edited; a published one has no editor."""
    item = queries.edition(web_request.reading(), item_id)
    if item.stage == PUBLIC:
        abort(404)
    return item


def _stages() -> dict[str, str]:
    return {code: gettext(words) for code, words in STAGES.items()}
