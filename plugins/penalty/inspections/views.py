"""Inspections in the workspace and on the portal: plans, who is inspected by whom, and what was found."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import public, requires
from core.db import ScopedSession
from core.web import request as web_request
from core.web.forms import ActForm, carry_out, status_of
from core.web.lists import case_url
from plugins.penalty.inspections import queries, services
from plugins.penalty.inspections.forms import FollowForm, FoundForm, PlanForm
from plugins.penalty.inspections.rules import RESULTS
from plugins.penalty.permissions import Perm

bp = Blueprint(
    "penalty_inspections", __name__, url_prefix="/w/<int:code>/penalty/inspections", template_folder="../templates"
)
portal = Blueprint(
    "penalty_inspected", __name__, url_prefix="/t/<int:code>/inspections", template_folder="../templates"
)


def _year() -> int:
    asked, this = request.args.get("year", ""), time.today().year
    return int(asked) if asked.isascii() and asked.isdecimal() and 2000 < int(asked[:5]) <= this else this


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The plans of a year with those that were drawn."""
    reader, year = web_request.reading(), _year()
    found = queries.of_year(reader, year)
    cases = queries.cases_of(reader, found)
    return render_template(
        "penalty/inspections/index.html",
        found=found,
        year=year,
        years=range(time.today().year, time.today().year - 3, -1),
        officers=queries.officers_of(reader, found),
        cases={one: (case.number, case_url(case)) for one, case in cases.items()},
        results=RESULTS,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.PUBLISH)
def plan(code: int) -> ResponseReturnValue:
    """Announce what is inspected."""
    form, actor = PlanForm(), web_request.actor()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: services.plan(writer, actor, command, key)) is not None:
            flash(gettext("抽查计划已公布。"))
            return redirect(url_for(".index", code=code), 303)
    return render_template("penalty/inspections/plan.html", form=form), status_of(form)


@bp.route("/<uuid:inspected_id>", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, inspected_id: UUID) -> ResponseReturnValue:
    """One that was drawn: its record is entered here."""
    reader, actor, form = web_request.reading(), web_request.actor(), FoundForm()
    _plan, row = queries.one(reader, inspected_id)
    if not form.is_submitted():
        form.held_on.data, form.result.data, form.record.data = row.held_on or time.today(), row.result, row.record
    if form.validate_on_submit():
        command = form.to_command()
        if carry_out(form, lambda writer: services.record(writer, actor, inspected_id, command)):
            flash(gettext("已登记。"))
            return redirect(url_for(".show", code=code, inspected_id=inspected_id), 303)
    return _show(inspected_id, form, FollowForm(formdata=None))


def _show(inspected_id: UUID, form: FoundForm, follow: FollowForm) -> tuple[str, int]:
    reader, actor = web_request.reading(), web_request.actor()
    plan_row, row = queries.one(reader, inspected_id)
    found = [queries.Planned(plan_row, [row])]
    named = queries.officers_of(reader, found)
    pair = [named[one] for one in (row.first_id, row.second_id) if one is not None]
    form.shows(row.version)
    follow.shows(row.version)
    page = render_template(
        "penalty/inspections/show.html",
        plan=plan_row,
        row=row,
        form=form,
        follow=follow,
        act=ActForm(formdata=None, version=row.version),
        officers=pair,
        case=next(((case.number, case_url(case)) for case in queries.cases_of(reader, found).values()), None),
        results=RESULTS,
        mine=actor.account_id in {one.account_id for one in pair} and not row.published,
        may_publish=actor.may(Perm.PUBLISH) and bool(row.result) and not row.published,
        may_follow=actor.may(Perm.HANDLE) and row.result == "offence" and row.case_id is None,
    )
    return page, status_of(form, follow)


@bp.post("/<uuid:inspected_id>/<any(follow,publish):then>")
@requires(Perm.READ)
def step(code: int, inspected_id: UUID, then: str) -> ResponseReturnValue:
    """Name the case that followed, or publish the result."""
    actor, form = web_request.actor(), FollowForm() if then == "follow" else ActForm()
    queries.one(web_request.reading(), inspected_id)
    seen, number = int(form.version.data or 0), str(form["number"].data or "") if "number" in form else ""

    def service(writer: ScopedSession) -> object:
        if then == "follow":
            return services.follow(writer, actor, inspected_id, number, seen)
        return services.publish(writer, actor, inspected_id, seen)

    if form.validate_on_submit() and carry_out(form, service):
        flash(gettext("已登记。") if then == "follow" else gettext("检查结果已公布。"))
        return redirect(url_for(".show", code=code, inspected_id=inspected_id), 303)
    shown = form if isinstance(form, FollowForm) else FollowForm(formdata=None)
    told = FoundForm(formdata=None)
    told.form_errors += [] if isinstance(form, FollowForm) else form.form_errors
    return _show(inspected_id, told, shown)[0], 422


@portal.get("/")
@public
def home(code: int) -> ResponseReturnValue:
    """What is inspected in a year, and what was found."""
    year = _year()
    return render_template(
        "penalty/portal/inspections.html",
        found=queries.of_year(web_request.reading(), year),
        year=year,
        years=range(time.today().year, time.today().year - 3, -1),
        results=RESULTS,
    )
