"""The notes on a case: a tab of its page."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases.models import Case
from core.letters import queries as letters
from core.notes import queries, services
from core.notes.forms import NoteForm
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from core.web.lists import case_url, kept
from core.web.workspace import staff_case

bp = Blueprint("notes", __name__, url_prefix="/w/<int:code>/cases/<uuid:case_id>/notes")


@bp.route("", methods=["GET", "POST"])
@requires(Perm.WORK)
def thread(code: int, case_id: UUID) -> ResponseReturnValue:
    """What the own unit noted on a case, and where its people write."""
    found, actor, form = staff_case(case_id), web_request.actor(), NoteForm()
    if request.method == "POST" and queries.unit_for(actor, found) is None:
        abort(403)
    if form.validate_on_submit():
        key, body = str(form.key.data), str(form.body.data)
        if carry_out(form, lambda session: services.write(session, actor, case_id, body, key)) is not None:
            flash(gettext("批注已保存，只有本单位的人能看到。"))
            return redirect(url_for("notes.thread", code=code, case_id=case_id, **kept()), 303)  # type: ignore[arg-type]
    return _page(found, form)


def _page(found: Case, form: NoteForm) -> ResponseReturnValue:
    reader, actor = web_request.reading(), web_request.actor()
    unit_id = queries.unit_for(actor, found)
    rows = queries.of_case(reader, actor, found.id)
    page = render_template(
        "notes/thread.html",
        case=found,
        notes=rows,
        form=form,
        may_write=unit_id is not None,
        colleagues=[
            name
            for account_id, name in (queries.colleagues(reader, found, unit_id) if unit_id is not None else ())
            if account_id != actor.account_id
        ],
        turn=letters.turn_of(reader, found.id) if plugins.registry().case_kinds[found.kind].letters else None,
        here_url=case_url(found),
        kept=kept(),
    )
    return page, status_of(form)
