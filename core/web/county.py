"""The county's console: every township at a glance, read-only; each figure opens its list."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases.queries import figures_by_tenant, late_in_tree
from core.web import request as web_request
from core.web.workspace import kind_map

bp = Blueprint("county", __name__, url_prefix="/county")


@bp.get("/")
@requires(Perm.OVERSEE)
def home() -> ResponseReturnValue:
    """Open, near and overdue cases of each township, and the late ones by name; no ranking."""
    reader = web_request.reading()
    return render_template(
        "county/home.html",
        townships=web_request.townships(),
        figures=figures_by_tenant(reader),
        late=late_in_tree(reader, limit=50),
        kinds=kind_map(),
    )
