"""Pages of sessions: registering, who came, the sheet, courseware and the three questions."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core import clock as time
from core.accounts.access import requires, requires_any
from core.documents.issuing import PDF
from core.errors import Forbidden, Problem
from core.files import services as files
from core.files.models import StoredFile
from core.files.web import download, keep_all, send
from core.i18n import N_
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.training import rules
from plugins.training.models import Training
from plugins.training.permissions import Perm
from plugins.training.plan.forms import ticked
from plugins.training.plan.queries import names, plan_of
from plugins.training.sessions import prints, queries, services
from plugins.training.sessions.forms import AnswersForm, AttendanceForm, CoursewareForm, HoldForm
from plugins.training.who import YEARS, may_edit, sees, unit_of

bp = Blueprint(
    "training_sessions", __name__, url_prefix="/w/<int:code>/training/sessions", template_folder="../templates"
)


@bp.route("/new/<uuid:unit_id>/<int:year>", methods=["GET", "POST"])
@requires(Perm.EDIT)
def new(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """Register a session of a unit."""
    reader, actor = web_request.reading(), web_request.actor()
    if year not in YEARS:
        abort(404)
    unit = unit_of(reader, actor, unit_id)
    if not may_edit(actor, unit_id):
        raise Forbidden(Perm.EDIT)
    plan = plan_of(reader, unit_id, year)
    form = HoldForm().offer(names(plan))
    if request.method == "GET":
        topic = (
            next((each for each in plan.topics if each["code"] == request.args.get("topic")), None) if plan else None
        )
        if topic is not None:
            form.topic_code.data, form.quarters.data = topic["code"], str(rules.hours(topic["quarters"]))
            form.lecturer.data, form.form.data, form.tag.data = topic["lecturer"], topic["form"], topic["tag"]
    elif form.validate():
        key, command = str(form.key.data), form.to_command()
        made = carry_out(form, lambda writer: services.register(writer, actor, unit_id, command, key).id)
        if made is not None:
            flash(gettext("培训已登记。"))
            return redirect(url_for(".show", code=code, session_id=made), 303)
    page = render_template("training/session_form.html", form=form, unit=unit, year=year, training=None)
    return page, status_of(form)


@bp.route("/<uuid:session_id>", methods=["GET", "POST"])
@requires_any((Perm.READ, Perm.OWN))
def show(code: int, session_id: UUID) -> ResponseReturnValue:
    """One session: what was registered, who came as far as the reader sees it, courseware, and what people thought."""
    reader, actor = web_request.reading(), web_request.actor()
    training = queries.session_of(reader, actor, session_id)
    form = CoursewareForm()
    if form.validate_on_submit() and _kept(form, training):
        flash(gettext("课件已存档。"))
        return redirect(url_for(".show", code=code, session_id=session_id), 303)
    row, people = queries.own_row(reader, actor, training), queries.seen_of(reader, actor, training)
    edits = may_edit(actor, training.unit_id)
    page = render_template(
        "training/session.html",
        training=training,
        unit=_unit(training),
        form=form,
        people=people,
        states=rules.STATES,
        tags=rules.TAGS,
        hours=rules.hours,
        courseware=files.of_owner(reader, queries.OWNER, training.id),
        opinions=queries.opinions(reader, training),
        may_edit=edits,
        begun=training.held_on <= time.today(),
        may_answer=queries.may_answer(row),
        reads=sees(reader, actor, training.unit_id),
    )
    return page, status_of(form)


@bp.route("/<uuid:session_id>/edit", methods=["GET", "POST"])
@requires(Perm.EDIT)
def edit(code: int, session_id: UUID) -> ResponseReturnValue:
    """Put right what was registered."""
    reader, actor, training = web_request.reading(), web_request.actor(), _editable(session_id)
    form = HoldForm().offer(names(plan_of(reader, training.unit_id, training.held_on.year)))
    if request.method == "GET":
        form.fill(training)
        form.shows(training.version)
    elif form.validate():
        version, command = form.version.data or 0, form.to_command()
        if carry_out(form, lambda writer: services.change(writer, actor, session_id, version, command)):
            flash(gettext("培训登记已修改。"))
            return redirect(url_for(".show", code=code, session_id=session_id), 303)
        form.shows(training.version)
    page = render_template(
        "training/session_form.html",
        form=form,
        unit=_unit(training),
        year=training.held_on.year,
        training=training,
    )
    return page, status_of(form)


@bp.route("/<uuid:session_id>/attendance", methods=["GET", "POST"])
@requires(Perm.EDIT)
def attendance(code: int, session_id: UUID) -> ResponseReturnValue:
    """Who came: boxes to tick, names to paste, a spreadsheet to read; what is read is ticked, then saved."""
    reader, actor, training = web_request.reading(), web_request.actor(), _editable(session_id)
    people, form = queries.listed(reader, training), AttendanceForm()
    present = {one.person.id for one in people if one.row is not None and one.row.came == rules.PRESENT}
    excused = {one.person.id for one in people if one.row is None} if training.entered_at is not None else set()
    if form.is_submitted():
        good = form.validate()
        came, missed, problems = form.read({one.person.id: one.person.name for one in people})
        present = (ticked("present") | came) - missed
        excused = ticked("excused") - came - missed
        if problems:
            form.add_problems([*problems, Problem(N_("没有保存。读到的人已经勾选，请改正后再保存。"))])
        elif good and not form.asks:
            version = form.version.data or 0
            if carry_out(form, lambda writer: services.attend(writer, actor, session_id, version, present, excused)):
                flash(ngettext("已登记，%(num)d人到场。", "已登记，%(num)d人到场。", len(present)))
                return redirect(url_for(".show", code=code, session_id=session_id), 303)
    form.shows(training.version)
    page = render_template(
        "training/attendance.html",
        form=form,
        training=training,
        unit=_unit(training),
        people=people,
        present=present,
        excused=excused,
        read=form.asks and not form.errors,
    )
    return page, status_of(form)


@bp.get("/<uuid:session_id>/sheet")
@requires(Perm.READ)
def sheet(code: int, session_id: UUID) -> ResponseReturnValue:
    """The sign-in sheet, for whoever keeps the register."""
    training = _editable(session_id)
    reader = web_request.reading()
    address = web_request.address("training_sessions.show", code=code, session_id=session_id)
    made = prints.sign_in_sheet(reader, training, queries.listed(reader, training), address)
    return download(made, PDF, f"签到表-{training.topic}-{training.held_on.isoformat()}.pdf")


@bp.get("/<uuid:session_id>/courseware/<uuid:file_id>")
@requires_any((Perm.READ, Perm.OWN))
def courseware(code: int, session_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file of the courseware."""
    reader = web_request.reading()
    training = queries.session_of(reader, web_request.actor(), session_id)
    row = reader.get(StoredFile, (code, file_id))
    if row is None or (row.owner_kind, row.owner_id) != (queries.OWNER, training.id):
        abort(404)
    return send(row, web_request.store())


