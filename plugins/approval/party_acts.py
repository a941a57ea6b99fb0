"""What the party does on the portal once an application is handed in: its receipt, corrections, what was promised for
later, withdrawal.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import cases
from core.accounts.access import public
from core.cases import papers
from core.cases.codes import grouped
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.services import find_transition, once
from core.files.models import StoredFile
from core.organisations.rules import READ
from core.web import party
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.approval import deferral, materials, portal, queries, uploads
from plugins.approval.deferral_forms import BringLaterForm
from plugins.approval.ending_forms import WithdrawForm
from plugins.approval.forms import CorrectForm, RoadForm
from plugins.approval.handling.forms import AskedForm
from plugins.approval.steps.rules import DOERS
from plugins.approval.workflow import APPLICATION

bp = portal.bp  # one blueprint with what comes before
FORMS: dict[str, type[RoadForm]] = {
    "correct": CorrectForm,
    "withdraw": WithdrawForm,
    "bring_later": BringLaterForm,
    "ask_hearing": AskedForm,
}


@bp.get("/receipt/<uuid:case_id>")
@public
def receipt(code: int, case_id: UUID) -> ResponseReturnValue:
    """收件凭证: the number, the code, what happens next and until when."""
    case = party.own_case(case_id, READ)
    reader, ours = web_request.private_reading(), party.member_of(case)
    _, item = queries.application_of(reader, case)
    link = web_request.address("web.track", code=code, number=case.number)
    return render_template(
        "approval/receipt.html",
        doers=DOERS,
        case=case,
        item=item,
        clocks=clocks_of(reader, case),
        unit=queries.unit_of(reader, item.unit_id, code),
        missing=queries.facts(reader, case).missing,
        papers=[row for row in papers.of_case(reader, case) if party.shown_to(ours, row)],
        qr=party.qr_svg(link),
        code=grouped(case.code) if ours is None or ours.member.is_admin else "",
    )


@bp.route("/case/<uuid:case_id>/act/<act>", methods=["GET", "POST"])
@public
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """What the party may do: hand in corrections or what was promised for later, ask for a hearing, or withdraw."""
    case = party.own_case(case_id)
    transition = find_transition(APPLICATION, act)
    # A second click is posted when the first has moved the case: it finds the first result by its key.
    if not transition.by_party or (request.method == "GET" and case.state not in transition.sources):
        abort(404)
    reader = web_request.private_reading()
    application, _item = queries.application_of(reader, case)
    asked = _asked(act, case)
    form = uploads.with_uploads(FORMS[act], asked)()
    if request.method == "GET":
        form.shows(case.version)
    elif once(reader, str(form.key.data), act, case.id) is not None:
        return redirect(url_for("party.case", code=code, case_id=case.id), 303)
    if act == "bring_later":
        form.add_problems(deferral.in_promised_time(queries.facts(reader, case)))
    if not form.form_errors and form.validate_on_submit() and (command := _command(act, form, case, asked)) is not None:
        actor = party.acting(case)
        done = carry_out(form, lambda writer: cases.act(writer, actor, case.id, act, command, str(form.key.data)))
        if done is not None:
            return redirect(url_for("party.case", code=code, case_id=case.id), 303)
        form.shows(case.version)
    page = render_template(
        "approval/party_act.html",
        case=case,
        transition=transition,
        form=form,
        application=application,
        asked=asked,
        max_mb=web_request.current_settings().max_upload_mb,
        uploads=_stored(act, case),
        due=queries.facts(reader, case).promise_due if act == "bring_later" else None,
    )
    return page, status_of(form) if request.method == "POST" else 200


def _asked(act: str, case: Case) -> list[materials.Material]:
    """The materials for which an act takes files."""
    reader = web_request.private_reading()
    application, item = queries.application_of(reader, case)
    wanted = {
        "correct": set(application.asked),
        "bring_later": deferral.owed(queries.facts(reader, case)) if act == "bring_later" else set(),
    }
    return [row for row in materials.of(item, application) if row["code"] in wanted.get(act, ())]


def _command(act: str, form: Any, case: Case, asked: list[materials.Material]) -> Any:
    """The command, its files kept already; None with the words at the field."""
    problems = []
    if act == "ask_hearing":
        return form.to_command_of(case.party)
    command = form.to_command() if act != "bring_later" else None
    if act == "correct":
        problems = uploads.take_corrections(asked, case)
    elif act == "bring_later":
        came, problems = uploads.take_later(asked, case)
        command = deferral.BringLater(version=form.version.data or 0, codes=tuple(came))
    form.add_problems(problems)
    return None if problems else command


def _stored(act: str, case: Case) -> dict[str, list[StoredFile]]:
    """What was uploaded for the act already, by material."""
    if act == "correct":
        return uploads.since_notice(case)
    return uploads.waiting(case) if act == "bring_later" else {}
