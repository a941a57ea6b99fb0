"""Keeping a filter or the columns of the list of cases, from the list itself."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.db import WriteBusy
from core.errors import DomainError
from core.filters import services
from core.filters.services import Keep
from core.web import lists
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import busy

bp = Blueprint("filters", __name__, url_prefix="/w/<int:code>/filters")


@bp.post("/")
@requires(Perm.WORK)
def keep(code: int) -> ResponseReturnValue:
    """Keep the filter in the address under a name."""
    command = Keep(
        request.form.get("name", ""),
        urlencode(lists.filled_args(), doseq=True),
        _unit() if request.form.get("share") == "1" else None,
        request.form.get("first") == "1",
    )
    try:
        with web_request.writing() as writer:
            services.keep(writer, web_request.actor(), command)
        flash(gettext("已保存筛选“%(name)s”。", name=command.name.strip()))
    except DomainError as error:
        flash("".join(problem_words(problem) for problem in error.problems), "danger")
    except WriteBusy as error:
        flash(gettext(busy(error)), "danger")
    return redirect(lists.list_url(), 303)


@bp.post("/<uuid:filter_id>/forget")
@requires(Perm.WORK)
def forget(code: int, filter_id: UUID) -> ResponseReturnValue:
    """Delete one of the reader's own filters."""
    with web_request.writing() as writer:
        services.forget(writer, web_request.actor(), filter_id)
    flash(gettext("已删除筛选。"))
    return redirect(lists.list_url(all="1"), 303)


@bp.post("/columns")
@requires(Perm.WORK)
def columns(code: int) -> ResponseReturnValue:
    """Keep which columns the reader wants to see."""
    shown = [name for name in lists.COLUMNS if name in request.form.getlist("column")]
    with web_request.writing() as writer:
        services.show_columns(writer, web_request.actor(), shown)
    return redirect(lists.list_url(), 303)


def _unit() -> UUID | None:
    """The unit of which the reader is: of several the one they were given a post in first."""
    own = web_request.actor().own_units(Perm.WORK)
    return next((held.unit_id for held in web_request.actor().held if held.unit_id in own), None)
