"""The circular in the workspace: what the public is still to be told, and the draft that tells it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.errors import Forbidden
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.frontline.circular import queries, services
from plugins.frontline.permissions import Perm

bp = Blueprint("frontline_circular", __name__, url_prefix="/w/<int:code>/frontline", template_folder="../templates")


@bp.route("/circular", methods=["GET", "POST"])
@requires(Perm.READ)
def show(code: int) -> ResponseReturnValue:
    """What is owed with its last day; one press drafts the circular."""
    reader, actor, form = web_request.reading(), web_request.actor(), KeyedForm()
    if form.validate_on_submit():
        if not actor.may(Perm.CIRCULATE):
            raise Forbidden(Perm.CIRCULATE)
        key = str(form.key.data)
        made = carry_out(form, lambda writer: services.draft(writer, actor, key))
        if made is not None:
            flash(gettext("通报稿已经拟好，请核对，再由另一人签发。"))
            return redirect(url_for("publications.show", code=code, publication_id=made.id), 303)
    page = render_template(
        "frontline/circular.html",
        form=form,
        stages=queries.stages(reader, actor),
        issues=queries.issues(reader, actor),
        today=time.today(),
        may_draft=actor.may(Perm.CIRCULATE),
        column=services.COLUMN,
    )
    return page, status_of(form)
