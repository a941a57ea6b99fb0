"""Cases of the ordinary procedure in the workspace: a clue is entered, each act has its form, hearings have a page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires, requires_any
from core.cases.models import Case
from core.files.web import keep_all
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.penalty.catalogue.queries import usable
from plugins.penalty.deciding.forms import FORMS as DECIDING
from plugins.penalty.deciding.forms import PenaliseForm
from plugins.penalty.enforcement.forms import FORMS as AFTERWARDS
from plugins.penalty.hearing.forms import FORMS as HEARING
from plugins.penalty.hearing.forms import CallHearingForm
from plugins.penalty.officers.queries import valid_on
from plugins.penalty.ordinary import queries, services
from plugins.penalty.ordinary.forms import (
    FORMS,
    ClueForm,
    DecideStandBackForm,
    EvidenceForm,
    NotifyForm,
)
from plugins.penalty.ordinary.road import CASE
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.permissions import Perm
from plugins.penalty.publication.forms import FORMS as PUBLICATION

bp = Blueprint("penalty_cases", __name__, url_prefix="/w/<int:code>/penalty", template_folder="../templates")
ACTS = {**FORMS, **HEARING, **DECIDING, **AFTERWARDS, **PUBLICATION}


@bp.route("/clues", methods=["GET", "POST"])
@requires(Perm.HANDLE)
def begin(code: int) -> ResponseReturnValue:
    """Enter a clue for the head to file; only an officer with a valid certificate can."""
    reader, actor = web_request.reading(), web_request.actor()
    valid = valid_on(reader, time.today())
    own = next((row for row in valid if row.account_id == actor.account_id), None)
    others = [row for row in valid if row.account_id != actor.account_id]
    form = ClueForm()
    form.offer(usable(reader), others)
    if form.validate_on_submit():
        command, key = form.to_command(own.id if own is not None else None), str(form.key.data)
        case = carry_out(form, lambda writer: services.begin(writer, actor, command, key))
        if case is not None:
            flash(gettext("已登记。"))
            return redirect(case_url(case), 303)
    return render_template("penalty/cases/clue.html", form=form, own=own, others=others), status_of(form)


@bp.get("/hearings")
@requires(Perm.READ)
def hearings(code: int) -> ResponseReturnValue:
    """The hearings to come, by day."""
    actor, found = web_request.actor(), queries.hearings(web_request.reading(), time.today())
    rows = [(case_url(case), case, row) for case, row in found if actor.may(Perm.READ, case.unit_id)]
    return render_template("penalty/cases/hearings.html", rows=rows)


@bp.route("/ordinary/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.HANDLE, Perm.DECIDE, Perm.FILE, Perm.PAY, Perm.REVIEW, Perm.HEAR, Perm.PUBLISH))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act, beside the case."""
    case = staff_case(case_id)
    if case.kind != queries.KIND:
        abort(404)

    def fits(form: Any, facts: Facts) -> None:
        _offer(case, form, facts)

    def prefill(form: Any, facts: Facts) -> None:
        _prefill(case, form, facts)

    return beside(case, CASE, act, ACTS, prefill=prefill, fits=fits, read=_read)


def _read(form: Any, facts: Facts) -> Any:
    """The command of an act; of evidence with its files, kept only once nothing else is wrong."""
    if not isinstance(form, EvidenceForm):
        return form.to_command()
    kept, refused = keep_all("files")
    form.add_problems(refused)
    return None if refused else form.to_command(kept)


def _offer(case: Case, form: Any, facts: Facts) -> None:
    """What a form chooses from."""
    reader = web_request.reading()
    if isinstance(form, NotifyForm):
        found = queries.whole(reader, case)
        form.suits(found.offence, found.standard, found.inquiry.subject)
    elif isinstance(form, PenaliseForm):
        form.suits(facts.kinds, again=facts.earlier is not None)
    elif isinstance(form, CallHearingForm):
        form.offer(queries.hosts(reader, case))
    elif isinstance(form, DecideStandBackForm):
        named = queries.whole(reader, case).officers
        known = {officer.account_id for officer in named}
        form.offer(named, [row for row in valid_on(reader, time.today()) if row.account_id not in known])


def _prefill(case: Case, form: Any, facts: Facts) -> None:
    """The decision begins as the party was told; days begin as today."""
    row = queries.whole(web_request.reading(), case).inquiry
    if isinstance(form, PenaliseForm):
        form.facts.data, form.warning.data = row.facts, facts.told_warning
        form.amount.data = str(facts.told_fine) if facts.told_fine is not None else ""
        if "gains" in form:
            form.gains.data = str(facts.told_gains)
        if "stop" in form:
            form.stop.data = facts.told_stop
    for name in ("taken_on", "served_on", "paid_on"):
        if name in form:
            form[name].data = time.today()
