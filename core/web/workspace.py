"""The staff workspace: workbench, list of cases, one case with its clocks, papers and acts, and search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, abort, after_this_request, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core import clock as time
from core import plugins
from core.accounts import queries as people
from core.accounts.access import always, requires, signed_in
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import REVEAL, record
from core.batches import queries as batch_queries
from core.batches import rules as batch_rules
from core.batches import services as batches
from core.batches.models import Batch
from core.batches.queries import Count
from core.cases import lists as case_lists
from core.cases import load, notices, papers, queries
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.queries import Opened
from core.cases.services import may_handle
from core.contracts import Card
from core.db import Scope, ScopedSession, new_id
from core.duties import notices as duty_notices
from core.duties import queries as duties
from core.duties.measures import rules_of
from core.duties.models import Duty
from core.duties.own import rule_of
from core.duties.rules import OWED
from core.filters import queries as filters
from core.holidays.queries import missing_notice
from core.letters import queries as letters
from core.letters import rules as letter_rules
from core.marks import queries as marks
from core.marks import services as marking
from core.marks.rules import AGAIN
from core.notes import queries as notes
from core.notices.web import after_answer, unread_by_kind
from core.settings import web as settings
from core.web import acts, admin, desk, lists, party
from core.web import request as web_request
from core.web.filters import translated
from core.web.lists import case_filter, case_url, due_windows, kept, kind_map, kinds_on, list_url
from core.web.navigation import is_on
from core.web.offers import offered
from core.web.search import staff_search

bp = Blueprint("workspace", __name__, url_prefix="/w")
SHOW_ONCE = "show_contact"
OWED_SHOWN = 5
# Where those of the county who have no desk of cases begin, by what they may.
DESKS = ((Perm.OVERSEE, "county.home"), (Perm.AUDIT, "audit.trail"), (Perm.MANAGE, "county_admin.townships"))


@bp.get("/")
@signed_in
def last() -> ResponseReturnValue:
    """Where this person worked last."""
    tenant_id = last_tenant()
    if tenant_id == web_request.county_id():
        with web_request.database().read(Scope.system("what the signed-in account may do in the county")) as reader:
            found = people.present(reader, current_user.get_id(), tenant_id)
        actor = found.actor if found is not None else None
        for permission, desk in DESKS:
            if actor is not None and actor.may(permission):
                return redirect(url_for(desk))
    return redirect(url_for("workspace.home", code=tenant_id))


def last_tenant() -> int:
    """The tenant where the signed-in person worked last, else the first of their own; 404 where they have none."""
    with web_request.database().read(Scope.system("the tenants of the signed-in account")) as reader:
        own = people.tenants_of(reader, current_user.id)
    if not own:
        abort(404)
    last: int | None = current_user.last_tenant_id
    return last if last in own else own[0]


@bp.get("/<int:code>/")
@requires(Perm.WORK)
def home(code: int) -> ResponseReturnValue:
    """The workbench: what is due, what waits for me, what waits for others, in the order that fits the reader."""
    reader, actor = web_request.reading(), web_request.actor()
    kinds = kinds_on()
    part = desk.part_of(actor, any(map(actor.may, admin.ADMINISTERS)), kinds)
    cards = offered("provide_dashboard_cards", Card, reader, only=is_on, actor=actor)
    figures = desk.figures(reader, actor, kinds, cards, leads=part == "leads")
    rows = case_lists.page(reader, actor, CaseFilter(kinds), limit=10).rows
    duty_rules = rules_of(web_request.enabled(), web_request.tenant().own_duties)
    owed = _owed(duty_rules)
    return render_template(
        "staff/home.html",
        blocks=desk.blocks_of(actor, part, kinds),
        tiles=admin.tiles() if "tiles" in desk.BLOCKS[part] else [],
        due=figures.due,
        led=figures.led,
        whole=actor.units(Perm.ASSIGN) is None,
        waiting=figures.waiting,
        missing=missing_notice(actor),
        told=[*notices.of_desk(reader, actor, kinds), *duty_notices.of_desk(reader, actor, duty_rules)],
        unread=unread_by_kind(actor),
        labels={code: kind.label for code, kind in plugins.registry().notice_kinds.items()},
        owed=[(duty, rule_of(duty.rule).nil, new_id().hex) for duty in owed],
        rows=rows,
        kinds=kind_map(),
        who=case_lists.handlers_of(reader, rows),
        at_hand=marks.at_hand(reader, actor, kinds),
    )


@bp.get("/<int:code>/cases")
@requires(Perm.WORK)
def cases(code: int) -> ResponseReturnValue:
    """Cases by legal limit or by receipt, the earliest first."""
    reader, actor = web_request.reading(), web_request.actor()
    kept_filters, shown = filters.kept_of(reader, actor)
    first = next((one for one in kept_filters if one.first and one.account_id == actor.account_id), None)
    if first is not None and not kept() and "all" not in request.args:
        return redirect(f"{list_url()}?{first.query}")
    wanted = case_filter()
    page = case_lists.page(reader, actor, wanted, lists.after(), limit=_rows())
    return render_template(
        "staff/cases.html",
        page=page,
        wanted=wanted,
        total=case_lists.count(reader, actor, wanted, lists.MOST),
        most=lists.MOST,
        acts=_acts(actor),
        most_acts=batch_rules.MOST,
        filter_args=lists.filter_args(),
        filters=kept_filters,
        current=urlencode(lists.filled_args(), doseq=True),
        chips=lists.chips(),
        columns=lists.COLUMNS,
        shown=shown or tuple(lists.COLUMNS),
        batches=_batches(reader, actor),
        kinds=kind_map(),
        who=case_lists.handlers_of(reader, page.rows),
        windows={name: label for name, (label, _dates) in due_windows().items()},
        months=lists.MONTH,
        turns=letters.turns_of(reader, page.rows),
        turn_names=lists.TURNS,
        sorts={order: list_url(sort=order) for order in lists.ORDERS},
        first_url=list_url() if "after" in request.args else "",
        next_url=list_url(after=lists.after_key(page.after)) if page.after else "",
        kept=kept(),
    )


@bp.get("/<int:code>/cases/<uuid:case_id>")
@requires(Perm.WORK)
def case(code: int, case_id: UUID) -> ResponseReturnValue:
    """One case: header, clocks with their proof, timeline, papers, and what can be done."""
    actor = web_request.actor()
    also = (letters.turn_column, notes.count_column(actor), marks.pinned_column(actor), marks.opened_column(actor))
    opened = queries.opened(web_request.reading(), actor, case_id, also)
    if not is_on(plugins.registry().owner[opened.case.kind]):
        abort(404)
    if not actor.visiting and _is_new(opened.also[3]):
        after_this_request(after_answer(lambda writer: marking.opened(writer, actor, case_id)))
    return _case_page(opened, bare=session.pop(SHOW_ONCE, "") == str(case_id))


@bp.post("/<int:code>/cases/<uuid:case_id>/contact")
@requires(Perm.WORK, proof=always)
def contact(code: int, case_id: UUID) -> ResponseReturnValue:
    """Show names, telephones and addresses in full on the next page, this once: who looked is in the audit."""
    found = staff_case(case_id)
    actor = web_request.actor()
    if not may_handle(found, actor):
        abort(403)
    with web_request.writing() as writer:
        record(writer, actor, REVEAL, str(found.id), {"number": found.number})
    session[SHOW_ONCE] = str(found.id)
    return redirect(f"{case_url(found)}#parties", 303)


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


@bp.get("/<int:code>/cases/<uuid:case_id>/papers/<uuid:paper_id>.<any(pdf, docx):form>")
@requires(Perm.WORK)
def paper_file(code: int, case_id: UUID, paper_id: UUID, form: str) -> ResponseReturnValue:
    """A paper of a case, to be printed or edited."""
    return party.paper_answer(staff_case(case_id), paper_id, web_request.reading(), form)


@bp.get("/<int:code>/cases/<uuid:case_id>/files/<uuid:file_id>")
@requires(Perm.WORK)
def file(code: int, case_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file of a case."""
    return party.file_answer(staff_case(case_id), file_id, web_request.reading())


