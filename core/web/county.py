"""The county's console: every township at a glance, read-only; each figure opens its list."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import figures
from core.cases import lists as case_lists
from core.cases.figures import FIGURES, NEAR
from core.cases.lists import CaseFilter
from core.clock import today
from core.holidays.queries import missing_notice
from core.i18n import N_
from core.web import lists
from core.web import request as web_request
from core.web.filters import translated

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
        figures=figures.figures_by_tenant(reader),
        late=case_lists.late_in_tree(reader, limit=PAGE),
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
    return render_template(
        "county/cases.html",
        place_name=place.name,
        label=LABELS[figure],
        **_listed(_counted(township, figure), "county.cases", {"township": township, "figure": figure}),
    )


@bp.get("/search")
@requires(Perm.OVERSEE)
def search() -> ResponseReturnValue:
    """Cases of all townships by number or item, in the township that is chosen, by limit."""
    wanted, kept = _searched()
    places = {tenant.id: tenant.name for tenant in web_request.townships()}
    return render_template("county/search.html", wanted=wanted, places=places, **_listed(wanted, "county.search", kept))


def _listed(wanted: CaseFilter, endpoint: str, kept: dict[str, Any]) -> dict[str, Any]:
    """One page of a list of the county, with its total and its neighbours."""
    reader, actor = web_request.reading(), web_request.actor()
    page = case_lists.page(reader, actor, wanted, lists.after(), limit=PAGE)
    return {
        "rows": page.rows,
        "total": case_lists.count(reader, actor, wanted),
        "kinds": lists.kind_map(),
        "first_url": url_for(endpoint, **kept) if "after" in request.args else "",
        "next_url": url_for(endpoint, **kept, after=lists.after_key(page.after)) if page.after else "",
        "export_url": url_for("county_exports.new", **kept),
    }


def listed_in_address() -> tuple[CaseFilter, str, str]:
    """The list of the county that an export's address names: its filter, what it is called, and where it is.

    404 where there is no such township or figure.
    """
    if "figure" not in request.args:
        wanted, kept = _searched()
        return wanted, gettext("查找案件"), url_for("county.search", **kept)
    figure, typed = request.args["figure"], request.args.get("township", "")
    place = next((tenant for tenant in web_request.townships() if str(tenant.id) == typed), None)
    if place is None or figure not in LABELS:
        abort(404)
    back = url_for("county.cases", township=place.id, figure=figure)
    return _counted(place.id, figure), f"{place.name}{translated(LABELS[figure])}", back


def _searched() -> tuple[CaseFilter, dict[str, Any]]:
    """The search in the address, and what of the address makes it."""
    chosen = request.args.get("township", "")
    places = {tenant.id for tenant in web_request.townships()}
    wanted = CaseFilter(
        tenant_id=int(chosen) if chosen.isdecimal() and int(chosen) in places else None,
        open_only=request.args.get("closed") != "1",
        words=request.args.get("q", "").strip()[:50],
        county=True,
    )
    return wanted, {name: request.args[name] for name in ("q", "township", "closed") if name in request.args}


def _counted(township: int, figure: str) -> CaseFilter:
    """The same cases as `figures_by_tenant` counts."""
    return CaseFilter(
        tenant_id=township,
        due_from=today() if figure == "near" else None,
        due_to={"near": today() + NEAR, "overdue": today() - DAY}.get(figure),
        paused=figure == "paused",
    )
