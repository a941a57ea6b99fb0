"""Diary and plan of visits in the workspace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import clock as time
from core.accounts.access import requires
from core.cases.models import Case
from core.cases.queries import readable
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import asked_id
from plugins.frontline.diary import queries, rules, services
from plugins.frontline.diary.forms import DropForm, EntryForm, PlanForm
from plugins.frontline.issues import queries as issues
from plugins.frontline.issues.rules import MATTERS
from plugins.frontline.issues.views import SLIP
from plugins.frontline.permissions import Perm

bp = Blueprint("frontline_diary", __name__, url_prefix="/w/<int:code>/diary", template_folder="../templates")
visiting = Blueprint("frontline_visits", __name__, url_prefix="/w/<int:code>/visits", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The diary, the last written first."""
    reader, asked = web_request.reading(), request.args
    kind, village = asked.get("kind", "") if asked.get("kind") in rules.TAGS else "", asked_id("village")
    rows, further = queries.entries(reader, web_request.actor(), kind, village, asked_id("after"))
    kept: dict[str, Any] = {"kind": kind or None, "village": village}
    return render_template(
        "frontline/diary.html",
        rows=rows,
        tags=rules.TAGS,
        villages={str(unit): name for unit, name in issues.villages(reader).items()},
        chosen={"kind": kind, "village": village or ""},
        next_url=url_for(".index", code=code, **kept, after=further) if further else "",
        first_url=url_for(".index", code=code, **kept) if "after" in asked else "",
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.DIARY)
def new(code: int) -> ResponseReturnValue:
    """Write an entry; ``visit`` in the address is the planned visit that it is about."""
    reader, actor, form, visit_id = web_request.reading(), web_request.actor(), EntryForm(), asked_id("visit")
    form.offer(reader)
    visit = queries.visit_of(reader, visit_id) if visit_id is not None else None
    if request.method == "GET":
        form.visited_on.data = time.today()
        if visit is not None:
            form.village.data, form.led_by.data, form.words.data = str(visit.village_id), visit.leader, visit.purpose
    if form.validate_on_submit():
        command, key = form.to_command(visit_id), str(form.key.data)
        entry = carry_out(form, lambda writer: services.write(writer, actor, command, key))
        if entry is not None:
            flash(gettext("已保存。"))
            return redirect(url_for(".show", code=code, entry_id=entry.id), 303)
    return render_template("frontline/diary_new.html", form=form, visit=visit), status_of(form)


@bp.route("/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, entry_id: UUID) -> ResponseReturnValue:
    """One entry; its problem becomes an issue in one press."""
    reader, actor, form = web_request.reading(), web_request.actor(), KeyedForm()
    entry = queries.entry_of(reader, actor, entry_id)
    raised = queries.raised_from(reader, entry)
    if form.validate_on_submit():
        key = str(form.key.data)
        case = carry_out(form, lambda writer: services.raise_issue(writer, actor, entry_id, key))
        if case is not None:
            session[SLIP] = str(case.id)
            return redirect(url_for("frontline_issues.slip", code=code, case_id=case.id), 303)
    page = render_template(
        "frontline/diary_entry.html",
        form=form,
        entry=entry,
        label=rules.TAGS[entry.kind],
        matter=MATTERS.get(entry.matter, ""),
        village=issues.villages(reader).get(entry.village_id, "") if entry.village_id else "",
        raised=raised,
        opens=raised is not None
        and reader.scalar(select(Case.id).where(Case.id == raised.id, readable(actor))) is not None,
    )
    return page, status_of(form)


@visiting.get("/", endpoint="index")
@requires(Perm.READ)
def plan_of_visits(code: int) -> ResponseReturnValue:
    """Who visits which village when, done or not; what is past its day without an entry is marked."""
    rows = queries.visits(web_request.reading())
    return render_template(
        "frontline/visits.html",
        rows=rows,
        stages=rules.STAGES,
        today=time.today(),
        me=web_request.actor().account_id,
        done=sum(visit.stage == rules.DONE for visit, _village, _entry in rows),
    )


@visiting.route("/new", methods=["GET", "POST"])
@requires(Perm.PLAN)
def new_visit(code: int) -> ResponseReturnValue:
    """Plan a visit."""
    reader, actor, form = web_request.reading(), web_request.actor(), PlanForm()
    form.offer(reader)
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: services.plan(writer, actor, command, key)) is not None:
            flash(gettext("已保存。"))
            return redirect(url_for(".index", code=code), 303)
    return render_template("frontline/visit_form.html", form=form, visit=None), status_of(form)


@visiting.route("/<uuid:visit_id>/drop", methods=["GET", "POST"])
@requires(Perm.PLAN)
def drop(code: int, visit_id: UUID) -> ResponseReturnValue:
    """Call a visit off."""
    actor, form = web_request.actor(), DropForm()
    visit = queries.visit_of(web_request.reading(), visit_id)
    if form.validate_on_submit():
        reason = str(form.reason.data)
        if carry_out(form, lambda writer: services.drop(writer, actor, visit_id, reason)) is not None:
            flash(gettext("已取消。"))
            return redirect(url_for(".index", code=code), 303)
    return render_template("frontline/visit_form.html", form=form, visit=visit), status_of(form)
