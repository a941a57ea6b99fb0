"""Penalties on the spot in the workspace: what was found is entered, and each act has its form beside the case."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires, requires_any
from core.cases.models import Case
from core.web import request as web_request
from core.web.acting import beside
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.penalty.catalogue.queries import usable
from plugins.penalty.officers.queries import valid_on
from plugins.penalty.permissions import Perm
from plugins.penalty.summary import queries, services
from plugins.penalty.summary.forms import FORMS, DecideForm, DecideRecusalForm, OpenForm, TellForm
from plugins.penalty.summary.road import CASE
from plugins.penalty.summary.rules import SpotFacts

bp = Blueprint("penalty_spot", __name__, url_prefix="/w/<int:code>/penalty", template_folder="../templates")


@bp.route("/spot", methods=["GET", "POST"])
@requires(Perm.HANDLE)
def begin(code: int) -> ResponseReturnValue:
    """Enter what two officers found; only an officer with a valid certificate can."""
    reader, actor = web_request.reading(), web_request.actor()
    valid = valid_on(reader, time.today())
    own = next((row for row in valid if row.account_id == actor.account_id), None)
    others = [row for row in valid if row.account_id != actor.account_id]
    form = OpenForm().offer(usable(reader), others)
    if form.validate_on_submit():
        command, key = form.to_command(own.id if own is not None else None), str(form.key.data)
        case = carry_out(form, lambda writer: services.begin(writer, actor, command, key))
        if case is not None:
            flash(gettext("已登记。"))
            return redirect(case_url(case), 303)
    return render_template("penalty/cases/begin.html", form=form, own=own, others=others), status_of(form)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.HANDLE, Perm.DECIDE, Perm.FILE, Perm.PAY))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act."""
    case = staff_case(case_id)

    def fits(form: Any, facts: SpotFacts) -> None:
        _offer(case, form)

    return beside(case, CASE, act, FORMS, prefill=_prefill, fits=fits)


def _offer(case: Case, form: Any) -> None:
    """What a form chooses from."""
    reader = web_request.reading()
    if isinstance(form, TellForm):
        found = queries.whole(reader, case)
        form.suits(found.offence, found.standard, found.spot.subject)
    elif isinstance(form, DecideForm):
        form.offer(queries.open_pads(reader, web_request.actor()))
    elif isinstance(form, DecideRecusalForm):
        named = queries.whole(reader, case).officers
        known = {officer.account_id for officer in named}
        form.offer(named, [row for row in valid_on(reader, time.today()) if row.account_id not in known])


def _prefill(form: Any, facts: SpotFacts) -> None:
    """The decision begins as the party was told."""
    if isinstance(form, DecideForm):
        form.warning.data = facts.told_warning
        form.amount.data = str(facts.told_fine) if facts.told_fine is not None else ""
    if "on" in form or "paid_on" in form:
        form["on" if "on" in form else "paid_on"].data = time.today()
