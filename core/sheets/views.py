"""The import wizard: template, file or pasted rows, what would happen, all or the good rows, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires_any
from core.accounts.permissions import Perm
from core.batches.rules import problems_of
from core.contracts import Sheet
from core.db import ScopedSession
from core.errors import DomainError
from core.files.web import download
from core.sheets import importing, queries, template
from core.sheets.forms import BringForm
from core.sheets.importing import Looked
from core.sheets.models import SheetImport, SheetRow
from core.sheets.rules import Checked
from core.sheets.taking import DONE
from core.sheets.writing import XLSX_TYPE
from core.web import request as web_request
from core.web.admin import ADMINISTERS
from core.web.filters import problem_words, translated
from core.web.forms import KeyedForm, carry_out, status_of

bp = Blueprint("imports", __name__, url_prefix="/w/<int:code>/imports")
SHOWN = 100
# Whose desk or console it is; which sheets somebody brings in is each sheet's own permission.
MAY = (Perm.WORK, *ADMINISTERS)


@bp.get("/")
@requires_any(MAY)
def index(code: int) -> ResponseReturnValue:
    """The kinds of rows the reader may bring in."""
    return render_template("sheets/imports.html", kinds=importing.sheets_of(web_request.actor(), web_request.enabled()))


@bp.route("/new/<sheet_code>", methods=["GET", "POST"])
@requires_any(MAY)
def new(code: int, sheet_code: str) -> ResponseReturnValue:
    """Bring a file or pasted rows."""
    sheet, actor = _sheet(sheet_code), web_request.actor()
    form = BringForm()
    if form.validate_on_submit() and (read := form.to_grid()) is not None:
        grid, name = read
        try:
            importing.look(web_request.reading(), actor, sheet, grid, _words(sheet))
        except DomainError as error:
            form.add_problems(error.problems)
        else:
            key = str(form.key.data)
            brought = carry_out(form, lambda writer: importing.bring(writer, actor, sheet, grid, name, key))
            if brought is not None:
                return redirect(url_for(".show", code=code, import_id=brought.id), 303)
    reader = web_request.reading()
    page = render_template(
        "sheets/import.html",
        kind=_known(sheet_code),
        of=list(sheet.more(reader)) if sheet.more is not None else [],
        form=form,
        recent=queries.recent(reader, actor, sheet),
    )
    return page, status_of(form)


@bp.get("/new/<sheet_code>/template")
@requires_any(MAY)
def blank(code: int, sheet_code: str) -> ResponseReturnValue:
    """The template to fill in; with the further columns of what its rows are for."""
    sheet, of = _sheet(sheet_code), request.args.get("of", "")
    if of:
        sheet = queries.whole(web_request.reading(), _known(sheet_code), of)
    choices = importing.choices_of(web_request.reading(), sheet)
    name = "-".join(filter(None, (translated(sheet.label), of)))
    return _sent(template.template(sheet, choices, translated), name)


@bp.get("/<uuid:import_id>")
@requires_any(MAY)
def show(code: int, import_id: UUID) -> ResponseReturnValue:
    """What an import would do; once ordered, how far it is and what became of each row."""
    brought, sheet = _own(import_id)
    return _page(brought, sheet, KeyedForm())


@bp.post("/<uuid:import_id>/take")
@requires_any(MAY)
def take(code: int, import_id: UUID) -> ResponseReturnValue:
    """Bring all rows in, if all are good."""
    return _order(import_id, only_good=False)


@bp.post("/<uuid:import_id>/take-good")
@requires_any(MAY)
def take_good(code: int, import_id: UUID) -> ResponseReturnValue:
    """Bring in the rows in which nothing is bad."""
    return _order(import_id, only_good=True)


@bp.post("/<uuid:import_id>/undo")
@requires_any(MAY)
def undo(code: int, import_id: UUID) -> ResponseReturnValue:
    """Undo an import, but for the rows that something else has touched."""
    _brought, sheet = _own(import_id)
    return _done(import_id, lambda writer: importing.undo(writer, web_request.actor(), sheet, import_id))


@bp.get("/<uuid:import_id>/bad")
@requires_any(MAY)
def bad(code: int, import_id: UUID) -> ResponseReturnValue:
    """The rows that can't be, or were not, brought in, as a file with the reasons."""
    brought, sheet = _own(import_id)
    reader = web_request.reading()
    if brought.state == "looked":
        rows = [(row.cells, _reasons(sheet, row)) for row in _looked(brought, sheet).bad]
    else:
        rows = [(queries.cells_of(row), _why(row)) for row in queries.rows_of(reader, brought, "refused")]
    content = template.bad_rows(sheet, importing.choices_of(reader, sheet), translated, rows)
    return _sent(content, f"{translated(sheet.label)}-{translated(template.REASON)}")


