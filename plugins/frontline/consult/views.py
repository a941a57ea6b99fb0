"""Consultations in the workspace and on the portal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import true

from core import clock as time
from core.accounts.access import public, requires
from core.comments.forms import ModerateForm
from core.comments.models import Comment
from core.comments.queries import of as said_of
from core.comments.queries import one
from core.comments.rules import GROUNDS, TAKEN, WAITING, WITHHELD, Moderate, Said
from core.comments.web import slow
from core.db import ScopedSession
from core.errors import Forbidden
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.frontline.consult import queries, rules, services
from plugins.frontline.consult.forms import AnswerForm, AskForm, SayForm
from plugins.frontline.permissions import Perm

bp = Blueprint(
    "frontline_consultations", __name__, url_prefix="/w/<int:code>/consultations", template_folder="../templates"
)
portal = Blueprint("frontline_say", __name__, url_prefix="/t/<int:code>/consultations", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The consultations of the reader's units."""
    rows = queries.of_actor(web_request.reading(), web_request.actor())
    return render_template("frontline/consultations.html", rows=rows, today=time.today())


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.CONSULT)
def new(code: int) -> ResponseReturnValue:
    """Write what people are asked; its notice is then checked and signed."""
    actor, form = web_request.actor(), AskForm()
    if form.validate_on_submit():
        content, key = form.to_command(), str(form.key.data)
        row = carry_out(form, lambda writer: services.ask(writer, actor, content, key))
        if row is not None:
            flash(gettext("公告稿已经拟好，请核对，再由另一人签发；签发之日开始征求意见。"))
            return redirect(url_for(".show", code=code, consultation_id=row.id), 303)
    return render_template("frontline/consult_new.html", form=form), status_of(form)


@bp.route("/<uuid:consultation_id>", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int, consultation_id: UUID) -> ResponseReturnValue:
    """One consultation with what was said; here the report is drafted once its period is over."""
    reader, actor, form = web_request.reading(), web_request.actor(), KeyedForm()
    found = queries.one_of_actor(reader, actor, consultation_id)
    rows = said_of(reader, queries.KIND, consultation_id)
    if form.validate_on_submit():
        key = str(form.key.data)
        made = carry_out(form, lambda writer: services.report(writer, actor, consultation_id, key))
        if made is not None:
            flash(gettext("采纳情况已经拟好，请核对，再由另一人签发。"))
            return redirect(url_for(".show", code=code, consultation_id=consultation_id), 303)
    page = render_template(
        "frontline/consultation.html",
        form=form,
        found=found,
        comments=rows,
        today=time.today(),
        grounds=GROUNDS,
        taken=TAKEN,
        may_edit=actor.may(Perm.CONSULT, found.row.unit_id),
        waits=rules.report(found.period, queries.said(rows), time.today()),
    )
    return page, status_of(form)


@bp.route("/<uuid:consultation_id>/comments/<uuid:comment_id>", methods=["GET", "POST"])
@requires(Perm.CONSULT)
def comment(code: int, consultation_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Look at a comment; then say whether it is taken up."""
    reader, actor = web_request.reading(), web_request.actor()
    found = queries.one_of_actor(reader, actor, consultation_id)
    if not actor.may(Perm.CONSULT, found.row.unit_id):
        raise Forbidden(Perm.CONSULT)
    row = one(reader, queries.KIND, comment_id, consultation_id)
    back = url_for(".show", code=code, consultation_id=consultation_id)
    if row.standing == WITHHELD:
        return redirect(back, 303 if request.method == "POST" else 302)
    form: Any = ModerateForm() if row.standing == WAITING else AnswerForm()
    if request.method == "GET" and isinstance(form, AnswerForm):
        form.taken.data, form.why.data = row.taken or None, row.answer
    if form.validate_on_submit():
        command = form.to_command()
        service = services.moderate if isinstance(command, Moderate) else services.answer
        if carry_out(form, lambda writer: service(writer, actor, consultation_id, comment_id, command)) is not None:
            return redirect(back, 303)
    page = render_template("frontline/consult_comment.html", form=form, found=found, row=row, back=back)
    return page, status_of(form)


@portal.get("/")
@public
def public_index(code: int) -> ResponseReturnValue:
    """What the township asks, and what it asked."""
    if web_request.tenant().is_county:
        abort(404)
    rows = queries.listed(web_request.private_reading(), true(), out=True)
    return render_template("frontline/public_consultations.html", rows=rows, today=time.today())


@portal.route("/<uuid:consultation_id>", methods=["GET", "POST"])
@public
def public_show(code: int, consultation_id: UUID) -> ResponseReturnValue:
    """One consultation: the draft, what was said so far, and the form while its period runs."""
    reader, form = web_request.private_reading(), SayForm()
    found = queries.one_out(reader, consultation_id)
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: _slowly(writer, consultation_id, command, key)) is not None:
            flash(gettext("已收到您的意见，审看以后公开，采纳情况会公布。"))
            return redirect(url_for(".public_show", code=code, consultation_id=consultation_id), 303)
    page = render_template(
        "frontline/public_consultation.html",
        form=form,
        found=found,
        comments=said_of(web_request.reading(), queries.KIND, consultation_id, shown=True),
        taken=TAKEN,
        runs=found.period is not None and found.period.runs(time.today()),
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, consultation_id: UUID, said: Said, key: str) -> Comment:
    """Keep what somebody says, if not too much came from this address."""
    slow(session, queries.KIND)
    return services.say(session, consultation_id, said, key)