@bp.get("/<int:code>/load")
@requires(Perm.ASSIGN)
def workload(code: int) -> ResponseReturnValue:
    """What each of the people has, of the units for which the reader assigns; every figure opens its list."""
    return render_template(
        "staff/load.html", units=load.of_units(web_request.reading(), web_request.actor(), lists.kinds_on())
    )


@bp.get("/<int:code>/search")
@requires(Perm.WORK)
def search(code: int) -> ResponseReturnValue:
    """Search over items, what is public, the cases this person may open, and the people of their own units."""
    words = request.args.get("q", "").strip()[:100]
    page = staff_search(words, max(request.args.get("page", 1, type=int), 1))
    reader, units = web_request.reading(), notes.own_units(web_request.actor())
    colleagues = people.named_in(reader, words, units) if words and units and page.page == 1 else ()
    return render_template("staff/search.html", words=words, page=page, colleagues=colleagues)


def staff_case(case_id: UUID) -> Case:
    """The case, if this person may read it and its measure is on; 404 otherwise."""
    found = queries.get_case(web_request.reading(), web_request.actor(), case_id)
    if not is_on(plugins.registry().owner[found.kind]):
        abort(404)
    return found


def _case_page(opened: Opened, *, bare: bool = False) -> ResponseReturnValue:
    reader, actor, found = web_request.reading(), web_request.actor(), opened.case
    kind = plugins.registry().case_kinds[found.kind]
    facts = kind.facts(reader, found)
    offered = acts.choices(found, kind, actor, facts)
    standing = papers.standing(reader, found)
    return render_template(
        "staff/case.html",
        case=found,
        kind=kind,
        able=[choice for choice in offered if choice.possible],
        blocked=[choice for choice in offered if choice.mine and not choice.possible],
        others=acts.others_of(offered),
        later=acts.later_of(found, kind, actor, facts),
        clocks=queries.clocks_of(reader, found),
        timeline=queries.timeline_of(reader, found),
        papers=standing.papers,
        ended=standing.ended,
        served=standing.served,
        replies=queries.replies_of(reader, found),
        parties=opened.parties,
        children=opened.children,
        shut=opened.shut,
        kinds=kind_map(),
        who=opened.who,
        detail=kind.detail(reader, found),
        turn=(opened.also[0] or letter_rules.NOBODY) if kind.letters else None,
        notes=opened.also[1],
        pinned=bool(opened.also[2]),
        here_url=case_url(found),
        bare=bare,
        may_handle=may_handle(found, actor),
        standing=case_lists.place(reader, actor, case_filter(), found, lists.MOST),
        most=lists.MOST,
        kept=kept(),
        list_url=list_url(**_place()),
    )


