"""汇总材料: a duty of a period compiled into one report, kept, and handed out as DOCX and PDF."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases.catalogue import catalogue
from core.documents import addressed, typesetting, word
from core.documents.permissions import Perm as Documents
from core.duties import circulating, compiling, reports
from core.duties.measures import rules_on
from core.duties.report_forms import ReportForm, form_of
from core.duties.reports import Gathered
from core.duties.words import period_words
from core.errors import NotFound
from core.files.web import download
from core.web import drawing
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import page_number
from core.web.party import MEDIA_TYPES

bp = Blueprint("duty_reports", __name__, url_prefix="/w/<int:code>/duties/reports")
PAGE = 50


@bp.get("")
@requires(Perm.RECEIVE)
def index(code: int) -> ResponseReturnValue:
    """The reports that were made, the newest first."""
    reader, number = web_request.reading(), page_number()
    rows = reports.page(reader, web_request.actor(), rules_on(reader, code), number, PAGE)
    return render_template(
        "staff/duty_reports.html",
        rows=rows[:PAGE],
        circulated=circulating.states(reader, rows),
        number=number,
        more=len(rows) > PAGE,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.RECEIVE)
def new(code: int) -> ResponseReturnValue:
    """Compile the duty in the address, from what is handed in by now; without one, back to the board to choose it."""
    reader, actor = web_request.reading(), web_request.actor()
    rule_code, period = request.args.get("rule", ""), request.args.get("period", "")
    if not rule_code:
        return redirect(url_for("duty_board.show", code=code), 303)
    gathered = reports.gather(reader, actor, rule_code, period)
    last = reports.newest(reader, actor, rule_code, period)
    form = form_of(gathered.rule)()
    if form.validate_on_submit() and (made := _made(form, gathered)) is not None:
        flash(gettext("汇总材料已生成。"))
        return redirect(url_for("duty_reports.show", code=code, report_id=made), 303)
    known = frozenset(source["key"] for source in last.sources["duties"]) if last else frozenset[str]()
    handed = [each for _, each in gathered.handed]
    if request.method == "GET":
        texts = compiling.merged(gathered.rule, handed, last.content["texts"] if last else {}, known)
        form.fill(last.title if last else _title(rule_code, period), texts, handed)
    else:
        form.add_new(gathered.rule, handed)
    page = render_template(
        "staff/duty_compile.html",
        form=form,
        gathered=gathered,
        handed=handed,
        figures=compiling.figures(gathered.rule, handed),
        new=[each.unit for each in handed if last and each.key not in known],
        last=last,
    )
    return page, status_of(form)


@bp.get("/<uuid:report_id>")
@requires(Perm.RECEIVE)
def show(code: int, report_id: UUID) -> ResponseReturnValue:
    """One report: what it says, what it was compiled from, what came in since, and who has signed for its circular."""
    return _page(code, report_id, KeyedForm())


@bp.post("/<uuid:report_id>/circulate")
@requires(Perm.RECEIVE)
def circulate(code: int, report_id: UUID) -> ResponseReturnValue:
    """Draft the circular of a report; it goes on as a document."""
    form, actor = KeyedForm(), web_request.actor()
    if not actor.own_units(Documents.DRAFT):
        abort(403)
    if form.validate_on_submit():
        key = str(form.key.data)
        made = carry_out(form, lambda writer: circulating.circulate(writer, actor, report_id, key).id)
        if made is not None:
            flash(gettext("通报的草稿已生成，请选签发人后送核稿。印发后各报送单位签收。"))
            return redirect(url_for("documents.show", code=code, document_id=made), 303)
    return _page(code, report_id, form)


def _page(code: int, report_id: UUID, form: KeyedForm) -> ResponseReturnValue:
    reader, actor = web_request.reading(), web_request.actor()
    report = reports.get_report(reader, actor, rules_on(reader, code), report_id)
    known = {source["key"] for source in report.sources["duties"]}
    try:
        now = reports.gather(reader, actor, report.rule, report.period)
    except NotFound:
        now = None
    circulated = circulating.states(reader, [report]).get(report.id)
    page = render_template(
        "staff/duty_report.html",
        form=form,
        circulated=circulated,
        standing=addressed.standing(reader, circulated.document_id) if circulated else [],
        drafts=bool(actor.own_units(Documents.DRAFT)) and not web_request.tenant().is_county,
        report=report,
        newer=[each.unit for _, each in now.handed if each.key not in known] if now else [],
        again=now is not None,
    )
    return page, status_of(form)


@bp.get("/<uuid:report_id>/file/<form>")
@requires(Perm.RECEIVE)
def file(code: int, report_id: UUID, form: str) -> ResponseReturnValue:
    """A report as ``pdf`` or ``docx``."""
    if form not in MEDIA_TYPES:
        abort(404)
    reader = web_request.reading()
    report = reports.get_report(reader, web_request.actor(), rules_on(reader, code), report_id)
    data = reports.paper_of(report)
    made = word.docx("decision", data) if form == "docx" else typesetting.pdf("decision", data)
    return download(made, MEDIA_TYPES[form], f"{report.title}.{form}")


def _made(form: ReportForm, gathered: Gathered) -> UUID | None:
    """The id of the report; None where it was refused, with why on the form."""
    actor, key = web_request.actor(), str(form.key.data)
    command = form.to_command(gathered.rule.code, gathered.period)
    return carry_out(form, lambda writer: reports.compile_report(writer, actor, command, key).id)


def _title(code: str, period: str) -> str:
    """The title to begin with, in Chinese as the paper is."""
    with drawing.speaking("zh_Hans_CN"):
        return f"{period_words(period)}{catalogue().newest(code).name}汇总"