@bp.get("/<uuid:import_id>/progress")
@requires_any(MAY)
def progress(code: int, import_id: UUID) -> ResponseReturnValue:
    """How far an import or its undoing is, for the bar of an open page."""
    brought, _sheet_of_it = _own(import_id)
    return jsonify([_bar(brought)])


def _order(import_id: UUID, *, only_good: bool) -> ResponseReturnValue:
    brought, sheet = _own(import_id)
    if brought.state != "looked":
        return redirect(url_for(".show", code=web_request.tenant().id, import_id=import_id), 303)
    actor, looked = web_request.actor(), _looked(brought, sheet)
    return _done(
        import_id, lambda writer: importing.order(writer, actor, sheet, import_id, looked, only_good=only_good)
    )


def _done(import_id: UUID, service: Callable[[ScopedSession], SheetImport]) -> ResponseReturnValue:
    form = KeyedForm()
    if carry_out(form, service) is not None:
        return redirect(url_for(".show", code=web_request.tenant().id, import_id=import_id), 303)
    web_request.reading().expire_all()
    return _page(*_own(import_id), form)


def _page(brought: SheetImport, sheet: Sheet, form: KeyedForm) -> ResponseReturnValue:
    reader = web_request.reading()
    facts: dict[str, Any] = {"brought": brought, "kind": sheet, "form": form, "shown": SHOWN}
    if brought.state == "looked":
        looked = _looked(brought, sheet)
        page = render_template(
            "sheets/looked.html",
            **facts,
            looked=looked,
            cells=_cells(sheet, looked.bad),
            at_once=importing.AT_ONCE,
        )
        return page, status_of(form)
    count = queries.count(reader, brought)
    running = bool(count.get("waiting")) or bool(queries.count_undone(reader, brought).get("waiting"))
    open_still = brought.state == "ordered" and not running and importing.undoable(brought)
    page = render_template(
        "sheets/imported.html",
        **facts,
        count=count,
        undone=queries.count_undone(reader, brought),
        running=running,
        bar=_bar(brought),
        refused=[(_line(row), _why(row)) for row in queries.rows_of(reader, brought, "refused")[:SHOWN]],
        kept=[(_line(row), _why(row)) for row in queries.rows_of(reader, brought, "kept")[:SHOWN]],
        undoable=open_still and any(count.get(outcome) for outcome in DONE),
        touched=[(_line(row), problem_words(problem)) for row, problem in importing.touched(reader, sheet, brought)]
        if open_still
        else [],
        back=url_for(sheet.back, code=brought.tenant_id),
    )
    return page, status_of(form)


def _looked(brought: SheetImport, sheet: Sheet) -> Looked:
    return importing.look(web_request.reading(), web_request.actor(), sheet, queries.grid_of(brought), _words(sheet))


def _cells(sheet: Sheet, rows: list[Checked]) -> list[tuple[str, str, str, str]]:
    """Row, column, value and reason of each bad cell."""
    words = _words(sheet)
    return [
        (_line(row), words.get(bad.column or "", ""), bad.value or gettext("（空）"), problem_words(bad.problem))
        for row in rows
        for bad in row.bad
    ]


def _line(row: Checked | SheetRow) -> str:
    return str(gettext("第%(line)d行", line=row.line))


def _reasons(sheet: Sheet, row: Checked) -> str:
    return " ".join(map(problem_words, importing.said(sheet, row)))


def _why(row: SheetRow) -> str:
    words = " ".join(problem_words(problem) for problem in problems_of(row.why))
    return words or str(gettext("您没有这项权限。"))


def _bar(brought: SheetImport) -> dict[str, Any]:
    reader = web_request.reading()
    count = queries.count_undone(reader, brought) if brought.state == "undone" else queries.count(reader, brought)
    total, waiting = sum(count.values()), count.get("waiting", 0)
    return {
        "id": f"import-{brought.id}",
        "done": total - waiting,
        "total": total,
        "running": waiting > 0,
        "words": gettext("已完成%(done)d行，共%(total)d行。", done=total - waiting, total=total),
    }


def _known(sheet_code: str) -> Sheet:
    return importing.sheet_for(web_request.actor(), sheet_code, web_request.enabled())


def _sheet(sheet_code: str) -> Sheet:
    return queries.whole(web_request.reading(), _known(sheet_code))


def _own(import_id: UUID) -> tuple[SheetImport, Sheet]:
    brought = queries.own(web_request.reading(), web_request.actor(), import_id)
    return brought, _sheet(brought.sheet)


def _words(sheet: Sheet) -> dict[str, str]:
    return {column.name: translated(column.label) for column in sheet.columns}


def _sent(content: bytes, name: str) -> Response:
    return download(content, XLSX_TYPE, f"{name}.xlsx")
