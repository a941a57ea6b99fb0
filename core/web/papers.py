"""What became of a paper of a case: how it was served, and whether it still counts."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import serving
from core.cases.models import Case, IssuedPaper
from core.cases.services import may_handle
from core.documents import endings
from core.documents.forms import RecallForm
from core.documents.permissions import Perm as Papers
from core.serving import WAYS
from core.tenancy.models import Tenant
from core.web import paper_files
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.service_fields import ServiceFields
from core.web.workspace import staff_case

bp = Blueprint("papers", __name__, url_prefix="/w/<int:code>/cases/<uuid:case_id>/papers/<uuid:paper_id>")


class ServeForm(ServiceFields, KeyedForm):
    """How a paper was served."""


class PaperRecallForm(RecallForm):
    """Recalling a paper, or naming the later one of the case that stands in its place."""

    newer = SelectField(_("由哪一份文书替换"), description=_("不替换的，选“只撤销”。"))


@bp.route("/service", methods=["GET", "POST"])
@requires(Perm.WORK)
def record(code: int, case_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """The state of a paper, its services so far, and the form for one more."""
    case, paper = _found(case_id, paper_id)
    reader, actor = web_request.reading(), web_request.actor()
    mine = may_handle(case, actor)
    if request.method == "POST" and not mine:
        abort(403)
    form = ServeForm()
    if form.validate_on_submit():
        service, key = form.to_service(), str(form.key.data)
        made = carry_out(form, lambda session: serving.serve(session, actor, case.id, paper.id, service, key))
        if made is not None:
            flash(gettext("送达情况已记录。"))
            return redirect(url_for(".record", code=code, case_id=case.id, paper_id=paper.id), 303)
    page = render_template(
        "papers/record.html",
        case=case,
        paper=paper,
        form=form,
        mine=mine,
        records=[row for row in serving.records_of(reader, case) if row.paper_id == paper.id],
        ways=WAYS,
        ending=endings.of(reader, [paper.id]).get(paper.id),
        states=endings.STATES,
        kept=paper_files.kept(reader, paper.id),
        may_recall=actor.may(Papers.RECALL, case.unit_id),
        verify=paper_files.verify_link(case, paper, web_request.root()),
    )
    return page, status_of(form)


@bp.get("/service/<uuid:service_id>")
@requires(Perm.WORK)
def sheet(code: int, case_id: UUID, paper_id: UUID, service_id: UUID) -> ResponseReturnValue:
    """One service as a sheet to print and keep 送达回证."""
    case, paper = _found(case_id, paper_id)
    reader = web_request.reading()
    row = serving.record_of(reader, paper, service_id)
    return render_template(
        "papers/service.html",
        case=case,
        paper=paper,
        row=row,
        ways=WAYS,
        organ=f"{reader.get_one(Tenant, case.tenant_id).name}人民政府",
    )


@bp.route("/recall", methods=["GET", "POST"])
@requires(Papers.RECALL)
def recall(code: int, case_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """Say that a paper counts no more."""
    case, paper = _found(case_id, paper_id)
    reader, actor = web_request.reading(), web_request.actor()
    form = PaperRecallForm()
    later = serving.later_than(reader, paper)
    form.newer.choices = [("", gettext("只撤销")), *((str(row.id), _named(row)) for row in later)]
    if form.validate_on_submit():
        reason, newer = str(form.reason.data), UUID(form.newer.data) if form.newer.data else None
        if carry_out(form, lambda session: serving.recall(session, actor, case.id, paper.id, reason, newer)):
            flash(gettext("已撤销。文书仍可查看，查看和核验时都会说明。"))
            return redirect(url_for(".record", code=code, case_id=case.id, paper_id=paper.id), 303)
    return render_template("papers/recall.html", case=case, paper=paper, form=form), status_of(form)


def _named(row: IssuedPaper) -> str:
    return str(gettext("%(name)s（%(day)s）", name=gettext(row.name), day=row.issued_on.isoformat()))


def _found(case_id: UUID, paper_id: UUID) -> tuple[Case, IssuedPaper]:
    case = staff_case(case_id)
    return case, serving.paper_of(web_request.reading(), case, paper_id)
