"""The respondent's desk in a township's workspace: the form of each act beside what the county sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from core.accounts.access import requires_any
from core.files.web import keep_all
from core.web.acting import beside
from core.web.workspace import staff_case
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.reply.forms import FORMS
from plugins.reconsideration.reply.road import ANSWER

bp = Blueprint(
    "reconsideration_reply", __name__, url_prefix="/w/<int:code>/review-replies", template_folder="../templates"
)


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.ANSWER, Perm.SIGN))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act."""
    case = staff_case(case_id)
    if case.kind != ANSWER.code:
        abort(404)

    def read(form: Any, facts: Any) -> Any:
        if "files" not in form:
            return form.to_command()
        files, refused = keep_all("files")
        form.add_problems(refused)
        return None if refused else form.to_command(files)

    return beside(case, ANSWER, act, FORMS, prefill=lambda form, facts: form.prefill(facts), read=read)
