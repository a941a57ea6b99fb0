"""Driving key works from five sides 五个倒逼 (实施方案四(三)2), and the December inspection, in the workspace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import clock as time
from core.accounts.access import requires
from core.calendar.services import latest
from core.cases.models import Case
from core.comments.queries import shown_of
from core.i18n import N_
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.goals import comments, inspecting, plan, queries
from plugins.goals.forms.base import EPOCH
from plugins.goals.inspecting import Found
from plugins.goals.models import Entry, KeyWork
from plugins.goals.permissions import Perm
from plugins.goals.views import asked_year
from plugins.goals.watch_forms import ListForm, LookForm, ResultForm

bp = Blueprint("goals_watch", __name__, url_prefix="/w/<int:code>/goals/watch", template_folder="templates")
# In the words of 实施方案四(三)2.
SIDES: Mapping[str, str] = {
    "progress": N_("以目标倒逼进度"),
    "procedure": N_("以时间倒逼程序"),
    "person": N_("以任务倒逼责任人"),
    "supervision": N_("以督查倒逼落实"),
    "public": N_("以社会倒逼部门"),
}
Row = tuple[KeyWork, Case, Unit]


@dataclass(frozen=True, slots=True)
class Open:
    """A stage that is not done, with its work, its last responsible moment, and how it stands."""

    row: Row
    stage: plan.Stage
    begins_on: object
    last: plan.Moment
    standing: str


@bp.get("/")
@requires(Perm.READ)
def sides(code: int) -> ResponseReturnValue:
    """The running key works of a year from one of the five sides."""
    reader, year = web_request.reading(), asked_year()
    side = request.args.get("side", "")
    side = side if side in SIDES else next(iter(SIDES))
    rows = [row for row in queries.of_year(reader, web_request.actor(), year) if row[1].state == "running"]
    ids = [case.id for _, case, _ in rows]
    stages = queries.stages_of(reader, ids)
    found = _open(rows, stages)
    return render_template(
        "goals/sides.html",
        sides=SIDES,
        side=side,
        year=year,
        rows=rows,
        stages=stages,
        open=found,
        late=_late(found),
        people=_people(found),
        entries=_entries(ids) if side == "supervision" else {},
        comments=shown_of(reader, comments.KIND, ids) if side == "public" else {},
        may_look=web_request.actor().may(Perm.PUBLISH),
    )


def _open(rows: Sequence[Row], stages: Mapping[UUID, tuple[plan.Stage, ...]]) -> list[Open]:
    """The stages that are not done, the one that must begin first at the top."""
    calendar, today, found = latest(), time.today(), []
    for row in rows:
        work, case, _ = row
        last = plan.moments(stages[case.id], work.ends_on, calendar)
        found += [
            Open(row, one, plan.begins(one, calendar), last[one.no], queries.standing(one, last[one.no], today))
            for one in stages[case.id]
            if one.done_on is None
        ]
    return sorted(found, key=lambda one: (one.last.begin, one.stage.planned_on, one.stage.no))


def _late(found: Sequence[Open]) -> Mapping[UUID, list[Open]]:
    """What is past its day, by work."""
    late: dict[UUID, list[Open]] = {}
    for one in found:
        if one.standing == "overdue":
            late.setdefault(one.row[1].id, []).append(one)
    return late


def _people(found: Sequence[Open]) -> list[tuple[str, list[Open]]]:
    """The open stages by who answers for the work."""
    people: dict[tuple[str, str], list[Open]] = {}
    for one in found:
        people.setdefault((one.row[2].code, one.row[0].head), []).append(one)
    return [(head, people[unit, head]) for unit, head in sorted(people)]


def _entries(ids: Sequence[UUID]) -> Mapping[UUID, list[Entry]]:
    """What supervision found and which obstacles were raised, by work."""
    query = select(Entry).where(Entry.case_id.in_(ids), Entry.kind.in_(("supervision", "obstacle")))
    found: dict[UUID, list[Entry]] = {}
    for row in web_request.reading().scalars(query.order_by(Entry.at, Entry.id)):
        found.setdefault(row.case_id, []).append(row)
    return found


@bp.route("/comments", methods=["GET", "POST"])
@requires(Perm.PUBLISH)
def look(code: int) -> ResponseReturnValue:
    """What the public said and nobody looked at yet: show it, or say why not."""
    reader, actor, form = web_request.reading(), web_request.actor(), LookForm()
    waiting = comments.waiting(reader)
    form.comment.choices = [
        (str(row.id), f"{work.name}｜{row.name or gettext('匿名')}：{row.words}") for row, work in waiting
    ]
    if form.validate_on_submit():
        which, command, answer = UUID(form.comment.data), form.to_command(), str(form.answer.data or "")
        if carry_out(form, lambda writer: comments.look(writer, actor, which, command, answer)):
            flash(gettext("已处理。"))
            return redirect(url_for(".look", code=code), 303)
    return render_template("goals/comments.html", form=form, waiting=waiting), status_of(form)


@bp.route("/inspection", methods=["GET", "POST"])
@requires(Perm.READ)
def inspection(code: int) -> ResponseReturnValue:
    """The organs to be inspected in a year, half of all, with what was found; the supervision office makes the list."""
    reader, actor, year, form = web_request.reading(), web_request.actor(), asked_year(), ListForm()
    organs, there = inspecting.organs(reader), inspecting.of_year(reader, year)
    form.units.choices = [(str(unit.id), unit.name) for unit in organs if unit.id not in there]
    if form.validate_on_submit():
        chosen = [UUID(unit_id) for unit_id in form.units.data or ()]
        if carry_out(form, lambda writer: inspecting.put_on_list(writer, actor, year, chosen)) is not None:
            flash(gettext("已列入抽查名单。"))
            return redirect(url_for(".inspection", code=code, year=year), 303)
    page = render_template(
        "goals/inspection.html",
        form=form,
        year=year,
        organs=organs,
        there=there,
        least=inspecting.least(reader, year, len(organs)),
        done=sum(row.held_on is not None for row in there.values()),
        may_inspect=actor.may(Perm.SUPERVISE),
        this_year=time.today().year,
    )
    return page, status_of(form)


@bp.route("/inspection/<uuid:inspection_id>", methods=["GET", "POST"])
@requires(Perm.SUPERVISE)
def result(code: int, inspection_id: UUID) -> ResponseReturnValue:
    """Enter what an inspection found."""
    reader, actor, form = web_request.reading(), web_request.actor(), ResultForm()
    row = inspecting.inspection(reader, inspection_id)
    unit = reader.get_one(Unit, (code, row.unit_id))
    if request.method == "GET" and row.held_on is not None:
        form.held_on.data, form.good.data, form.result.data = row.held_on, "yes" if row.good else "no", row.result
    if form.validate_on_submit():
        found = Found(form.held_on.data or EPOCH, form.good.data == "yes", str(form.result.data))
        if carry_out(form, lambda writer: inspecting.enter(writer, actor, inspection_id, found)):
            flash(gettext("已登记。"))
            return redirect(url_for(".inspection", code=code, year=row.year), 303)
    works = [one for one in queries.of_year(reader, actor, row.year, row.unit_id) if one[1].state != "draft"]
    stages = queries.stages_of(reader, [case.id for _, case, _ in works])
    return render_template("goals/result.html", form=form, row=row, unit=unit, works=works, stages=stages), status_of(
        form
    )