def _is_new(looked_at: dt.datetime | None) -> bool:
    """Whether the look at a case is to be noted; one that follows the last soon is the same look."""
    return looked_at is None or time.now() - looked_at > AGAIN


def _owed(codes: Sequence[str]) -> Sequence[Duty]:
    """The next duties that the reader's own units still owe."""
    units = tuple(sorted(web_request.actor().own_units(Perm.SUBMIT)))
    wanted = duties.DutyFilter(tuple(codes), units, states=OWED)
    return duties.page(web_request.reading(), web_request.actor(), wanted, limit=OWED_SHOWN).rows if units else ()


def _rows() -> int:
    """How many rows a page of a list has here."""
    rows = settings.value("core.page_rows")
    assert isinstance(rows, int)
    return rows


def _place() -> dict[str, str]:
    return {"after": request.args["after"]} if "after" in request.args else {}


def _batches(reader: ScopedSession, actor: Actor) -> list[tuple[Batch, Count, str]]:
    """The reader's batches that go on, each with the label of its act."""
    return [(batch, count, batches.find(batch.act).label) for batch, count in batch_queries.running(reader, actor)]


def _acts(actor: Actor) -> dict[str, str]:
    """The acts that can be done on several cases: name → label; with the kind of case where there are several."""
    doings = batches.doings(actor, kinds_on())
    labels = {name: translated(doing.label) for name, doing in doings.items()}
    if len({doing.kind for doing in doings.values()}) < 2:
        return labels
    kinds = kind_map()
    return {name: f"{translated(kinds[doings[name].kind].label)}·{label}" for name, label in labels.items()}
