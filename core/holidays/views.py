"""The calendar's pages: the county's for the whole country's days, and for local rest days the same in a township."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request, url_for
from flask import redirect as redirect_to
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.accounts.access import requires_any
from core.accounts.permissions import Perm
from core.calendar import rules as calendar
from core.calendar import services as calendars
from core.cases.recompute import Move
from core.clock import today
from core.db import ScopedSession
from core.deadlines import grid
from core.deadlines.calendar import WorkCalendar
from core.holidays import preview, queries, rules, services
from core.holidays.forms import AddForm, BringForm, CountForm, DecideForm, WithdrawForm
from core.holidays.models import Proposal
from core.holidays.rules import Add, Change
from core.sheets import writing
from core.tenancy.models import Tenant
from core.web import request as web_request
from core.web.filters import rule_name, translated
from core.web.forms import KeyedForm, carry_out

county = Blueprint("calendar", __name__, url_prefix="/county/calendar")
township = Blueprint("local_days", __name__, url_prefix="/w/<int:code>/admin/local-days")
COUNTY = (Perm.CALENDAR_PROPOSE, Perm.CALENDAR_CONFIRM)
BOTH = (*COUNTY, Perm.LOCAL_PROPOSE, Perm.LOCAL_CONFIRM)
PAGE = 50


@county.get("/")
@requires_any(COUNTY)
def home() -> ResponseReturnValue:
    """The years, what they rest on, what waits for a second person, and every version there was."""
    reader = web_request.reading()
    parts = calendars.parts(reader)
    own = web_request.tenant().id
    places = {tenant.id: tenant.name for tenant in (web_request.tenant(), *web_request.townships())}
    return render_template(
        "calendar/home.html",
        years=[_year(parts.national, year) for year in reversed(parts.national.years) if _is_near(year)],
        parts=parts,
        proposals=queries.proposals(reader, own, rules.LABELS),
        versions=queries.versions(reader),
        left={places[tenant]: number for tenant, number in queries.to_count(reader, places).items()},
        missing=queries.missing_notice(web_request.actor()),
        place_url=_place_url,
        labels=rules.LABELS,
    )


@county.get("/<int:year>")
@requires_any(COUNTY)
def days(year: int) -> ResponseReturnValue:
    """The days of a year that differ from the plain week, as a table and as months."""
    known = calendars.current(web_request.reading())
    if year not in known.years:
        abort(404)
    found = sorted(entry for date, entry in {**known.local, **known.entries}.items() if date.year == year)
    months = grid.year_months(known, year)
    return render_template("calendar/year.html", found=found, months=months, place_url=_place_url, **_year(known, year))


@county.route("/import", methods=["GET", "POST"])
@requires_any(COUNTY)
def bring() -> ResponseReturnValue:
    """A yearly notice: checked whole, then what it would move, then kept for the second person."""
    form = BringForm()
    if not form.is_submitted():
        return render_template("calendar/bring.html", form=form, place_url=_place_url)
    if change := _checked(form):
        if form.step.data == "propose" and (made := _proposed(form, change)):
            return _to(made)
        if not form.errors:
            form.step.data = "propose"
            return render_template("calendar/preview.html", form=form, place_url=_place_url, **_effect(change))
    form.step.data = "preview"
    return render_template("calendar/bring.html", form=form, place_url=_place_url), 422


@county.route("/local-days", methods=["GET", "POST"])
@township.route("/", methods=["GET", "POST"])
@requires_any(BOTH)
def local_days(code: int | None = None) -> ResponseReturnValue:
    """The local rest days that hold here, and forms to change the place's own; each form has its own name."""
    reader = web_request.reading()
    whole, parts = web_request.tenant().is_county, calendars.parts(reader)
    own = parts.county if whole else parts.own
    held = own.days if own else ()
    forms: dict[str, Any] = {"add": AddForm(prefix="add"), "withdraw": WithdrawForm(prefix="withdraw")}
    forms["withdraw"].days.choices = [(str(day.date), f"{day.date} {day.name}") for day in held]
    if whole:
        forms["count"] = CountForm(prefix="count")
    sent = forms.get(request.form.get("change", ""))
    if sent is not None and sent.validate_on_submit() and (made := _proposed(sent, sent.to_change())):
        return _to(made)
    page = render_template(
        "calendar/local_days.html",
        forms=forms,
        sent=sent,
        parts=parts,
        held=held,
        whole=whole,
        bases=rules.BASES,
        may_propose=_may(Perm.CALENDAR_PROPOSE if whole else Perm.LOCAL_PROPOSE),
        proposals=queries.proposals(reader, web_request.tenant().id, rules.LOCAL),
        history=queries.overlays(reader, web_request.tenant().id),
        place_url=_place_url,
        labels=rules.LABELS,
    )
    return page, 422 if sent is not None else 200


