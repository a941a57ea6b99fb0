"""Pinning a case from its page, and letting it go."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.db import WriteBusy
from core.errors import DomainError
from core.marks import services
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import busy
from core.web.lists import case_url
from core.web.workspace import staff_case

bp = Blueprint("marks", __name__, url_prefix="/w/<int:code>/cases/<uuid:case_id>/pin")


@bp.post("")
@requires(Perm.WORK)
def pin(code: int, case_id: UUID) -> ResponseReturnValue:
    """Pin it, or let it go where the form says so."""
    found, on = staff_case(case_id), request.form.get("off") != "1"
    try:
        with web_request.writing() as writer:
            services.pin(writer, web_request.actor(), case_id, on)
        flash(gettext("已置顶，在工作台可以直接打开。") if on else gettext("已取消置顶。"))
    except DomainError as error:
        flash("".join(problem_words(problem) for problem in error.problems), "danger")
    except WriteBusy as error:
        flash(gettext(busy(error)), "danger")
    return redirect(case_url(found), 303)
