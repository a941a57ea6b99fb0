"""年度方案: the schemes of a township and of the county, the same pages for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import plugins
from core.accounts.access import requires, requires_any
from core.accounts.permissions import Perm as Core
from core.cases.catalogue import catalogue
from core.db import Scope, ScopedSession
from core.documents import addressed
from core.documents.permissions import Perm as Documents
from core.duties.rescheduling import Move
from core.duties.terms import own_term
from core.i18n import N_
from core.schemes import queries, rules, services
from core.schemes.forms import BeginForm, OwnForm, StepForm, form_of
from core.schemes.models import Scheme
from core.schemes.permissions import Perm
from core.schemes.rules import Line
from core.schemes.words import Worded, day_words, owing_words
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of

township = Blueprint("schemes", __name__, url_prefix="/w/<int:code>/schemes")
county = Blueprint("county_schemes", __name__, url_prefix="/county/schemes")
READERS = (*Perm, Core.SUBMIT, Core.RECEIVE, Core.READ_DUTIES, Core.OVERSEE)
UNITS_NAMED = 20  # of the units whose duty of one period moves
DONE = {
    "propose": N_("已提交，等待另一人核对后确认。"),
    "send_back": N_("已退回修改。"),
    "confirm": N_("方案开始执行，需要调整日期的任务正在调整。"),
    "drop": N_("已放弃，不再编制。"),
}
Done = Callable[[ScopedSession], Any]


@county.get("/")
@township.get("/")
@requires_any(READERS)
def index(code: int | None = None) -> ResponseReturnValue:
    """The schemes there are, the newest first."""
    reader, actor = web_request.private_reading(), web_request.actor()
    rows = queries.all_of(reader, web_request.tenant().id)
    shown = [row for row in rows if actor.may(Perm.DRAFT) or row.state in (rules.IN_FORCE, rules.REPLACED)]
    return render_template(
        "schemes/index.html", rows=shown, labels=rules.LABELS, to=to, may_draft=actor.may(Perm.DRAFT)
    )


@county.route("/new", methods=["GET", "POST"])
@township.route("/new", methods=["GET", "POST"])
@requires(Perm.DRAFT)
def new(code: int | None = None) -> ResponseReturnValue:
    """Choose the year and from what its scheme is copied."""
    form = BeginForm()
    if form.validate_on_submit():
        actor, command, key = web_request.actor(), form.to_command(), str(form.key.data)
        made = carry_out(form, lambda session: services.begin(session, actor, command, key).id)
        if made is not None:
            return redirect(to("edit", scheme_id=made), 303)
    return render_template("schemes/new.html", form=form, to=to), status_of(form)


@county.route("/<uuid:scheme_id>/edit", methods=["GET", "POST"])
@township.route("/<uuid:scheme_id>/edit", methods=["GET", "POST"])
@requires(Perm.DRAFT)
def edit(scheme_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Write a scheme: each duty with what binds it beside what it says."""
    scheme, reader = _found(scheme_id), web_request.private_reading()
    if scheme.state != rules.DRAFT:
        return redirect(to("show", scheme_id=scheme.id), 303)
    lines = queries.lines_of(reader, scheme.tenant_id, scheme.year, scheme.terms)
    form = form_of(lines)()
    if not form.is_submitted():
        form.fill(rules.from_json(scheme.terms))
        form.shows(scheme.version)
    elif form.validate():
        actor, terms, version = web_request.actor(), form.to_terms(), int(form.version.data or 0)
        if carry_out(form, lambda session: services.edit(session, actor, scheme_id, terms, version)):
            flash(gettext("已保存。"))
            return redirect(to("show", scheme_id=scheme_id), 303)
    page = render_template(
        "schemes/edit.html", form=form, scheme=scheme, lines=lines, field_of=rules.field_of, said=_said, to=to
    )
    return page, status_of(form)


@township.route("/<uuid:scheme_id>/own", methods=["GET", "POST"])
@requires(Perm.DRAFT)
def own(code: int, scheme_id: UUID) -> ResponseReturnValue:
    """Set a duty of the township's own in a draft."""
    scheme, form, actor = _found(scheme_id), OwnForm(), web_request.actor()
    if scheme.state != rules.DRAFT:
        return redirect(to("show", scheme_id=scheme.id), 303)
    on = [plugin for plugin in plugins.registry().switchable if plugin.name in web_request.enabled()]
    form.measure.choices = [(plugin.name, gettext(plugin.label)) for plugin in on]
    if not form.is_submitted():
        form.shows(scheme.version)
    elif form.validate():
        given, term, version = form.to_own(), form.to_term(), int(form.version.data or 0)
        if carry_out(form, lambda session: services.add_own(session, actor, scheme_id, given, term, version)):
            flash(gettext("已增加。"))
            return redirect(to("edit", scheme_id=scheme_id), 303)
    return render_template("schemes/own.html", form=form, scheme=scheme, to=to), status_of(form)


@township.post("/<uuid:scheme_id>/own/drop")
@requires(Perm.DRAFT)
def drop_own(code: int, scheme_id: UUID) -> ResponseReturnValue:
    """Take a duty of the township's own out of a draft."""
    form, actor, scheme = StepForm(), web_request.actor(), _found(scheme_id)
    version, dropped = int(form.version.data or 0), request.form.get("drop", "")
    if carry_out(form, lambda session: services.drop_own(session, actor, scheme.id, dropped, version)):
        flash(gettext("已删除。"))
        return redirect(to("edit", scheme_id=scheme_id), 303)
    return _page(scheme.id, form)


