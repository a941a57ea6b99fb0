"""Export what I see: the list of cases, and the county's, with filter, order and columns as they are on the page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import lists as case_lists
from core.db import ScopedSession
from core.errors import DomainError
from core.files.web import download, send
from core.filters.queries import kept_of
from core.sheets import cases, exporting, writing
from core.sheets.cases import HEADS, Listing
from core.sheets.export_forms import ExportForm
from core.sheets.models import SheetExport
from core.stats import views as figures
from core.web import county as console
from core.web import lists
from core.web import request as web_request
from core.web.filters import translated
from core.web.forms import carry_out, status_of

township = Blueprint("exports", __name__, url_prefix="/w/<int:code>/exports")
county = Blueprint("county_exports", __name__, url_prefix="/county/exports")
# The county reads number, item, masked party, state and limit.
OF_COUNTY = ("party", "state", "due")


def asks_for_names() -> bool:
    """Whether names in full are wanted, which only go out to who proved themselves."""
    return bool(request.form.get("names"))


@township.route("/new", methods=["GET", "POST"])
@requires(Perm.WORK, proof=asks_for_names)
def new(code: int) -> ResponseReturnValue:
    """Export the list of cases in the address."""
    _filters, chosen = kept_of(web_request.reading(), web_request.actor())
    columns = tuple(name for name in HEADS if name in (chosen or HEADS))
    turn = request.args.get("letters", "")
    listing = Listing(lists.case_filter(), columns, _words(), turn=turn if turn in lists.TURNS else "")
    facts = {"back": lists.list_url(), "conditions": [words for words, _url in lists.chips()]}
    return _ask(listing, gettext("案件"), "party" in columns, facts)


@county.route("/new", methods=["GET", "POST"], endpoint="new")
@requires(Perm.OVERSEE)
def county_new() -> ResponseReturnValue:
    """Export the county's list in the address; it reads every name masked."""
    wanted, label, back = (figures if "stat" in request.args else console).listed_in_address()
    places = {tenant.id: tenant.name for tenant in web_request.townships()}
    listing = Listing(wanted, OF_COUNTY, _words(), places=places)
    return _ask(listing, label, False, {"back": back, "conditions": []})


@township.get("/<uuid:export_id>")
@requires(Perm.WORK)
def show(code: int, export_id: UUID) -> ResponseReturnValue:
    """How far a long export has come, and its file."""
    return _show(export_id)


@county.get("/<uuid:export_id>", endpoint="show")
@requires(Perm.OVERSEE)
def county_show(export_id: UUID) -> ResponseReturnValue:
    """How far a long export of the county has come, and its file."""
    return _show(export_id)


@township.get("/<uuid:export_id>/progress")
@requires(Perm.WORK)
def progress(code: int, export_id: UUID) -> ResponseReturnValue:
    """How far an export is, for the bar of an open page."""
    return _progress(export_id)


@county.get("/<uuid:export_id>/progress", endpoint="progress")
@requires(Perm.OVERSEE)
def county_progress(export_id: UUID) -> ResponseReturnValue:
    """How far an export of the county is, for the bar of an open page."""
    return _progress(export_id)


@township.get("/<uuid:export_id>/file")
@requires(Perm.WORK)
def file(code: int, export_id: UUID) -> ResponseReturnValue:
    """The file of an export."""
    return _file(export_id)


@county.get("/<uuid:export_id>/file", endpoint="file")
@requires(Perm.OVERSEE)
def county_file(export_id: UUID) -> ResponseReturnValue:
    """The file of an export of the county."""
    return _file(export_id)


def _ask(listing: Listing, title: str, names: bool, facts: dict[str, Any]) -> ResponseReturnValue:
    """The form, and what it asks for: a short list as a file at once, a long one by the worker."""
    total = case_lists.count(web_request.reading(), web_request.actor(), cases.filter_of(listing), exporting.MOST)
    form = ExportForm()
    if not names:
        del form.names, form.reason
    if form.validate_on_submit() and (answer := _answer(form, listing, title, total)) is not None:
        return answer
    page = render_template(
        "sheets/export.html",
        form=form,
        total=total,
        heads=listing.head(),
        at_once=exporting.AT_ONCE,
        most=exporting.MOST,
        days=exporting.KEPT.days,
        recent=[
            (export, _url("show", export_id=export.id))
            for export in exporting.recent(web_request.reading(), web_request.actor())
        ],
        **facts,
    )
    return page, status_of(form)


def _answer(form: ExportForm, listing: Listing, title: str, total: int) -> ResponseReturnValue | None:
    reader, actor, wanted = web_request.reading(), web_request.actor(), form.to_wanted()
    name = f"{title}-{clock.today()}"
    try:
        exporting.check(wanted, total)
    except DomainError as error:
        form.add_problems(error.problems)
        return None
    if total > exporting.AT_ONCE:
        key = str(form.key.data)
        export = carry_out(form, lambda writer: exporting.order(writer, actor, listing, wanted, total, name, key))
        return redirect(_url("show", export_id=export.id), 303) if export is not None else None
    made = exporting.make(reader, actor, listing, wanted, title)

    def noted(writer: ScopedSession) -> bool:
        exporting.note(writer, actor, wanted, listing, made)
        return True

    return _sent(made.content, f"{name}.{wanted.form}", wanted.form) if carry_out(form, noted) else None


def _show(export_id: UUID) -> ResponseReturnValue:
    export, stored = exporting.own(web_request.reading(), web_request.actor(), export_id)
    return render_template(
        "sheets/exported.html",
        export=export,
        file=stored,
        bar=_bar(export),
        here=_url("show", export_id=export.id),
        file_url=_url("file", export_id=export.id),
        progress_url=_url("progress", export_id=export.id),
    )


def _progress(export_id: UUID) -> ResponseReturnValue:
    export, _file = exporting.own(web_request.reading(), web_request.actor(), export_id)
    return jsonify([_bar(export)])


def _file(export_id: UUID) -> ResponseReturnValue:
    _export, stored = exporting.own(web_request.reading(), web_request.actor(), export_id)
    if stored is None:
        abort(404)
    return send(stored, web_request.store())


def _bar(export: SheetExport) -> dict[str, Any]:
    row = exporting.progress_of(web_request.reading(), export)
    done = export.total if export.made_at is not None else row.done if row is not None else 0
    return {
        "id": f"export-{export.id}",
        "done": done,
        "total": export.total,
        "running": export.made_at is None,
        "words": gettext("已写入%(done)d件，共%(total)d件。", done=done, total=export.total),
    }


def _url(name: str, **values: Any) -> str:
    return url_for(f".{name}", **{**(request.view_args or {}), **values})


def _words() -> dict[str, str]:
    return {label: translated(label) for label in cases.labels()}


def _sent(content: bytes, name: str, form: str) -> Response:
    return download(content, writing.MEDIA_TYPES[form], name)
