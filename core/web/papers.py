"""What became of a paper of a case: how it was served, and whether it still counts."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import Length

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import serving
from core.cases.models import Case, IssuedPaper
from core.cases.services import may_handle
from core.cases.serving import Service
from core.documents import endings
from core.documents.forms import RecallForm
from core.documents.permissions import Perm as Papers
from core.tenancy.models import Tenant
from core.web import paper_files
from core.web import request as web_request
from core.web.fields import DayField, needed
from core.web.forms import KeyedForm, carry_out, status_of, worded
from core.web.workspace import staff_case

bp = Blueprint("papers", __name__, url_prefix="/w/<int:code>/cases/<uuid:case_id>/papers/<uuid:paper_id>")
MOST = Length(max=100, message=_("最多100个字。"))


class ServeForm(KeyedForm):
    """How a paper was served."""

    way = RadioField(_("送达方式"), choices=worded(serving.WAYS), validators=[needed(_("请选择送达方式。"))])
    served_on = DayField(_("送达日期"), [needed(_("请填写送达日期。"))])
    recipient = StringField(_("受送达人"), [needed(_("请填写受送达人。")), MOST])
    place = StringField(_("送达地点"), [MOST], description=_("公告送达写在哪里公告。"))
    signed_by = StringField(_("签收人"), [MOST], description=_("直接送达必填。"))
    relation = StringField(_("签收人与受送达人的关系"), [MOST], description=_("不是本人签收的填写。"))
    witness = StringField(_("见证人"), [MOST], description=_("留置送达必填：见证人，或者拍照录像的情况。"))
    tracking = StringField(_("邮件号码"), [MOST], description=_("邮寄送达必填。"))
    consented_on = DayField(_("电子送达确认书签订日期"), description=_("电子送达必填：当事人同意并签订确认书的日期。"))
    note = StringField(_("备注"), [Length(max=200, message=_("最多200个字。"))])

    def to_service(self) -> Service:
        """What was written."""
        names = ("way", "recipient", "place", "signed_by", "relation", "witness", "tracking", "note")
        said = {name: str(self[name].data or "") for name in names}
        assert self.served_on.data is not None  # needed
        return Service(**said, served_on=self.served_on.data, consented_on=self.consented_on.data)


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
        ways=serving.WAYS,
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
        ways=serving.WAYS,
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
