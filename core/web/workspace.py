"""The staff workspace: workbench, list of cases, one case with its clocks, papers and acts, and search."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock as time
from core import plugins
from core.accounts import queries as people
from core.accounts.access import requires, signed_in
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases import papers, queries, services
from core.cases.models import Case
from core.cases.queries import CaseFilter
from core.contracts import Card, CaseKind, Transition
from core.db import Scope
from core.i18n import N_
from core.web import party
from core.web import request as web_request
from core.web.navigation import is_on
from core.web.search import staff_search

bp = Blueprint("workspace", __name__, url_prefix="/w")
ORDERS = ("due", "received")


@dataclass(frozen=True, slots=True)
class Choice:
    """An act as the action bar shows it: possible, or why not and who can."""

    act: Transition
    url: str
    possible: bool
    who: tuple[str, ...] = ()


@bp.get("/")
@signed_in
def last() -> ResponseReturnValue:
    """Where this person worked last."""
    with web_request.database().read(Scope.system("the tenants of the signed-in account")) as session:
        own = people.tenants_of(session, current_user.id)
    if not own:
        abort(404)
    tenant_id = current_user.last_tenant_id if current_user.last_tenant_id in own else own[0]
    if tenant_id == web_request.county_id():
        return redirect(url_for("county.home"))
    return redirect(url_for("workspace.home", code=tenant_id))


@bp.get("/<int:code>/")
@requires(Perm.WORK)
def home(code: int) -> ResponseReturnValue:
    """The workbench: what is due, what waits for me, what waits for others."""
    reader, actor = web_request.reading(), web_request.actor()
    kinds = kinds_on()
    figures = [
        Card(
            label, queries.count(reader, actor, CaseFilter(kinds, due_from=window[0], due_to=window[1])), f"due={name}"
        )
        for name, (label, window) in due_windows().items()
    ]
    given = plugins.registry().each("provide_dashboard_cards", only=is_on, session=reader, actor=actor)
    rows = queries.page(reader, actor, CaseFilter(kinds), limit=10).rows
    return render_template(
        "staff/home.html",
        figures=figures,
        waiting=sorted((card for _, answer in given for card in answer), key=lambda card: card.order),
        rows=rows,
        kinds=kind_map(),
        who=queries.handlers_of(reader, rows),
    )


@bp.get("/<int:code>/cases")
@requires(Perm.WORK)
def cases(code: int) -> ResponseReturnValue:
    """Cases by legal limit or by receipt, the earliest first."""
    reader, actor = web_request.reading(), web_request.actor()
    wanted = case_filter()
    page = queries.page(reader, actor, wanted, _after(), limit=50)
    return render_template(
        "staff/cases.html",
        page=page,
        wanted=wanted,
        total=queries.count(reader, actor, wanted),
        kinds=kind_map(),
        who=queries.handlers_of(reader, page.rows),
        windows=due_windows(),
        sorts={order: _list_url(sort=order) for order in ORDERS},
        first_url=_list_url() if "after" in request.args else "",
        next_url=_list_url(after=f"{page.after[0].isoformat()}_{page.after[1]}") if page.after else "",
    )


@bp.get("/<int:code>/cases/<uuid:case_id>")
@requires(Perm.WORK)
def case(code: int, case_id: UUID) -> ResponseReturnValue:
    """One case: header, clocks with their proof, timeline, papers, and what can be done."""
    found = staff_case(case_id)
    reader = web_request.reading()
    kind = plugins.registry().case_kinds[found.kind]
    children = queries.children_of(reader, found)
    return render_template(
        "staff/case.html",
        case=found,
        kind=kind,
        choices=choices(found, kind, web_request.actor()),
        clocks=queries.clocks_of(reader, found),
        timeline=queries.timeline_of(reader, found),
        papers=papers.of_case(reader, found),
        replies=queries.replies_of(reader, found),
        parties=queries.parties_of(reader, found),
        children=children,
        kinds=kind_map(),
        who=queries.handlers_of(reader, [found, *children]),
        detail=kind.detail(reader, found),
    )


@bp.get("/<int:code>/cases/<uuid:case_id>/clocks/<uuid:clock_id>")
@requires(Perm.WORK)
def clock(code: int, case_id: UUID, clock_id: UUID) -> ResponseReturnValue:
    """The proof of one limit, with its ledger."""
    return party.receipt_page("staff/clock.html", staff_case(case_id), clock_id, web_request.reading())


@bp.get("/<int:code>/cases/<uuid:case_id>/papers/<uuid:paper_id>")
@requires(Perm.WORK)
def paper(code: int, case_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """A paper of a case."""
    return party.paper_page(staff_case(case_id), paper_id, web_request.reading())


@bp.get("/<int:code>/cases/<uuid:case_id>/files/<uuid:file_id>")
@requires(Perm.WORK)
def file(code: int, case_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file of a case."""
    return party.file_answer(staff_case(case_id), file_id, web_request.reading())


