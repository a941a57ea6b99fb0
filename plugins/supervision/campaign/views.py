"""Campaigns in the workspace: all may read plans and reports; what was found, only supervision and the government."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.documents import typesetting, word
from core.errors import Forbidden
from core.files.web import download
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.party import MEDIA_TYPES
from plugins.supervision import office
from plugins.supervision.campaign import queries, rules, services
from plugins.supervision.campaign.forms import CloseForm, DoneForm, FindingForm, PlanForm, SignForm, choices
from plugins.supervision.campaign.models import Campaign
from plugins.supervision.campaign.paper import paper_of
from plugins.supervision.complaint.queries import units_to_name
from plugins.supervision.permissions import Perm

bp = Blueprint("supervision_campaigns", __name__, url_prefix="/w/<int:code>/campaigns", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The campaigns, the newest first."""
    reader = web_request.reading()
    return render_template(
        "supervision/campaigns.html",
        rows=queries.all_of(reader),
        states=rules.STATES,
        may_plan=office.may(reader, web_request.actor(), Perm.CAMPAIGN),
        may_look_back=office.may(reader, web_request.actor(), Perm.CHAIN),
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.CAMPAIGN)
def new(code: int) -> ResponseReturnValue:
    """Plan a campaign."""
    reader, actor, form = web_request.reading(), web_request.actor(), PlanForm()
    office.refuse(reader, actor, Perm.CAMPAIGN)
    form.offer(units_to_name(reader, code))
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        made = carry_out(form, lambda writer: services.plan(writer, actor, command, key).id)
        if made is not None:
            return redirect(url_for(".show", code=code, campaign_id=made), 303)
    return render_template("supervision/campaign_plan.html", form=form, campaign=None), status_of(form)


@bp.route("/<uuid:campaign_id>/edit", methods=["GET", "POST"])
@requires(Perm.CAMPAIGN)
def edit(code: int, campaign_id: UUID) -> ResponseReturnValue:
    """Change a plan that nobody signed yet."""
    reader, actor, form = web_request.reading(), web_request.actor(), PlanForm()
    office.refuse(reader, actor, Perm.CAMPAIGN)
    campaign = queries.campaign_of(reader, campaign_id)
    form.offer(units_to_name(reader, code))
    if not form.is_submitted():
        form.show(campaign)
    elif form.validate():
        command, version = form.to_command(), int(form.version.data or 0)
        if carry_out(form, lambda writer: services.change(writer, actor, campaign_id, command, version)) is not None:
            return redirect(url_for(".show", code=code, campaign_id=campaign_id), 303)
        form.shows(campaign.version)
    return render_template("supervision/campaign_plan.html", form=form, campaign=campaign), status_of(form)


@bp.get("/<uuid:campaign_id>")
@requires(Perm.READ)
def show(code: int, campaign_id: UUID) -> ResponseReturnValue:
    """One campaign."""
    return _page(queries.campaign_of(web_request.reading(), campaign_id))


@bp.post("/<uuid:campaign_id>/sign/<any(government, supervision):place>")
@requires(Perm.READ)
def sign(code: int, campaign_id: UUID, place: str) -> ResponseReturnValue:
    """Sign for the government or for supervision."""
    reader, actor, form = web_request.reading(), web_request.actor(), SignForm()
    if not services.may_sign(reader, actor, place):
        raise Forbidden(place)
    campaign = queries.campaign_of(reader, campaign_id)
    if form.validate_on_submit():
        version = int(form.version.data or 0)
        if carry_out(form, lambda writer: services.sign(writer, actor, campaign_id, place, version)) is not None:
            return redirect(url_for(".show", code=code, campaign_id=campaign_id), 303)
    return _page(campaign, sign=form)


@bp.post("/<uuid:campaign_id>/findings")
@requires(Perm.CAMPAIGN)
def find(code: int, campaign_id: UUID) -> ResponseReturnValue:
    """Enter what was found."""
    reader, actor, form = web_request.reading(), web_request.actor(), FindingForm()
    office.refuse(reader, actor, Perm.CAMPAIGN)
    campaign = queries.campaign_of(reader, campaign_id)
    form.unit.choices = choices(units_to_name(reader, code))
    if form.validate_on_submit():
        finding, key = form.to_finding(), str(form.key.data)
        if carry_out(form, lambda writer: services.find(writer, actor, campaign_id, finding, key)) is not None:
            return redirect(url_for(".show", code=code, campaign_id=campaign_id, _anchor="found"), 303)
    return _page(campaign, find=form)


