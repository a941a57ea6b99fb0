"""Projects in the workspace and on the portal."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import clock as time
from core.accounts.access import public, requires
from core.errors import Forbidden
from core.files.models import StoredFile
from core.files.web import keep_all, send
from core.web import request as web_request
from core.web.forms import ActForm, carry_out, status_of
from plugins.frontline.permissions import Perm
from plugins.frontline.projects import queries, rules, services
from plugins.frontline.projects.forms import EndForm, NoteForm, ProjectForm, StageForm
from plugins.frontline.projects.models import Project

bp = Blueprint("frontline_projects", __name__, url_prefix="/w/<int:code>/projects", template_folder="../templates")
portal = Blueprint("frontline_public", __name__, url_prefix="/t/<int:code>/projects", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The projects of the reader's units."""
    rows = queries.of_staff(web_request.reading(), web_request.actor())
    return _list("frontline/projects.html", rows)


def _list(template: str, rows: Sequence[tuple[Project, str]]) -> str:
    stages = queries.stages_of(web_request.reading(), [project.id for project, _unit in rows])
    return render_template(template, rows=rows, stages=stages, standings=rules.STANDINGS, today=time.today())


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.PROJECT)
def new(code: int) -> ResponseReturnValue:
    """Plan a project."""
    actor, form = web_request.actor(), ProjectForm()
    if form.validate_on_submit():
        content, key = form.to_command(), str(form.key.data)
        project = carry_out(form, lambda writer: services.plan(writer, actor, content, key))
        if project is not None:
            flash(gettext("已保存草稿，请由领导公开。"))
            return redirect(url_for(".show", code=code, project_id=project.id), 303)
    return render_template("frontline/project_form.html", form=form, found=None, title=gettext("新建项目")), status_of(
        form
    )


@bp.route("/<uuid:project_id>", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, project_id: UUID) -> ResponseReturnValue:
    """One project with its stages and records; a leader makes it public here."""
    reader, actor, form = web_request.reading(), web_request.actor(), ActForm()
    found = queries.of_actor(reader, actor, project_id)
    if request.method == "GET":
        form.shows(found.project.version)
    if form.validate_on_submit():
        version = form.version.data or 0
        if carry_out(form, lambda writer: services.publish(writer, actor, project_id, version)) is not None:
            flash(gettext("已公开。"))
            return redirect(url_for(".show", code=code, project_id=project_id), 303)
    project = found.project
    page = render_template(
        "frontline/project.html",
        form=form,
        found=found,
        photos=queries.photos_of(reader, found.stages),
        standings=rules.STANDINGS,
        records=rules.RECORDS,
        today=time.today(),
        may_edit=actor.may(Perm.PROJECT, project.unit_id),
        may_publish=project.standing == rules.DRAFT and actor.may(Perm.CHASE, project.unit_id),
        next_stage=next((stage for stage in found.stages if stage.done_on is None), None),
    )
    return page, status_of(form)


@bp.route("/<uuid:project_id>/edit", methods=["GET", "POST"])
@requires(Perm.PROJECT)
def edit(code: int, project_id: UUID) -> ResponseReturnValue:
    """Change a draft."""
    found, actor, form = _own(project_id), web_request.actor(), ProjectForm()
    if request.method == "GET":
        form.prefill(found.project, found.stages)
        form.shows(found.project.version)
    if form.validate_on_submit():
        content, version = form.to_command(), form.version.data or 0
        done = carry_out(form, lambda writer: services.edit(writer, actor, project_id, content, version))
        if done is not None:
            return _back(project_id)
        form.shows(found.project.version)
    page = render_template("frontline/project_form.html", form=form, found=found, title=gettext("修改项目"))
    return page, status_of(form)


@bp.route("/<uuid:project_id>/stages/<int:no>", methods=["GET", "POST"])
@requires(Perm.PROJECT)
def stage(code: int, project_id: UUID, no: int) -> ResponseReturnValue:
    """Note that a stage is done."""
    found, actor, form = _own(project_id), web_request.actor(), StageForm()
    goal = next((stage.goal for stage in found.stages if stage.no == no), None)
    if goal is None:
        abort(404)
    if request.method == "GET":
        form.done_on.data = time.today()
    if form.validate_on_submit():
        photos, refused = keep_all("photos")
        form.add_problems(refused)
        command = form.to_command(photos)
        if not refused:
            done = carry_out(form, lambda writer: services.stage_done(writer, actor, project_id, no, command))
            if done is not None:
                return _back(project_id)
    title = gettext("阶段完成：%(goal)s", goal=goal)
    return render_template("frontline/project_form.html", form=form, found=found, title=title), status_of(form)


@bp.route("/<uuid:project_id>/notes", methods=["GET", "POST"])
@requires(Perm.PROJECT)
def note(code: int, project_id: UUID) -> ResponseReturnValue:
    """Keep a record of the work."""
    found, actor, form = _own(project_id), web_request.actor(), NoteForm()
    if request.method == "GET":
        form.noted_on.data = time.today()
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: services.note(writer, actor, project_id, command, key)) is not None:
            return _back(project_id)
    page = render_template("frontline/project_form.html", form=form, found=found, title=gettext("登记办理记录"))
    return page, status_of(form)


@bp.route("/<uuid:project_id>/end", methods=["GET", "POST"])
@requires(Perm.PROJECT)
def end(code: int, project_id: UUID) -> ResponseReturnValue:
    """Finish or stop it."""
    found, actor, form = _own(project_id), web_request.actor(), EndForm()
    if request.method == "GET":
        form.shows(found.project.version)
    if form.validate_on_submit():
        command, version = form.to_command(), form.version.data or 0
        if carry_out(form, lambda writer: services.end(writer, actor, project_id, command, version)) is not None:
            return _back(project_id)
        form.shows(found.project.version)
    page = render_template("frontline/project_form.html", form=form, found=found, title=gettext("完成或者终止项目"))
    return page, status_of(form)


@bp.get("/<uuid:project_id>/files/<uuid:file_id>")
@requires(Perm.READ)
def file(code: int, project_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A photo of a stage of this project, for the staff."""
    reader = web_request.reading()
    found = queries.of_actor(reader, web_request.actor(), project_id)
    row = reader.scalar(
        select(StoredFile).where(
            StoredFile.id == file_id,
            StoredFile.owner_kind == queries.PHOTOS,
            StoredFile.owner_id.in_([stage.id for stage in found.stages]),
        )
    )
    if row is None:
        abort(404)
    return send(row, web_request.store())


@portal.get("/")
@public
def public_index(code: int) -> ResponseReturnValue:
    """The township's projects, with how far each is."""
    return _list("frontline/public_projects.html", queries.of_public(web_request.reading()))


@portal.get("/<uuid:project_id>")
@public
def public_show(code: int, project_id: UUID) -> ResponseReturnValue:
    """One project: who leads, who watches, its stages with their days, and the records that are public."""
    found = queries.whole(web_request.reading(), project_id, queries.public())
    return render_template(
        "frontline/public_project.html",
        found=found,
        photos={},
        standings=rules.STANDINGS,
        records=rules.RECORDS,
        today=time.today(),
    )


def _own(project_id: UUID) -> queries.Whole:
    """A project whose unit's work the reader does."""
    found = queries.of_actor(web_request.reading(), web_request.actor(), project_id)
    if not web_request.actor().may(Perm.PROJECT, found.project.unit_id):
        raise Forbidden(Perm.PROJECT)
    return found


def _back(project_id: UUID) -> ResponseReturnValue:
    flash(gettext("已保存。"))
    return redirect(url_for(".show", code=web_request.tenant().id, project_id=project_id), 303)
