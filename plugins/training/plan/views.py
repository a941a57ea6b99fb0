"""Pages of a plan: what it says with the quota and its filing, and the lists it is edited by."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.duties import rules as duties
from core.errors import Forbidden
from core.schemes.queries import quotas
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.training import rules
from plugins.training.models import Plan
from plugins.training.permissions import Perm
from plugins.training.plan import queries, services
from plugins.training.plan.forms import FileForm, NeedsForm, TopicsForm, shown
from plugins.training.plan.services import Change
from plugins.training.who import YEARS, may_edit, may_file, unit_of

bp = Blueprint(
    "training_plan",
    __name__,
    url_prefix="/w/<int:code>/training/units/<uuid:unit_id>/<int:year>/plan",
    template_folder="../templates",
)


@bp.route("", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """A plan: needs, topics, what the quota still lacks, how its filing stands, and its editions."""
    unit = _unit(unit_id, year)
    reader, actor = web_request.reading(), web_request.actor()
    plan, form = queries.plan_of(reader, unit_id, year), FileForm()
    if form.validate_on_submit():
        key, version, reason = str(form.key.data), form.version.data or 0, str(form.late_reason.data or "").strip()
        if carry_out(form, lambda writer: services.file_plan(writer, actor, unit_id, year, version, key, reason)):
            flash(gettext("计划已经报送备案。"))
            return redirect(url_for(".show", code=code, unit_id=unit_id, year=year), 303)
    duty = queries.duty_of(reader, "scheme.training.plan", unit_id, year)
    if plan is not None:
        form.shows(plan.version)
    owed = duty is not None and duty.state in duties.OWED
    page = render_template(
        "training/plan.html",
        unit=unit,
        year=year,
        plan=plan,
        form=form,
        duty=duty,
        labels=duties.LABELS,
        tags=rules.TAGS,
        hours=rules.hours,
        total=rules.hours(sum(queries.planned(plan).values())),
        short=rules.quota(queries.submission(plan), quotas(reader, rules.QUOTA, year)) if plan is not None else [],
        editions=queries.editions(reader, plan) if plan is not None else [],
        may_edit=may_edit(actor, unit_id),
        may_file=owed and plan is not None and may_file(actor, unit_id),
        late=owed and duty is not None and time.today() > duty.due_on,
    )
    return page, status_of(form)


@bp.route("/topics", methods=["GET", "POST"])
@requires(Perm.EDIT)
def topics(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """Edit the topics; asked for, the server says what the quota lacks and saves nothing."""
    unit = _editable(unit_id, year)
    plan = queries.plan_of(web_request.reading(), unit_id, year)
    form = TopicsForm()
    form.begin([shown(topic) for topic in plan.topics] if plan is not None else [])
    if form.is_submitted() and not form.more:
        good = form.validate()
        if good and not form.asks and _saved(form, unit_id, year, form.to_command):
            return redirect(url_for(".show", code=code, unit_id=unit_id, year=year), 303)
    elif not form.is_submitted():
        form.theme.data = plan.theme if plan is not None else rules.THEME
        form.shows(plan.version if plan is not None else 0)
    known = [(topic["name"], rules.hours(topic["quarters"])) for topic in form.topics()]
    page = render_template(
        "training/topics.html",
        unit=unit,
        year=year,
        plan=plan,
        form=form,
        total=sum(each for _, each in known),
        short=rules.shortfalls(known, quotas(web_request.reading(), rules.QUOTA, year)),
        looked=form.is_submitted() or plan is not None,
    )
    return page, status_of(form, *form.rows)


@bp.route("/needs", methods=["GET", "POST"])
@requires(Perm.EDIT)
def needs(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """Edit the needs 缺什么补什么."""
    unit = _editable(unit_id, year)
    plan = queries.plan_of(web_request.reading(), unit_id, year)
    form = NeedsForm()
    form.begin(plan.needs if plan is not None else [])
    if form.is_submitted() and not form.more:
        if form.validate() and _saved(form, unit_id, year, form.to_command):
            return redirect(url_for(".show", code=code, unit_id=unit_id, year=year), 303)
    elif not form.is_submitted():
        form.shows(plan.version if plan is not None else 0)
    page = render_template("training/needs.html", unit=unit, year=year, plan=plan, form=form)
    return page, status_of(form, *form.rows)


def _saved(form: TopicsForm | NeedsForm, unit_id: UUID, year: int, command: Callable[[], Change]) -> Plan | None:
    actor, told = web_request.actor(), command()
    made = carry_out(form, lambda writer: services.change(writer, actor, unit_id, year, told))
    if made is not None:
        flash(gettext("计划已保存。"))
    return made


def _unit(unit_id: UUID, year: int) -> Unit:
    if year not in YEARS:
        abort(404)
    return unit_of(web_request.reading(), web_request.actor(), unit_id)


def _editable(unit_id: UUID, year: int) -> Unit:
    unit = _unit(unit_id, year)
    if not may_edit(web_request.actor(), unit_id):
        raise Forbidden(Perm.EDIT)
    return unit
