"""Handling in the workspace: the applications a person was named to verify, and their signature."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires_any
from core.cases.models import Case
from core.errors import Forbidden, NotFound
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.approval import queries as applications
from plugins.approval.county import queries as county
from plugins.approval.handling import queries, rules, services
from plugins.approval.handling.forms import FindingsForm
from plugins.approval.handling.models import Verifier
from plugins.approval.permissions import Perm

bp = Blueprint(
    "approval_handling", __name__, url_prefix="/w/<int:code>/approval/verifying", template_folder="../templates"
)


@bp.get("/")
@requires_any(services.VERIFIES)
def mine(code: int) -> ResponseReturnValue:
    """What waits for the reader's own findings, the earliest limit first."""
    found = queries.mine(web_request.reading(), web_request.actor())
    return render_template("approval/verifying.html", found=found, purposes=rules.PURPOSES)


@bp.route("/<uuid:verifier_id>", methods=["GET", "POST"])
@requires_any(services.VERIFIES)
def sign(code: int, verifier_id: UUID) -> ResponseReturnValue:
    """What is to be verified, and the signature of the one who was named; anybody else is refused (许可法 34③)."""
    reader, actor = web_request.reading(), web_request.actor()
    row = reader.get(Verifier, (code, verifier_id))
    if row is None:
        raise NotFound(verifier_id)
    if row.account_id != actor.account_id:
        raise Forbidden(Perm.HANDLE)
    case = reader.get_one(Case, (code, row.case_id))
    form = FindingsForm()
    if request.method == "POST" and form.validate():
        assert form.present_on.data is not None
        findings = services.Findings(form.present_on.data, str(form.findings.data))
        if carry_out(form, lambda writer: services.sign(writer, actor, verifier_id, findings)) is not None:
            flash(gettext("已签署核查情况。"))
            return redirect(url_for(".mine", code=code), 303)
    name, rows, conditions = _applied_for(case)
    page = render_template(
        "approval/sign.html",
        row=row,
        case=case,
        form=form,
        name=name,
        rows=rows,
        conditions=conditions,
        purposes=rules.PURPOSES,
    )
    return page, status_of(form)


def _applied_for(case: Case) -> tuple[str, Sequence[tuple[str, str]], Sequence[str]]:
    """The item's name, what was filled in, and the conditions; of what was sent on, as the township sent it."""
    reader = web_request.reading()
    if case.kind == queries.ABOVE:
        sent = county.review_of(reader, case)[2]
        return sent["item"], sent["rows"], sent["conditions"]
    application, item = applications.application_of(reader, case)
    return item.name, applications.answered(application, item), item.conditions
