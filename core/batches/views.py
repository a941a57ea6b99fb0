"""Acts on several cases in the workspace: look at what they would do, do them, watch them being done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts import queries as people
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.batches import queries, rules, services
from core.batches.forms import BatchForm, form_of
from core.batches.models import Batch
from core.batches.queries import Count
from core.batches.services import Doing
from core.cases import assigning
from core.cases import lists as cases
from core.cases.models import Case
from core.errors import NotFound
from core.web import lists
from core.web import request as web_request
from core.web.filters import problem_words, translated
from core.web.forms import carry_out, status_of
from core.web.undo import seconds_left

bp = Blueprint("batches", __name__, url_prefix="/w/<int:code>/batches")


@dataclass(frozen=True, slots=True)
class Cannot:
    """A case on which an act is refused: every reason, and who can."""

    case: Case
    words: tuple[str, ...]


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.WORK)
def new(code: int) -> ResponseReturnValue:
    """The form of an act on the chosen cases, or on all of the filter in the address."""
    if "act" not in request.args:
        return redirect(lists.list_url(), 303)
    doing = _doing()
    reader, actor = web_request.reading(), web_request.actor()
    chosen = _chosen()
    if not chosen:
        flash(gettext("请先勾选案件。"), "danger")
        return redirect(lists.list_url(), 303)
    form = form_of(doing, _people(doing, chosen))()
    if request.method == "GET":
        form.rows.data = rules.text_of([(case.id, case.version) for case in chosen])
    refused: Mapping[UUID, Mapping[str, Any]] | None = None
    if form.validate_on_submit():
        order = form.to_order(doing, urlencode(lists.filter_args(), doseq=True))
        if "look" not in request.form:
            batch = carry_out(form, lambda writer: services.order(writer, actor, order, str(form.key.data)))
            if batch is not None:
                return redirect(url_for("batches.show", code=code, batch_id=batch.id), 303)
        elif len(order.pairs) <= rules.AT_ONCE:
            refused = carry_out(form, lambda writer: services.look(writer, actor, order), web_request.trying)
        else:
            refused = services.look(reader, actor, order)
    return _form_page(doing, form, chosen, refused)


@bp.get("/<uuid:batch_id>")
@requires(Perm.WORK)
def show(code: int, batch_id: UUID) -> ResponseReturnValue:
    """How far a batch has come, and what could not be done."""
    reader = web_request.reading()
    batch = queries.own(reader, web_request.actor(), batch_id)
    count, doing = queries.count(reader, batch.id), services.find(batch.act)
    at_once = doing.undoable and count.done and count.total <= rules.AT_ONCE
    return render_template(
        "batches/show.html",
        batch=batch,
        doing=doing,
        count=count,
        bar=_bar(batch, count),
        cannot=_cannot(doing, [(case, row.why) for row, case in queries.refused(reader, batch.id)]),
        stays=_cannot(doing, [(case, row.why) for row, case in queries.refused(reader, batch.id, rules.DONE)]),
        undo_seconds=seconds_left(batch.created_at) if at_once else 0,
        back=f"{lists.list_url()}?{batch.origin}" if batch.origin else lists.list_url(),
        progress_url=url_for("batches.progress", code=code, batch_id=batch.id),
    )


@bp.post("/<uuid:batch_id>/undo")
@requires(Perm.WORK)
def undo(code: int, batch_id: UUID) -> ResponseReturnValue:
    """Take back what was just done on several cases; what can't be is listed on the batch's page."""
    with web_request.writing() as writer:
        services.undo(writer, web_request.actor(), batch_id)
    return redirect(url_for("batches.show", code=code, batch_id=batch_id), 303)


@bp.get("/<uuid:batch_id>/progress")
@requires(Perm.WORK)
def progress(code: int, batch_id: UUID) -> ResponseReturnValue:
    """How far a batch has come, for the bar of an open page."""
    reader = web_request.reading()
    batch = queries.own(reader, web_request.actor(), batch_id)
    return jsonify([_bar(batch, queries.count(reader, batch.id))])


def _doing() -> Doing:
    name = request.args.get("act", "")
    found = services.doings(web_request.actor(), lists.kinds_on()).get(name)
    if found is None:
        raise NotFound(name)
    return found


def _chosen() -> Sequence[Case]:
    """The cases of the form that was sent, else those the list's page has chosen, that the reader may see."""
    reader, actor = web_request.reading(), web_request.actor()
    if request.method == "GET" and request.args.get("whole"):
        return cases.page(reader, actor, lists.case_filter(), limit=rules.MOST).rows
    try:
        if request.method == "POST":
            wanted = [case_id for case_id, _version in rules.pairs_of(request.form.get("rows", ""))]
        else:
            wanted = [UUID(one) for one in request.args.getlist("chosen")]
    except ValueError:
        return ()
    return cases.some(reader, actor, wanted[: rules.MOST], lists.kinds_on())


def _people(doing: Doing, chosen: Sequence[Case]) -> list[tuple[str, str]]:
    if not any(ask.kind == "person" for ask in doing.asks):
        return []
    hands = assigning.hands(web_request.reading(), doing.kind, {case.unit_id for case in chosen})
    return [(str(account_id), name) for account_id, name in hands]


def _form_page(
    doing: Doing, form: BatchForm, chosen: Sequence[Case], refused: Mapping[UUID, Mapping[str, Any]] | None
) -> ResponseReturnValue:
    reader = web_request.reading()
    rows = [(case, refused[case.id]) for case in chosen if case.id in refused] if refused is not None else []
    page = render_template(
        "batches/new.html",
        doing=doing,
        form=form,
        chosen=chosen,
        kinds=lists.kind_map(),
        who=cases.handlers_of(reader, chosen),
        looked=refused is not None,
        cannot=(cannot := _cannot(doing, rows)),
        reasons=[(one.case.number, "".join(one.words)) for one in cannot],
        at_once=rules.AT_ONCE,
        back=lists.list_url(),
    )
    return page, status_of(form)


def _cannot(doing: Doing, rows: Sequence[tuple[Case, Mapping[str, Any]]]) -> list[Cannot]:
    reader = web_request.reading()
    holders = cache(lambda permission, unit_id: people.who_can(reader, {permission}, unit_id)[permission])
    found = []
    for case, why in rows:
        words = [problem_words(problem) for problem in rules.problems_of(why)]
        if needs := why.get("needs"):
            who = gettext("、").join(
                gettext("%(name)s（%(role)s）", name=name, role=translated(role))
                for name, role in holders(needs, case.unit_id)
            )
            words.append(
                gettext("您没有这项权限，可以办理的人：%(who)s。", who=who) if who else gettext("没有人有这项权限。")
            )
        found.append(Cannot(case, tuple(words)))
    return found


def _bar(batch: Batch, count: Count) -> dict[str, Any]:
    return {
        "id": f"batch-{batch.id}",
        "done": count.total - count.waiting,
        "total": count.total,
        "running": count.waiting > 0,
        "words": gettext(
            "已办理%(done)d件，不能办理%(refused)d件，还有%(waiting)d件。",
            done=count.done,
            refused=count.refused,
            waiting=count.waiting,
        ),
    }