@county.get("/<uuid:scheme_id>")
@township.get("/<uuid:scheme_id>")
@requires_any(READERS)
def show(scheme_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """A scheme: what it says, where it differs and why, what it would move, and who has signed for it."""
    return _page(_found(scheme_id).id, StepForm())


@county.post("/<uuid:scheme_id>/<any(propose, confirm, send_back, drop):act>")
@township.post("/<uuid:scheme_id>/<any(propose, confirm, send_back, drop):act>")
@requires_any(tuple(Perm))
def step(scheme_id: UUID, act: str, code: int | None = None) -> ResponseReturnValue:
    """One step of a scheme; what is refused is told on its page."""
    if not web_request.actor().may(Perm.DRAFT if act in ("propose", "drop") else Perm.CONFIRM):
        abort(403)
    form = StepForm()
    scheme = _found(scheme_id)
    if form.validate_on_submit() and carry_out(form, _act(scheme.id, act, form)):
        flash(gettext(DONE[act]))
        return redirect(to("show", scheme_id=scheme_id), 303)
    return _page(scheme.id, form)


@township.post("/<uuid:scheme_id>/issue")
@requires(Documents.DRAFT)
def issue(code: int, scheme_id: UUID) -> ResponseReturnValue:
    """Draft the document with which a scheme is issued; its road is that of every document."""
    form, scheme, actor = StepForm(), _found(scheme_id), web_request.actor()
    if form.validate_on_submit():
        key = str(form.key.data)
        made = carry_out(form, lambda session: services.draft_notice(session, actor, scheme.id, key).id)
        if made is not None:
            flash(gettext("公文草稿已生成，请选签发人后送核稿。印发后各单位签收。"))
            return redirect(url_for("documents.show", code=code, document_id=made), 303)
    return _page(scheme.id, form)


def to(name: str, **values: Any) -> str:
    """A page of these: the county's own, or the township's."""
    if web_request.tenant().is_county:
        return url_for(f"county_schemes.{name}", **values)
    return url_for(f"schemes.{name}", code=web_request.tenant().id, **values)


def _act(scheme_id: UUID, act: str, form: StepForm) -> Done:
    actor, version, reason = web_request.actor(), int(form.version.data or 0), str(form.reason.data or "")
    acts: dict[str, Done] = {
        "propose": lambda session: services.propose(session, actor, scheme_id, version),
        "confirm": lambda session: services.confirm(session, actor, scheme_id, version),
        "send_back": lambda session: services.send_back(session, actor, scheme_id, reason, version),
        "drop": lambda session: services.drop(session, actor, scheme_id, reason, version),
    }
    return acts[act]


def _found(scheme_id: UUID) -> Scheme:
    """A scheme of the tenant; a draft is there for who writes and confirms only."""
    found = queries.get_scheme(web_request.private_reading(), web_request.tenant().id, scheme_id)
    actor = web_request.actor()
    if found.state not in (rules.IN_FORCE, rules.REPLACED) and not any(actor.may(one) for one in Perm):
        abort(404)
    return found


def _page(scheme_id: UUID, form: KeyedForm) -> ResponseReturnValue:
    actor, tenant = web_request.actor(), web_request.tenant()
    with web_request.database().read(Scope.one(tenant.id)) as reader:
        scheme = queries.get_scheme(reader, tenant.id, scheme_id)  # as it is after this request's own writing
        lines = queries.lines_of(reader, tenant.id, scheme.year, scheme.terms)
        moves = services.moves(reader, scheme) if scheme.state in rules.OPEN else []
        names = dict(reader.execute(select(Unit.id, Unit.name)).all()) if moves else {}
        standing = addressed.standing(reader, scheme.document_id) if scheme.document_id else []
        reader.expunge_all()
    terms = rules.from_json(scheme.terms)
    if isinstance(form, StepForm):
        form.shows(scheme.version)
    page = render_template(
        "schemes/show.html",
        scheme=scheme,
        form=form,
        rows=[(line, terms.get(line.code, line.bound)) for line in lines],
        differences={found.line.code: found for found in rules.differences(lines, terms)},
        moves=_grouped(moves, names),
        moving=len(moves),
        named=UNITS_NAMED,
        standing=standing,
        labels=rules.LABELS,
        sources=rules.SOURCES,
        own=lambda line: own_term(line.duty, line.fixed),
        said=_said,
        owing=owing_words,
        article=lambda line: catalogue().newest(line.code).article,
        may_draft=actor.may(Perm.DRAFT),
        may_confirm=actor.may(Perm.CONFIRM) and scheme.drafted_by != actor.account_id,
        may_write=bool(actor.own_units(Documents.DRAFT)),
        reads_documents=any(actor.may(one) for one in Documents),
        to=to,
    )
    return page, status_of(form)


def _grouped(moves: Sequence[Move], names: Mapping[UUID, str]) -> list[tuple[Move, list[str]]]:
    """Of each duty and period that moves one move with the names of its units, the earliest first."""
    found: dict[tuple[object, ...], tuple[Move, list[str]]] = {}
    for move in moves:
        place = (move.rule, move.period, move.old, move.new)
        found.setdefault(place, (move, []))[1].append(names[move.unit_id])
    return list(found.values())


def _said(line: Line, term: Any) -> str:
    words: Worded = day_words(line.fixed, term)
    return str(gettext(words[0], **words[1]))
