"""Issued booklets on the portal: to read, to take along as PDF or DOCX, and to say something of (行政处罚法34)."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import public
from core.comments import queries as said
from core.comments.models import Comment
from core.comments.rules import Said
from core.comments.web import slow
from core.db import ScopedSession
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.penalty.booklet import queries, services
from plugins.penalty.booklet.forms import SayForm
from plugins.penalty.booklet.views import made

bp = Blueprint(
    "penalty_booklet", __name__, url_prefix="/t/<int:code>/penalties/booklets", template_folder="../templates"
)


@bp.route("/<uuid:booklet_id>", methods=["GET", "POST"])
@public
def show(code: int, booklet_id: UUID) -> ResponseReturnValue:
    """One booklet: what it holds, its files, and what readers say of it."""
    reader, form = web_request.reading(), SayForm()
    row = queries.booklet_of(reader, booklet_id)
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: _slowly(writer, booklet_id, command, key)) is not None:
            flash(gettext("已收到您的意见，核对以后公开。"))
            return redirect(url_for(".show", code=code, booklet_id=booklet_id), 303)
    comments = said.of(reader, services.KIND, booklet_id, shown=True)
    page = render_template("penalty/portal/booklet.html", row=row, form=form, comments=comments)
    return page, status_of(form)


@bp.get("/<uuid:booklet_id>/<any(pdf,docx):form>")
@public
def file(code: int, booklet_id: UUID, form: str) -> ResponseReturnValue:
    """An issued booklet as ``pdf`` or ``docx``."""
    row = queries.booklet_of(web_request.reading(), booklet_id)
    return made(row, row.entries, web_request.tenant(), form)


def _slowly(session: ScopedSession, booklet_id: UUID, words: Said, key: str) -> Comment:
    """Keep what a reader says, if not too much came from this address."""
    slow(session, services.KIND)
    return services.say(session, booklet_id, words, key)
