"""Pages of the guidance log and of briefs: lists with filters, a new one, and one with what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.errors import Forbidden
from core.i18n import N_
from core.tenancy.models import Unit
from core.web import lists
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.supervision.guidance import queries, rules, services
from plugins.supervision.guidance.forms import BriefForm, OutcomeForm, SolveForm, VisitForm
from plugins.supervision.orders import queries as orders
from plugins.supervision.permissions import Perm

bp = Blueprint(
    "supervision_guidance", __name__, url_prefix="/w/<int:code>/supervision/guidance", template_folder="../templates"
)
STATES = {"open": N_("还没有解决的"), "solved": N_("已解决的")}


@bp.get("/")
@requires(Perm.GUIDANCE_READ)
def index(code: int) -> ResponseReturnValue:
    """The log 检查指导, by unit and by whether what was found is solved."""
    reader, unit, state = web_request.reading(), lists.asked_id("unit"), request.args.get("state", "")
    state = state if state in STATES else ""
    rows, after = queries.visits(reader, unit, state, after=lists.after())
    kept: dict[str, Any] = {"code": code, "unit": unit or None, "state": state or None}
    return render_template(
        "supervision/visits.html",
        rows=rows,
        units={str(one): name for one, name in orders.units(reader).items()},
        states=STATES,
        chosen={"unit": str(unit or ""), "state": state},
        may_write=_may_write(),
        **_steps(".index", kept, after),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.GUIDANCE_WRITE)
def new(code: int) -> ResponseReturnValue:
    """Enter a visit."""
    form = VisitForm().offer(orders.units(web_request.reading()))
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        made = carry_out(form, lambda writer: services.enter_visit(writer, web_request.actor(), command, key))
        if made is not None:
            flash(gettext("已登记。"))
            return redirect(url_for(".show", code=code, visit_id=made.id), 303)
    return render_template("supervision/visit_new.html", form=form), status_of(form)


@bp.route("/<uuid:visit_id>", methods=["GET", "POST"])
@requires(Perm.GUIDANCE_READ)
def show(code: int, visit_id: UUID) -> ResponseReturnValue:
    """One visit, the findings that came of it, and the form for its solution."""
    reader, actor, form = web_request.reading(), web_request.actor(), SolveForm()
    visit = queries.visit_of(reader, visit_id)
    _only_writers()
    if form.validate_on_submit():
        on, words = form.solved_on.data, str(form.solution.data)
        assert isinstance(on, dt.date)
        if carry_out(form, lambda writer: services.solve(writer, actor, visit_id, on, words)) is not None:
            flash(gettext("已登记。"))
            return redirect(url_for(".show", code=code, visit_id=visit_id), 303)
    page = render_template(
        "supervision/visit.html",
        visit=visit,
        unit=reader.get_one(Unit, (code, visit.unit_id)).name,
        findings=orders.of_visit(reader, actor, visit_id),
        form=form,
        may_write=_may_write(),
        may_issue=bool(orders.offices(reader, actor)) and actor.visiting is None,
    )
    return page, status_of(form)


@bp.get("/briefs")
@requires(Perm.GUIDANCE_READ)
def briefs(code: int) -> ResponseReturnValue:
    """The briefs 信息报送 with this year's figures."""
    reader, outcome, year = web_request.reading(), request.args.get("outcome", ""), time.today().year
    outcome = outcome if outcome in rules.OUTCOMES else ""
    rows, after = queries.briefs(reader, outcome, after=lists.after())
    return render_template(
        "supervision/briefs.html",
        rows=rows,
        outcomes=rules.OUTCOMES,
        shown={name: label for name, (label, _tone) in rules.OUTCOMES.items()},
        chosen=outcome,
        year=year,
        figures=queries.figures(reader, (dt.date(year, 1, 1), dt.date(year, 12, 31))),
        may_write=_may_write(),
        **_steps(".briefs", {"code": code, "outcome": outcome or None}, after),
    )


@bp.route("/briefs/new", methods=["GET", "POST"])
@requires(Perm.GUIDANCE_WRITE)
def new_brief(code: int) -> ResponseReturnValue:
    """Enter a brief that was sent."""
    form = BriefForm()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        made = carry_out(form, lambda writer: services.enter_brief(writer, web_request.actor(), command, key))
        if made is not None:
            flash(gettext("已登记。"))
            return redirect(url_for(".brief", code=code, brief_id=made.id), 303)
    return render_template("supervision/brief_new.html", form=form), status_of(form)


@bp.route("/briefs/<uuid:brief_id>", methods=["GET", "POST"])
@requires(Perm.GUIDANCE_READ)
def brief(code: int, brief_id: UUID) -> ResponseReturnValue:
    """One brief, and the form for what the county made of it."""
    found, form = queries.brief_of(web_request.reading(), brief_id), OutcomeForm()
    _only_writers()
    if form.validate_on_submit():
        what, on, note = str(form.outcome.data), form.on.data, str(form.note.data or "")
        assert isinstance(on, dt.date)
        actor = web_request.actor()
        if carry_out(form, lambda writer: services.answer_brief(writer, actor, brief_id, what, on, note)) is not None:
            flash(gettext("已登记。"))
            return redirect(url_for(".brief", code=code, brief_id=brief_id), 303)
    page = render_template(
        "supervision/brief.html", brief=found, outcomes=rules.OUTCOMES, form=form, may_write=_may_write()
    )
    return page, status_of(form)


def _only_writers() -> None:
    """Refuse a form of who only reads."""
    if request.method == "POST" and not _may_write():
        raise Forbidden(Perm.GUIDANCE_WRITE)


def _may_write() -> bool:
    actor = web_request.actor()
    return actor.visiting is None and actor.may(Perm.GUIDANCE_WRITE)


def _steps(endpoint: str, kept: dict[str, Any], after: queries.Key | None) -> dict[str, str]:
    return {
        "first_url": url_for(endpoint, **kept) if "after" in request.args else "",
        "next_url": url_for(endpoint, **kept, after=lists.after_key(after)) if after else "",
    }