@county.get("/proposals/<uuid:proposal_id>")
@township.get("/proposals/<uuid:proposal_id>")
@requires_any(BOTH)
def proposal(proposal_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """A proposed change with every limit it moves, for the second person to compare with its document.

    With ``?format=csv`` all of these limits as a list.
    """
    row = _found(proposal_id)
    if request.args.get("format") != "csv":
        return _page(row, DecideForm())
    if row.outcome != "open" or row.rests_on != calendars.parts(web_request.reading()).version:
        abort(404)  # what it would move is no longer the question
    return _listed(_effect(rules.from_json(row.kind, row.content))["moves"])


@county.post("/proposals/<uuid:proposal_id>/confirm")
@township.post("/proposals/<uuid:proposal_id>/confirm")
@requires_any(BOTH)
def confirm(proposal_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """The second person confirms."""
    return _decided(proposal_id, lambda session, form: services.confirm(session, web_request.actor(), proposal_id))


@county.post("/proposals/<uuid:proposal_id>/reject")
@township.post("/proposals/<uuid:proposal_id>/reject")
@requires_any(BOTH)
def reject(proposal_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """The second person rejects with a reason, or the first takes it back."""
    return _decided(
        proposal_id,
        lambda session, form: services.reject(session, web_request.actor(), proposal_id, form.reason.data or ""),
    )


@county.post("/proposals/<uuid:proposal_id>/renew")
@township.post("/proposals/<uuid:proposal_id>/renew")
@requires_any(BOTH)
def renew(proposal_id: UUID, code: int | None = None) -> ResponseReturnValue:
    """Propose it again on the calendar of now."""
    return _decided(
        proposal_id,
        lambda session, form: services.renew(session, web_request.actor(), proposal_id, UUID(form.key.data)),
    )


def _checked(form: BringForm) -> rules.Bring | None:
    """The notice that was sent; None where something is wrong, which then stands on the form."""
    form.take_file()
    if form.file.errors or not form.validate():
        return None
    change = form.to_change()
    form.add_problems(rules.problems(change, calendars.parts(web_request.reading()), whole=True))
    return None if form.errors else change


def _place_url(endpoint: str, **values: Any) -> str:
    """The address of a page of this place, the county's or the township's."""
    if not web_request.tenant().is_county:
        values["code"] = web_request.tenant().id
    return url_for(f"{request.blueprint}.{endpoint}", **values)


def _to(made: Proposal) -> ResponseReturnValue:
    return redirect_to(_place_url("proposal", proposal_id=made.id), 303)


def _may(permission: str) -> bool:
    return web_request.actor().may(permission)


def _proposed(form: KeyedForm, change: Change) -> Proposal | None:
    key = UUID(form.key.data)
    return carry_out(form, lambda session: services.propose(session, web_request.actor(), change, key))


def _decided(proposal_id: UUID, service: Callable[[ScopedSession, DecideForm], Proposal]) -> ResponseReturnValue:
    form, row = DecideForm(), _found(proposal_id)
    if form.validate_on_submit() and (made := carry_out(form, lambda session: service(session, form))):
        return _to(made)
    return _page(row, form), 422


def _found(proposal_id: UUID) -> Proposal:
    return queries.proposal(web_request.reading(), web_request.tenant().id, proposal_id)


def _page(row: Proposal, form: DecideForm) -> str:
    change = rules.from_json(row.kind, row.content)
    fresh = row.rests_on == calendars.parts(web_request.reading()).version
    whole, mine = web_request.tenant().is_county, row.proposed_by == web_request.actor().account_id
    effect: dict[str, Any] = {"moves": None}
    if row.outcome == "open" and fresh:
        effect |= _effect(change)
    return render_template(
        "calendar/proposal.html",
        row=row,
        form=form,
        change=change,
        days=change.days if isinstance(change, Add) else (),
        label=rules.LABELS[row.kind],
        fresh=fresh,
        mine=mine,
        may_confirm=_may(Perm.CALENDAR_CONFIRM if whole else Perm.LOCAL_CONFIRM),
        may_propose=_may(Perm.CALENDAR_PROPOSE if whole else Perm.LOCAL_PROPOSE),
        bases=rules.BASES,
        place_url=_place_url,
        **effect,
    )


def _effect(change: Change) -> dict[str, Any]:
    """What a change would move: totals of every township, and a page of the limits of the one asked for."""
    tenant = web_request.tenant()
    places = [tenant, *web_request.townships()] if tenant.is_county else [tenant]
    found = preview.moves(
        web_request.database(), change, [place.id for place in places], whole=tenant.is_county, tenant=tenant.id
    )
    notice = None
    if isinstance(change, rules.Bring):
        national = calendars.parts(web_request.reading()).national
        notice = calendar.read(change.text, national, change.source)
    rows = [(place, found.get(place.id, [])) for place in places]
    return {"notice": notice, "moves": rows, "total": sum(len(moves) for _, moves in rows), "cap": PAGE}


def _listed(moves: Sequence[tuple[Tenant, Sequence[Move]]]) -> ResponseReturnValue:
    head = [_("乡镇"), _("编号"), _("期限"), _("原到期日"), _("新到期日"), _("原稳妥日"), _("新稳妥日")]
    file = io.BytesIO()
    writing.write_csv(
        file,
        head,
        (
            [
                place.name,
                move.number,
                translated(rule_name(move.rule)),
                move.old,
                move.new,
                move.old_safe,
                move.new_safe,
            ]
            for place, found in moves
            for move in found
        ),
    )
    answer = Response(file.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=moves.csv"
    return answer


def _year(known: WorkCalendar, year: int) -> dict[str, Any]:
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    sources = {entry.source: None for date, entry in sorted(known.entries.items()) if date.year == year}
    return {
        "year": year,
        "published": last <= known.published_to,
        "sources": list(sources),
        "working": known.working_between(first, last) + known.is_working(first),
    }


def _is_near(year: int) -> bool:
    """Far years without a notice are all alike; those soon to come are shown."""
    return year <= today().year + 2