@bp.get("/<int:code>/search")
@requires(Perm.WORK)
def search(code: int) -> ResponseReturnValue:
    """Search over published items and the cases this person may open."""
    words = request.args.get("q", "").strip()[:100]
    page = staff_search(words, max(request.args.get("page", 1, type=int), 1))
    return render_template("staff/search.html", words=words, page=page)


def staff_case(case_id: UUID) -> Case:
    """The case, if this person may read it and its measure is on; 404 otherwise."""
    found = queries.get_case(web_request.reading(), web_request.actor(), case_id)
    if not is_on(plugins.registry().owner[found.kind]):
        abort(404)
    return found


def choices(found: Case, kind: CaseKind, actor: Actor) -> list[Choice]:
    """The acts the case's state allows; one the actor may not do says who can."""
    offered = []
    for act in kind.transitions:
        if found.state not in act.sources or not act.permission:
            continue
        possible = services.allowed(actor, found, act)
        who = () if possible else tuple(people.who_can(web_request.reading(), act.permission, found.unit_id))
        url = url_for(kind.act_endpoint, code=found.tenant_id, case_id=found.id, act=act.code)
        offered.append(Choice(act, url, possible, who))
    return sorted(offered, key=lambda choice: not choice.possible)


def kinds_on() -> tuple[str, ...]:
    """Codes of the case kinds whose measure is on."""
    registry = plugins.registry()
    return tuple(code for code in registry.case_kinds if is_on(registry.owner[code])) or ("none",)


def kind_map() -> dict[str, CaseKind]:
    """Case kinds by code, for labels."""
    return dict(plugins.registry().case_kinds)


def case_filter() -> CaseFilter:
    """The filter in the address."""
    due = due_windows().get(request.args.get("due", ""), ("", (None, None)))[1]
    return CaseFilter(
        kinds=kinds_on(),
        states=tuple(filter(None, request.args.getlist("state"))),
        handler_id=web_request.actor().account_id if request.args.get("mine") else None,
        open_only=request.args.get("closed") != "1",
        due_from=due[0],
        due_to=due[1],
        words=request.args.get("q", "").strip()[:50],
        order="received" if request.args.get("sort") == "received" else "due",
    )


def due_windows() -> dict[str, tuple[str, tuple[dt.date | None, dt.date | None]]]:
    """The three windows of legal limits that the workbench counts and the list opens: name → (label, from–to)."""
    today = time.today()
    day = dt.timedelta(days=1)
    return {
        "overdue": (N_("已超期"), (None, today - day)),
        "today": (N_("今天到期"), (today, today)),
        "soon": (N_("三天内到期"), (today, today + 3 * day)),
    }


def _after() -> tuple[dt.date, UUID] | None:
    try:
        day, case_id = request.args["after"].split("_")
        return dt.date.fromisoformat(day), UUID(case_id)
    except (KeyError, ValueError):
        return None


def _list_url(**changes: str) -> str:
    """The list with the filter in the address and `changes`, from its first page unless they say otherwise."""
    args: dict[str, Any] = {name: values for name, values in request.args.lists() if name != "after"}
    return url_for("workspace.cases", code=web_request.tenant().id, **{**args, **changes})