@bp.route("/<uuid:session_id>/answers", methods=["GET", "POST"])
@requires_any((Perm.READ, Perm.OWN))
def answers(code: int, session_id: UUID) -> ResponseReturnValue:
    """The three questions, for who came; nobody sees who answered what."""
    reader, actor = web_request.reading(), web_request.actor()
    training = queries.session_of(reader, actor, session_id)
    row, form = queries.own_row(reader, actor, training), AnswersForm()
    if row is None or row.came == rules.ABSENT:
        abort(404)
    if form.validate_on_submit():
        told = {name: str(form[name].data or "") for name in rules.QUESTIONS}
        if carry_out(form, lambda writer: services.answer(writer, actor, session_id, told)):
            flash(gettext("谢谢，已经计入。"))
            return redirect(url_for(".show", code=code, session_id=session_id), 303)
    page = render_template(
        "training/answers.html",
        form=form,
        training=training,
        unit=_unit(training),
        answered=row.answered,
        reads=sees(reader, actor, training.unit_id),
    )
    return page, status_of(form)


def _kept(form: CoursewareForm, training: Training) -> bool:
    """Whether the files that were sent are kept; why not stands on the form."""
    if not may_edit(web_request.actor(), training.unit_id):
        raise Forbidden(Perm.EDIT)
    found, problems = keep_all("files")
    form.add_problems(problems or ([] if found else [Problem(N_("请选择文件。"), "files")]))
    if form.errors:
        return False
    actor, session_id = web_request.actor(), training.id
    return carry_out(form, lambda writer: services.add_courseware(writer, actor, session_id, found)) is not None


def _editable(session_id: UUID) -> Training:
    training = queries.session_of(web_request.reading(), web_request.actor(), session_id)
    if not may_edit(web_request.actor(), training.unit_id):
        raise Forbidden(Perm.EDIT)
    return training


def _unit(training: Training) -> Unit:
    return web_request.reading().get_one(Unit, (training.tenant_id, training.unit_id))