@bp.route("/<uuid:campaign_id>/findings/<uuid:entry_id>", methods=["GET", "POST"])
@requires(Perm.CAMPAIGN)
def put_right(code: int, campaign_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Enter what was done about a finding."""
    reader, actor, form = web_request.reading(), web_request.actor(), DoneForm()
    office.refuse(reader, actor, Perm.CAMPAIGN)
    campaign = queries.campaign_of(reader, campaign_id)
    entry, unit = queries.entry_of(reader, campaign, entry_id)
    if form.validate_on_submit():
        done = str(form.done.data)
        made = carry_out(form, lambda writer: services.put_right(writer, actor, campaign_id, entry_id, done))
        if made is not None:
            return redirect(url_for(".show", code=code, campaign_id=campaign_id, _anchor="found"), 303)
    page = render_template("supervision/campaign_done.html", form=form, campaign=campaign, entry=entry, unit=unit)
    return page, status_of(form)


@bp.post("/<uuid:campaign_id>/close")
@requires(Perm.SIGN_FOR_SUPERVISION)
def close(code: int, campaign_id: UUID) -> ResponseReturnValue:
    """Close it with its report."""
    reader, actor, form = web_request.reading(), web_request.actor(), CloseForm()
    office.refuse(reader, actor, Perm.SIGN_FOR_SUPERVISION)
    campaign = queries.campaign_of(reader, campaign_id)
    if form.validate_on_submit():
        report, version = str(form.report.data), int(form.version.data or 0)
        if carry_out(form, lambda writer: services.close(writer, actor, campaign_id, report, version)) is not None:
            return redirect(url_for(".show", code=code, campaign_id=campaign_id), 303)
    return _page(campaign, close=form)


@bp.get("/<uuid:campaign_id>/report/<any(pdf, docx):form>")
@requires(Perm.READ)
def report(code: int, campaign_id: UUID, form: str) -> ResponseReturnValue:
    """The report of a closed campaign as a file."""
    reader = web_request.reading()
    campaign = queries.campaign_of(reader, campaign_id)
    if campaign.stage != "closed":
        abort(404)
    data = paper_of(reader, campaign)
    made = word.docx("decision", data) if form == "docx" else typesetting.pdf("decision", data)
    return download(made, MEDIA_TYPES[form], f"{data['title']}.{form}")


def _page(campaign: Campaign, **sent: KeyedForm) -> ResponseReturnValue:
    """The page of a campaign, with a form that was refused in its place."""
    reader, actor = web_request.reading(), web_request.actor()
    works, heads = (office.may(reader, actor, needed) for needed in (Perm.CAMPAIGN, Perm.SIGN_FOR_SUPERVISION))
    signs = [place for place in rules.SIGNERS if services.may_sign(reader, actor, place)]
    sees = works or bool(signs)
    forms: dict[str, KeyedForm] = {"sign": SignForm(), "find": FindingForm(), "close": CloseForm(), **sent}
    if isinstance(forms["find"], FindingForm) and forms["find"].unit.choices is None:
        forms["find"].unit.choices = choices(units_to_name(reader, campaign.tenant_id))
    for name in ("sign", "close"):
        form = forms[name]
        if isinstance(form, (SignForm, CloseForm)):
            form.shows(campaign.version)
    page = render_template(
        "supervision/campaign.html",
        campaign=campaign,
        unit=reader.get_one(Unit, (campaign.tenant_id, campaign.unit_id)),
        states=rules.STATES,
        signers=rules.SIGNERS,
        labels=rules.FIGURES,
        figures=campaign.figures or (queries.figures(reader, campaign) if sees else {}),
        entries=queries.entries_of(reader, campaign) if sees else [],
        signs=[place for place in signs if campaign.stage == "plan" and not getattr(campaign, place)],
        works=works,
        heads=heads,
        sees=sees,
        forms=forms,
        sent=list(sent.values()),
    )
    return page, status_of(*sent.values())
