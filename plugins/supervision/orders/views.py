"""Orders in the workspace: the board with its list, issuing one, and the acts on one; the county reads along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts.access import requires, requires_any
from core.cases import lists
from core.cases.catalogue import catalogue
from core.deadlines.own import is_own
from core.files.web import keep_all
from core.i18n import N_
from core.web import request as web_request
from core.web.acting import beside
from core.web.filters import translated
from core.web.forms import carry_out, status_of
from core.web.lists import after, after_key, asked_id, case_url, kind_map
from core.web.workspace import staff_case
from plugins.supervision.guidance import queries as guidance
from plugins.supervision.orders import queries, rules, services
from plugins.supervision.orders.forms import FORMS, AnswerForm, IssueForm
from plugins.supervision.orders.road import ORDER
from plugins.supervision.permissions import Perm

bp = Blueprint(
    "supervision_orders", __name__, url_prefix="/w/<int:code>/supervision/orders", template_folder="../templates"
)
ALL = N_("全部，包括办结的")


@bp.get("/")
@requires(Perm.ORDER_READ)
def index(code: int) -> ResponseReturnValue:
    """Orders that the reader may see, each colour with its cause and number above them; a unit sees its own."""
    reader, actor, asked = web_request.reading(), web_request.actor(), request.args
    colour, kind = asked.get("colour", ""), asked.get("kind", "")
    colour = colour if colour in queries.COLOURS or colour == "all" else ""
    kind, unit = kind if kind in rules.KINDS else "", asked_id("unit")
    page = lists.page(reader, actor, queries.filter_of(queries.near_until(reader), colour, unit, kind), after())
    kept: dict[str, Any] = {"code": code, "unit": unit or None, "kind": kind or None}
    whole = actor.units(Perm.ORDER_READ) is None
    return render_template(
        "supervision/orders.html",
        lines=queries.lines(reader, page.rows),
        states=kind_map()[queries.KIND],
        kinds=rules.KINDS,
        shown_kinds={name: label for name, (label, _letter) in rules.KINDS.items()},
        shown_colours={**{name: label for name, (label, _why, _tone) in queries.COLOURS.items()}, "all": ALL},
        colours=queries.COLOURS,
        figures=queries.figures(reader, actor, unit, kind),
        urls={name: url_for(".index", **kept, colour=name) for name in (*queries.COLOURS, "all")},
        chosen={"colour": colour, "kind": kind, "unit": str(unit or "")},
        units={str(one): name for one, name in queries.units(reader).items()} if whole else {},
        issues=_issues(),
        next_url=url_for(".index", **kept, colour=colour or None, after=after_key(page.after)) if page.after else "",
        first_url=url_for(".index", **kept, colour=colour or None) if "after" in asked else "",
    )


@bp.route("/new/<any(assign, urge, supervise, rectify):kind>", methods=["GET", "POST"])
@requires(Perm.ORDER_ISSUE)
def new(code: int, kind: str) -> ResponseReturnValue:
    """Issue an order; from a visit it comes with the unit and the problem that was found."""
    reader, actor = web_request.reading(), web_request.actor()
    services.issuing_office(reader, actor, kind)
    form = IssueForm()
    duties = [(duty.id, _duty_words(duty.rule, duty.period, name)) for duty, name in queries.owed_duties(reader, actor)]
    draws = [(draw.id, draw.title) for draw in queries.drawn_lately(reader)] if kind == rules.RECTIFY else []
    form.offer(queries.units(reader), duties, draws)
    if request.method == "GET":
        _fill(form)
    if form.validate_on_submit():
        command, key = form.to_command(kind), str(form.key.data)
        made = carry_out(form, lambda writer: services.issue(writer, actor, command, key))
        if made is not None:
            flash(gettext("已发出。"))
            return redirect(case_url(made), 303)
    return render_template("supervision/issue.html", form=form, kind=rules.KINDS[kind][0]), status_of(form)


@bp.route("/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any((Perm.ORDER_ISSUE, Perm.ORDER_ANSWER))
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on an order, beside what it demands."""
    case = staff_case(case_id)
    if case.kind != queries.KIND:
        abort(404)
    return beside(case, ORDER, act, FORMS, read=_read)


def _read(form: Any, facts: rules.Ordered) -> Any:
    """The command of an act; of an answer with its files, kept only once nothing else is wrong."""
    if not isinstance(form, AnswerForm):
        return form.to_command()
    proofs, refused = keep_all("proofs")
    form.add_problems(refused)
    return None if refused else form.to_command(proofs)


def _issues() -> dict[str, str]:
    """The kinds of order that the reader may issue, with their names."""
    actor = web_request.actor()
    if actor.visiting is not None or not actor.may(Perm.ORDER_ISSUE):
        return {}
    offices = frozenset(queries.offices(web_request.reading(), actor).values())
    return {kind: label for kind, (label, _letter) in rules.KINDS.items() if rules.issues(kind, offices)}


def _fill(form: IssueForm) -> None:
    visit_id = asked_id("visit")
    found = guidance.visit_of(web_request.reading(), visit_id) if visit_id is not None else None
    if found is not None:
        form.visit.data, form.unit.data = str(found.id), str(found.unit_id)
        form.demand.data = found.problem


def _duty_words(rule: str, period: str, unit: str) -> str:
    known = rule in plugins.registry().duties or is_own(rule)
    name = translated(catalogue().newest(rule).name) if known else rule
    return f"{unit} · {name} · {period}"
