"""The county's console: every township at a glance, read-only; each figure opens its list."""

from __future__ import annotations

import datetime as dt

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import queries
from core.cases.queries import FIGURES, NEAR, CaseFilter
from core.clock import today
from core.holidays.queries import missing_notice
from core.i18n import N_
from core.web import lists
from core.web import request as web_request

bp = Blueprint("county", __name__, url_prefix="/county")
PAGE = 50
DAY = dt.timedelta(days=1)
LABELS = dict(
    zip(FIGURES, (N_("未办结"), N_("三天内到期"), N_("已超期"), N_("暂停计时")), strict=True),
)


@bp.get("/")
@requires(Perm.OVERSEE)
def home() -> ResponseReturnValue:
    """Open, near and overdue cases of each township, and the late ones by name; no ranking."""
    reader = web_request.reading()
    return render_template(
        "county/home.html",
        townships=web_request.townships(),
        labels=LABELS,
        figures=queries.figures_by_tenant(reader),
        late=queries.late_in_tree(reader, limit=PAGE),
        kinds=lists.kind_map(),
        missing=missing_notice(web_request.actor()),
    )


@bp.get("/cases/<int:township>/<figure>")
@requires(Perm.OVERSEE)
def cases(township: int, figure: str) -> ResponseReturnValue:
    """The cases a figure counts, by limit; their content is the township's, so nothing opens further."""
    place = next((tenant for tenant in web_request.townships() if tenant.id == township), None)
    if place is None or figure not in LABELS:
        abort(404)
    reader = web_request.reading()
    page = queries.page(reader, web_request.actor(), _counted(township, figure), lists.after(), limit=PAGE)
    here = url_for("county.cases", township=township, figure=figure)
    return render_template(
        "county/cases.html",
        place_name=place.name,
        label=LABELS[figure],
        total=queries.figures_by_tenant(reader).get(township, {}).get(figure, 0),
        rows=page.rows,
        kinds=lists.kind_map(),
        first_url=here if "after" in request.args else "",
        next_url=f"{here}?after={lists.after_key(page.after)}" if page.after else "",
    )


def _counted(township: int, figure: str) -> CaseFilter:
    """The same cases as `figures_by_tenant` counts."""
    return CaseFilter(
        tenant_id=township,
        due_from=today() if figure == "near" else None,
        due_to={"near": today() + NEAR, "overdue": today() - DAY}.get(figure),
        paused=figure == "paused",
    )
