"""Joint meetings in the workspace: the general office calls and records, every unit reads and reports what it did."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock as time
from core.accounts.access import requires
from core.documents.permissions import Perm as Papers
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.supervision import office
from plugins.supervision.complaint.queries import units_to_name
from plugins.supervision.meeting import queries, rules, services
from plugins.supervision.meeting.forms import FIXED, CallForm, DoneForm, MakeForm, ResolveForm, held_form
from plugins.supervision.meeting.models import Meeting
from plugins.supervision.permissions import Perm

bp = Blueprint("supervision_meetings", __name__, url_prefix="/w/<int:code>/meetings", template_folder="../templates")
MAKERS = {"minutes": services.make_minutes, "circular": services.make_circular}


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The meetings, the newest first, and what waits for the next."""
    reader = web_request.reading()
    keeps = office.may(reader, web_request.actor(), Perm.MEETING, office.GENERAL)
    return render_template(
        "supervision/meetings.html",
        rows=queries.all_of(reader),
        states=rules.STATES,
        keeps=keeps,
        waiting=queries.waiting(reader) if keeps else [],
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.MEETING)
def new(code: int) -> ResponseReturnValue:
    """Call a meeting."""
    reader, actor, form = web_request.reading(), web_request.actor(), CallForm()
    office.refuse(reader, actor, Perm.MEETING, office.GENERAL)
    form.offer(queries.waiting(reader))
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        made = carry_out(form, lambda writer: services.call(writer, actor, command, key).id)
        if made is not None:
            return redirect(url_for(".show", code=code, meeting_id=made), 303)
    return render_template("supervision/meeting_call.html", form=form), status_of(form)


@bp.get("/<uuid:meeting_id>")
@requires(Perm.READ)
def show(code: int, meeting_id: UUID) -> ResponseReturnValue:
    """One meeting."""
    return _page(queries.meeting_of(web_request.reading(), meeting_id))


@bp.route("/<uuid:meeting_id>/record", methods=["GET", "POST"])
@requires(Perm.MEETING)
def record(code: int, meeting_id: UUID) -> ResponseReturnValue:
    """Who was there, and what became of each item."""
    reader, actor = web_request.reading(), web_request.actor()
    office.refuse(reader, actor, Perm.MEETING, office.GENERAL)
    meeting = queries.meeting_of(reader, meeting_id)
    items = queries.agenda_of(reader, meeting)
    form = held_form(items)()
    if not form.is_submitted():
        form.show(meeting, items)
    elif form.validate():
        held, version = form.to_command(items), int(form.version.data or 0)
        if carry_out(form, lambda writer: services.hold(writer, actor, meeting_id, held, version)) is not None:
            return redirect(url_for(".show", code=code, meeting_id=meeting_id), 303)
        form.shows(meeting.version)
    page = render_template("supervision/meeting_record.html", form=form, meeting=meeting, fixed=FIXED)
    return page, status_of(form)


@bp.route("/<uuid:meeting_id>/resolve", methods=["GET", "POST"])
@requires(Perm.MEETING)
def resolve(code: int, meeting_id: UUID) -> ResponseReturnValue:
    """Enter what somebody is to do."""
    reader, actor, form = web_request.reading(), web_request.actor(), ResolveForm()
    office.refuse(reader, actor, Perm.MEETING, office.GENERAL)
    meeting = queries.meeting_of(reader, meeting_id)
    form.offer(queries.agenda_of(reader, meeting), units_to_name(reader, code))
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: services.resolve(writer, actor, meeting_id, command, key)) is not None:
            return redirect(url_for(".show", code=code, meeting_id=meeting_id), 303)
    return render_template("supervision/meeting_resolve.html", form=form, meeting=meeting), status_of(form)


@bp.post("/<uuid:meeting_id>/<any(minutes, circular):paper>")
@requires(Perm.MEETING)
def make(code: int, meeting_id: UUID, paper: str) -> ResponseReturnValue:
    """Draft the minutes or the circular, and open the draft."""
    reader, actor, form = web_request.reading(), web_request.actor(), MakeForm()
    office.refuse(reader, actor, Perm.MEETING, office.GENERAL)
    meeting = queries.meeting_of(reader, meeting_id)
    if form.validate_on_submit():
        version, key = int(form.version.data or 0), str(form.key.data)
        made = carry_out(form, lambda writer: MAKERS[paper](writer, actor, meeting_id, version, key).id)
        if made is not None:
            return redirect(url_for("documents.show", code=code, document_id=made), 303)
    return _page(meeting, form)


@bp.get("/resolutions")
@requires(Perm.READ)
def resolutions(code: int) -> ResponseReturnValue:
    """What meetings resolved and is not done yet, the earliest due first."""
    reader, actor = web_request.reading(), web_request.actor()
    rows = queries.resolutions(reader, open_only=True)
    mine = {owed.row.id for owed in rows if services.may_finish(reader, actor, owed.row)}
    return render_template("supervision/resolutions.html", rows=rows, mine=mine, today=time.today())


@bp.route("/resolutions/<uuid:resolution_id>", methods=["GET", "POST"])
@requires(Perm.READ)
def finish(code: int, resolution_id: UUID) -> ResponseReturnValue:
    """One resolution, and that it was carried out."""
    reader, actor, form = web_request.reading(), web_request.actor(), DoneForm()
    owed = queries.resolution_of(reader, resolution_id)
    if form.validate_on_submit():
        done = str(form.done.data)
        if carry_out(form, lambda writer: services.finish(writer, actor, resolution_id, done)) is not None:
            return redirect(url_for(".show", code=code, meeting_id=owed.row.meeting_id), 303)
    page = render_template(
        "supervision/resolution.html",
        form=form,
        owed=owed,
        closed=queries.meeting_of(reader, owed.row.meeting_id).stage == "closed",
        mine=services.may_finish(reader, actor, owed.row),
    )
    return page, status_of(form)


def _page(meeting: Meeting, *sent: KeyedForm) -> ResponseReturnValue:
    reader, actor, form = web_request.reading(), web_request.actor(), MakeForm()
    form.shows(meeting.version)
    page = render_template(
        "supervision/meeting.html",
        meeting=meeting,
        states=rules.STATES,
        outcomes=rules.OUTCOMES,
        items=queries.agenda_of(reader, meeting),
        owed=queries.resolutions_of(reader, meeting),
        keeps=office.may(reader, actor, Perm.MEETING, office.GENERAL),
        drafts=actor.may(Papers.DRAFT),
        today=time.today(),
        form=form,
        sent=sent,
    )
    return page, status_of(*sent)
